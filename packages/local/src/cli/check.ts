import { appendFileSync } from 'node:fs';
import { compareApps } from '../compare-apps';
import { type CheckReport, type Finding, findProblems, isError } from '../find-problems';
import { renderAnnotations, renderSummary } from '../reports/github';
import { repositoryRoot } from '../reports/repository-path';
import { renderSarif } from '../reports/sarif';
import { wantsColor } from '../terminal/line';
import { renderChecks, renderChecksJson } from '../terminal/render-checks';
import { UserError } from '../user-error';
import { ALLOW_PATH_FLAG, APP_ARGUMENT, type Command, type FlagValues, type Io, JSON_FLAG, readOptions } from './command';
import { packageVersion } from './package-version';
import { withProgress } from './progress';

const FAIL_ON = ['error', 'warning', 'never'] as const;
const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

/** `apigwv2-local check`: applies the rules of docs/rules.md to a synthesized app. */
export const check: Command = {
  name: 'check',
  summary: 'check the API Gateway v2 resources of a synthesized app',
  argument: APP_ARGUMENT,
  flags: [
    {
      name: 'format',
      value: '<format>',
      description: 'output: text, json, sarif (SARIF 2.1.0) or github (annotations of a workflow); default text',
      choices: FORMATS,
    },
    {
      name: 'compare',
      value: '<path>',
      description: 'an older cloud assembly or template: report only new findings, and what changes in the APIs',
    },
    { name: 'fail-on', value: '<severity>', description: 'findings that lead to exit code 1 (default error)', choices: FAIL_ON },
    {
      name: 'ignore',
      value: '<rule>=<reason>',
      description: 'ignore the findings of a rule (code or ID), for the given reason',
      repeatable: true,
    },
    ALLOW_PATH_FLAG,
    { ...JSON_FLAG, description: 'the same as --format json' },
  ],
  examples: [
    ['check', 'check the app in cdk.out'],
    ["check --fail-on warning --ignore 'StageMissing=another stack deploys'", 'fail on warnings, except those of one rule'],
    ['check template.yaml', 'check a template of CloudFormation or SAM'],
    ['check --compare ../main/cdk.out', 'show what deploying cdk.out instead of ../main/cdk.out changes'],
    ['check --format sarif > checks.sarif', 'write the findings for code scanning'],
  ],
  page: 'docs/rules.md',
  run(invocation, io) {
    const { path, flags } = invocation;
    const options = { ...readOptions(invocation), ignore: ignoredRules(flags) };
    const format = formatOf(flags);
    const old = flags['compare'] as string | undefined;
    const report = withProgress(io, `checking ${path}`, () =>
      old === undefined ? findProblems(path, options) : compareApps(old, path, options),
    );
    if (report.staleWarning !== undefined && format !== 'github') {
      io.stderr.write(`apigwv2-local: ${report.staleWarning}\n`);
    }
    io.stdout.write(render(report, format, io));
    if (format === 'github') {
      addSummary(report, io);
    }
    return report.findings.some((finding) => fails(finding, flags['fail-on'])) ? 1 : 0;
  },
};

function formatOf({ json, format }: FlagValues): Format {
  if (json === true && format !== undefined && format !== 'json') {
    throw new UserError(`--json and --format ${format} exclude each other: pass one of them`, 'usage');
  }
  return json === true ? 'json' : ((format as Format | undefined) ?? 'text');
}

function render(report: CheckReport, format: Format, { stdout, env }: Io): string {
  switch (format) {
    case 'text':
      return renderChecks(report, wantsColor(stdout, env));
    case 'json':
      return renderChecksJson(report);
    case 'sarif':
      return renderSarif(report, { version: packageVersion(), root: repositoryRoot(env) });
    case 'github':
      return renderAnnotations(report, repositoryRoot(env));
  }
}

/** Adds the report to the summary of a workflow run. */
function addSummary(report: CheckReport, { env }: Io): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') {
    return;
  }
  try {
    appendFileSync(file, renderSummary(report));
  } catch (error) {
    throw new UserError(`cannot write the file ${file} of GITHUB_STEP_SUMMARY: ${(error as Error).message}`);
  }
}

function fails(finding: Finding, failOn: FlagValues[string] = 'error'): boolean {
  return failOn === 'warning' || (failOn === 'error' && isError(finding));
}

/** Reasons by rule. */
function ignoredRules(flags: FlagValues): Readonly<Record<string, string>> {
  const entries = (flags['ignore'] as readonly string[] | undefined) ?? [];
  return Object.fromEntries(
    entries.map((entry) => {
      const [, rule, reason] = /^([^=]+)=(.*\S.*)$/s.exec(entry) ?? [];
      if (rule === undefined || reason === undefined) {
        throw new UserError(`--ignore is ${entry}, which must be <rule>=<reason>: every ignored rule needs a reason`, 'usage');
      }
      return [rule, reason];
    }),
  );
}
