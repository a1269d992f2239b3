import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiGatewayV2Checks, type ApiGatewayV2ChecksProps } from '@apigwv2-integrations/checks';
import { App, CfnResource, type PolicyValidationPluginReport, Stack, Validations } from 'aws-cdk-lib';
import { onTestFinished, vi } from 'vitest';

/** What became of a synthesis with the checks in it. */
export interface Outcome {
  /** The report of the plugin. */
  readonly report: PolicyValidationPluginReport;
  /** The short ids of the rules, in order. */
  readonly rules: string[];
  /** Whether the synthesis failed: newer versions of the CDK throw, older ones set the exit code. */
  readonly failed: boolean;
  /** Everything that was printed. */
  readonly printed: string;
}

export interface CheckSetup {
  readonly context?: Record<string, unknown>;
  readonly props?: ApiGatewayV2ChecksProps;
  /** As with versions of aws-cdk-lib that pass a plugin nothing but file names. */
  readonly pathsOnly?: boolean;
}

/** Synthesizes an app with the checks registered on it. */
export function check(build: (stack: Stack, app: App) => void, { context, props, pathsOnly }: CheckSetup = {}): Outcome {
  const outdir = mkdtempSync(join(tmpdir(), 'checks-'));
  const printed: string[] = [];
  const error = vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')));
  const exitCode = process.exitCode;
  onTestFinished(() => {
    error.mockRestore();
    rmSync(outdir, { recursive: true, force: true });
  });
  const app = new App({ outdir, context, analyticsReporting: false, treeMetadata: false });
  build(new Stack(app, 'Shop'), app);
  const checks = new ApiGatewayV2Checks({ ...props, ...(props?.app === undefined ? {} : { app }) });
  const reports: PolicyValidationPluginReport[] = [];
  Validations.of(app).addPlugins({
    name: checks.name,
    validate: (given) => {
      const report = checks.validate(pathsOnly ? ({ templatePaths: given.templatePaths } as typeof given) : given);
      reports.push(structuredClone(report));
      return report;
    },
  });
  let failed = false;
  try {
    app.synth();
  } catch (thrown) {
    failed = true;
    printed.push(String(thrown));
  }
  failed ||= process.exitCode === 1;
  process.exitCode = exitCode;
  const [report] = reports;
  const rules = report.violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(() => ruleName.replace('@apigwv2-integrations/', '')),
  );
  return { report, rules: rules.sort(), failed, printed: printed.join('\n') };
}

/** Any resource, as a plain L1. */
export function l1(scope: Stack, id: string, type: string, properties: Record<string, unknown>): CfnResource {
  return new CfnResource(scope, id, { type: `AWS::ApiGatewayV2::${type}`, properties });
}
