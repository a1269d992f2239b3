import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Classes, Scenario } from './scenario';
import { Stopwatch } from './stopwatch';
import type { Measured, Task } from './task';

const CONTEXT = {
  '@aws-cdk/core:stackResourceLimit': 0,
  // Nothing is deployed, so that a policy may exceed its maximum size.
  '@apigwv2-integrations/core:loweredErrors': { LambdaPolicyTooLarge: 'nothing is deployed' },
};

/** Builds and synthesizes one app in this process and prints the measurements. Usage: node main.js <task as JSON> */
function main(task: Task): void {
  const scenario: Scenario = require(`./${task.file}`)[task.scenario];
  const classes = task.flavour === 'ours' || task.flavour === 'cdk' ? classesOf(task.flavour, scenario) : {};
  const stopwatch = watched(task, scenario, classes);
  const outdir = task.keep ?? mkdtempSync(join(tmpdir(), 'bench-out-'));
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false, context: CONTEXT });
  const stack = new Stack(app, 'Stack');
  addOthers(stack, task.others ?? 0);

  const before = process.cpuUsage();
  build(scenario, stack, task, classes);
  const construct = process.cpuUsage(before);
  app.synth();
  if (task.keep === undefined) {
    rmSync(outdir, { recursive: true });
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const measured: Measured = {
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    construct: (construct.user + construct.system) / 1e6,
    memory: maxRSS / 1024,
    watched: stopwatch?.each,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

function build(scenario: Scenario, stack: Stack, { flavour, routes }: Task, classes: Classes): void {
  if (flavour === 'l1') {
    scenario.l1(stack, routes);
  } else if (flavour !== 'minimal') {
    scenario.l2(stack, routes, classes);
  } else if (scenario.minimal !== undefined) {
    scenario.minimal(stack, routes);
  } else {
    throw new Error('the scenario has no app with these classes');
  }
}

/** Loads only the class that is measured. */
function classesOf(flavour: 'ours' | 'cdk', { package: name, className }: Scenario): Classes {
  const all = require(flavour === 'ours' ? `@apigwv2-integrations/${name}` : 'aws-cdk-lib/aws-apigatewayv2-integrations');
  return { [className]: all[className] };
}

function watched({ watch }: Task, scenario: Scenario, classes: Classes): Stopwatch | undefined {
  if (watch === undefined) {
    return undefined;
  }
  const stopwatch = new Stopwatch();
  if (watch === 'binding') {
    stopwatch.watchLaterCalls(classes[scenario.className].prototype, '_bindToRoute');
  } else {
    const core = dirname(require.resolve('@apigwv2-integrations/core'));
    stopwatch.watchAll(require(join(core, 'modules'))['http/mapping-checks.js']().MappingChecks.prototype);
  }
  return stopwatch;
}

/** Adds groups of constructs, half of which are resources. */
function addOthers(stack: Stack, count: number): void {
  for (let group = 0; group < count / 20; group++) {
    const parent = new Construct(stack, `Group${group}`);
    for (let index = 0; index < 9; index++) {
      new Construct(parent, `Construct${index}`);
    }
    for (let index = 0; index < 10; index++) {
      new CfnResource(parent, `Resource${index}`, { type: 'AWS::SNS::Topic' });
    }
  }
}

main(JSON.parse(process.argv[2]) as Task);
