import { Component, TextFile } from 'projen';
import { CDK_NEWEST_ALIAS } from '../family';
import type { Family } from '../package';

/** vitest runs on the sources: the name of a package resolves to its `src`, and aws-cdk-lib to the newest version unless CDK_VERSION is `floor`. */
export class TestRunner extends Component {
  private readonly config: TextFile;

  public constructor(private readonly root: Family) {
    super(root);
    this.config = new TextFile(root, 'vitest.config.mts');
  }

  public preSynthesize(): void {
    this.config.addLine(`// ${this.config.marker}`);
    for (const line of this.render()) {
      this.config.addLine(line);
    }
  }

  private render(): string[] {
    const sources = this.root.familyPackages.flatMap(({ names, folder, subpaths }) => [
      ...subpaths.map((subpath) => [`${names.npm}/${subpath}`, `${folder}/src/${subpath}/index.ts`]),
      [names.npm, `${folder}/src/index.ts`],
    ]);
    return [
      "import { availableParallelism } from 'node:os';",
      "import { fileURLToPath } from 'node:url';",
      "import { defineConfig } from 'vitest/config';",
      '',
      'const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));',
      "const floor = process.env.CDK_VERSION === 'floor';",
      '// Tests of runtimes other than Node.js and of the page in a browser need programs that not every machine has.',
      '// Tests of the repository concern its tools and what importing a package loads: one version of Node.js is enough.',
      'const suites: Record<string, string[]> = {',
      "  runtimes: ['packages/*/test/**/*.runtimes.ts', 'examples/**/*.runtimes.ts'],",
      "  browser: ['*/test/**/*.browser.ts'],",
      "  repository: ['projenrc/test/**/*.test.ts', 'test-support/loading/**/*.test.ts'],",
      '};',
      "const suite = process.env.TEST_SUITE ?? '';",
      'const seed = Number(process.env.TEST_SEED ?? (process.env.CI ? 20260101 : Date.now() % 1_000_000));',
      '',
      'export default defineConfig({',
      '  resolve: {',
      '    alias: [',
      ...sources.map(([name, path]) => `      { find: /^${name.replace(/[/.]/g, '\\$&')}$/, replacement: at('${path}') },`),
      "      { find: /^test-support\\//, replacement: at('test-support/') },",
      `      ...(floor ? [] : [{ find: /^aws-cdk-lib(?=\\/|$)/, replacement: '${CDK_NEWEST_ALIAS}' }]),`,
      '    ],',
      '  },',
      '  test: {',
      '    include: suites[suite] ?? [',
      "      'packages/*/test/**/*.test.ts',",
      ...this.root.privatePackages.map(({ folder }) => `      '${folder}/test/**/*.test.ts',`),
      "      'test-support/**/*.test.ts',",
      "      'examples/**/*.test.ts',",
      '    ],',
      "    exclude: ['**/node_modules/**', '**/cdk.out/**', ...(suite === '' ? (suites.repository ?? []) : [])],",
      '    env: {',
      "      CDK_VALIDATION: 'false',",
      "      CDK_DISABLE_STACK_TRACE: '1',",
      '      TEST_SEED: String(seed),',
      "      NO_COLOR: '1',",
      "      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',",
      '    },',
      '    // One process runs many files: loading aws-cdk-lib for each file would take as long as the tests.',
      '    isolate: false,',
      '    // Many tests wait for processes and timeouts: one worker more than there are cores uses that time. A browser uses it itself.',
      "    maxWorkers: availableParallelism() + (suite === 'browser' ? 0 : 1),",
      '    sequence: { shuffle: true, seed },',
      '    testTimeout: 60_000,',
      '    hookTimeout: 60_000,',
      "    reporters: ['default'],",
      '    coverage: {',
      "      provider: 'v8',",
      "      include: ['packages/*/src/**/*.ts'],",
      "      exclude: ['packages/*/src/**/index.ts'],",
      "      reporter: ['text-summary', 'json-summary', ['text', { skipFull: true }]],",
      '      thresholds: {',
      '        lines: 95,',
      '        functions: 95,',
      '        branches: 95,',
      '        statements: 95,',
      ...['engine', 'mapping'].map(
        (folder) => `        'packages/core/src/${folder}/**/*.ts': { lines: 100, functions: 100, branches: 100, statements: 100 },`,
      ),
      '      },',
      '    },',
      '  },',
      '});',
      '',
    ];
  }
}
