import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Prints what cdk-nag and the validator of the CDK find in each template: {"<file>": {"cdk-nag": [...], "CDK": [...]}}.
// It loads the aws-cdk-lib for which cdk-nag is made, not the one of the workspaces.
const require = createRequire(join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../rivals/package.json'));
const { App, CloudFormationValidatePlugin, Stack, Validations } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { AwsSolutionsChecks } = require('cdk-nag');

/** Keeps the findings of a plugin, and lets the synthesis succeed. */
function recording(plugin, findings) {
  return {
    name: plugin.name,
    validate(context) {
      const { violations } = plugin.validate(context);
      findings.push(...violations.map(({ ruleName, violatingResources }) => `${ruleName} ${violatingResources.length}`));
      return { success: true, violations: [] };
    },
  };
}

function check(template) {
  const outdir = mkdtempSync(join(tmpdir(), 'faults-'));
  const found = { 'cdk-nag': [], CDK: [] };
  try {
    const app = new App({ outdir, analyticsReporting: false });
    new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile: template });
    Validations.of(app).addPlugins(recording(new AwsSolutionsChecks(app), found['cdk-nag']), recording(validator, found.CDK));
    app.synth();
  } catch (error) {
    // A construct that refuses its properties is a finding of the CDK.
    found.CDK.push(`error: ${String(error.message).split('\n')[0]}`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  return found;
}

const log = console.log;
const validator = new CloudFormationValidatePlugin();
console.log = () => undefined;
console.error = () => undefined;
log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((file) => [file, check(file)]))));
