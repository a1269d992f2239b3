import { Component } from 'projen';
import type { Family } from '../package';

const JSII_QUIET = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NX_TUI: 'false' };

/** The commands of README and CONTRIBUTING, which run from the repository root. */
export class RepositoryTasks extends Component {
  public constructor(root: Family) {
    super(root);
    const tsx = 'tsx --tsconfig tsconfig.dev.json';
    const page = `${tsx} inspector-page/build.ts`;

    root.addTask('start', {
      description: 'Synthesize an example (default: books), list its routes and serve them on this machine',
      exec: `${tsx} examples/start.ts`,
      receiveArgs: true,
      env: { CDK_VALIDATION: 'false' },
    });
    root.addTask('local', {
      description: 'Run apigwv2-local from its sources',
      exec: `${tsx} inspector-page/local.ts`,
      receiveArgs: true,
    });
    root.testTask.reset('vitest run', { receiveArgs: true });
    root.addTask('test:floor', {
      description: 'Run the tests against the oldest supported aws-cdk-lib',
      exec: 'vitest run',
      receiveArgs: true,
      env: { CDK_VERSION: 'floor' },
    });
    root.addTask('test:runtimes', {
      description: 'Run functions in Python and in other runtimes in the local gateway (needs python3, a JDK, Maven, Go, curl)',
      exec: 'vitest run',
      receiveArgs: true,
      env: { TEST_SUITE: 'runtimes' },
    });
    root.addTask('test:repository', {
      description: 'Test the tools of this repository, and what importing a package loads',
      exec: 'vitest run',
      receiveArgs: true,
      env: { TEST_SUITE: 'repository' },
    });
    root.addTask('test:recordings', {
      description: 'Compare the Velocity engine with the output that AWS recorded (needs python3 and a checkout of localstack/airspeed)',
      exec: `${tsx} test-support/recordings/run.ts`,
      receiveArgs: true,
    });
    root.addTask('test:browser', {
      description:
        'Build the site, and drive it and the page of the inspector in headless Chromium (needs chromium; run npm run build first)',
      steps: [{ exec: page }, { exec: 'vitest run', receiveArgs: true }],
      env: { TEST_SUITE: 'browser' },
    });
    root.addTask('screenshots', {
      description: 'Take the screenshots of docs/local/images in headless Chromium (needs chromium)',
      steps: [{ exec: page }, { exec: `${tsx} inspector-page/test/screenshots.ts` }],
    });
    root.addTask('screencasts', {
      description: 'Record the terminal sessions of docs/images from real commands, and draw them',
      steps: [{ exec: `${tsx} test-support/screencasts/record.ts` }, { spawn: 'docs' }],
    });
    root.addTask('test:load', {
      description: 'Load a WebSocket API of the local gateway with 1,000 connections that come and go for 60 s',
      exec: `${tsx} test-support/load/run.ts`,
      receiveArgs: true,
    });
    root.addTask('test:coverage', {
      description: 'Run the tests with coverage and enforce the thresholds',
      exec: 'vitest run --coverage',
      receiveArgs: true,
    });
    root.addTask('test:bindings', {
      description: 'Build the distributions and run the test programs of each language against them (needs python3, a JDK, Maven, Go)',
      steps: [{ exec: `${tsx} test-support/bindings/run.ts`, receiveArgs: true }],
      env: JSII_QUIET,
    });
    root.addTask('test:release', {
      description: 'Pack, publish to a local registry, install from it, and rehearse releases (needs python3, git, tar)',
      steps: [{ exec: `${tsx} test-support/release/run.ts`, receiveArgs: true }],
      env: JSII_QUIET,
    });
    root.addTask('test:corpus', {
      description: 'Compare the expansion of SAM templates with aws-sam-translator, and read public templates (needs python3 with pip)',
      exec: `${tsx} test-support/corpus/run.ts`,
      receiveArgs: true,
    });
    root.addTask('typecheck', {
      description: 'Type-check everything, including tests and examples',
      exec: 'node node_modules/ts7/bin/tsc -p tsconfig.dev.json',
    });
    root.addTask('lint:workflows', {
      description: 'Check the GitHub workflows with actionlint (needs Go)',
      exec: 'tsx projenrc/tools/lint-workflows.ts',
    });
    root.addTask('title', {
      description: 'Check that PULL_REQUEST_TITLE is a conventional commit with a valid scope',
      exec: 'tsx projenrc/tools/check-title.ts',
    });
    root.addTask('translate', {
      description: 'Compile the examples of every README in strict mode and translate them to each language',
      steps: [{ spawn: root.compileTask.name }, { exec: 'tsx projenrc/tools/translate.ts' }],
      env: JSII_QUIET,
    });
    root.addTask('docs:languages', {
      description: 'Compile the examples of the guides in strict mode and write docs/languages (run npm run build first)',
      steps: [{ exec: `${tsx} test-support/docs/translate.ts`, receiveArgs: true }],
      env: JSII_QUIET,
    });
    root.addTask('bench', {
      description: 'Run the benchmarks, which report ratios',
      exec: `${tsx} benchmarks/start.ts`,
      receiveArgs: true,
    });
    root.addTask('reference-values', {
      description: 'Write the table of what Ref returns, from the resource specification of AWS',
      exec: 'tsx projenrc/tools/reference-values.ts',
    });
    root.addTask('docs', {
      description: 'Write the pages and tables of docs/ that are generated from data',
      exec: `${tsx} test-support/docs/write.ts`,
    });

    const docgen = root.addTask('docgen', {
      description: 'Write the API.md of each package',
      exec: 'nx run-many -t docgen',
      env: JSII_QUIET,
    });
    root.compileTask.reset('nx run-many -t compile');
    root.compileTask.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
    root.compileTask.env('NX_TUI', 'false');
    // The build task of projen is locked, and it also packages and tests.
    root.tasks.removeTask('build');
    root.addTask('build', {
      description: 'Write the generated files, compile every package, and write each API.md',
      steps: [{ spawn: 'default' }, { spawn: root.compileTask.name }, { spawn: docgen.name }],
    });

    root.packageTask.reset(`${tsx} projenrc/tools/package.ts`, { receiveArgs: true });
    root.packageTask.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
    root.packageTask.env('NX_TUI', 'false');
    root.tasks.removeTask('watch');
  }
}
