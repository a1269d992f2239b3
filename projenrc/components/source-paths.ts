import { Component, JsonFile } from 'projen';
import type { Family } from '../package';

/** The strict options that jsii requires of the construct packages. */
const STRICT = {
  alwaysStrict: true,
  declaration: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  forceConsistentCasingInFileNames: true,
  incremental: true,
  lib: ['es2022'],
  module: 'node16',
  moduleResolution: 'node16',
  noEmitOnError: true,
  noFallthroughCasesInSwitch: true,
  noImplicitAny: true,
  noImplicitReturns: true,
  noImplicitThis: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  strict: true,
  strictNullChecks: true,
  strictPropertyInitialization: true,
  stripInternal: false,
  target: 'ES2022',
  types: ['node'],
};

/**
 * The compiler options that all packages share, and a tsconfig.json for development in which the name of each package
 * resolves to its sources, so that nothing has to be built first.
 */
export class SourcePaths extends Component {
  public constructor(private readonly root: Family) {
    super(root);
    new JsonFile(root, 'tsconfig.base.json', { marker: false, obj: { compilerOptions: STRICT } });
    new JsonFile(root, 'tsconfig.dev.json', {
      marker: false,
      obj: () => ({
        extends: './tsconfig.base.json',
        compilerOptions: {
          noEmit: true,
          incremental: false,
          isolatedModules: true,
          lib: ['es2023'],
          module: 'esnext',
          moduleResolution: 'bundler',
          allowImportingTsExtensions: false,
          paths: this.paths(),
        },
        include: [
          '.projenrc.ts',
          'projenrc/**/*.ts',
          'packages/*/src/**/*.ts',
          'packages/*/test/**/*.ts',
          'test-support/**/*.ts',
          'examples/**/*.ts',
          'benchmarks/**/*.ts',
          'vitest.config.mts',
        ],
        exclude: ['**/node_modules', '**/cdk.out', '**/lib', '**/dist'],
      }),
    });
  }

  private paths(): Record<string, string[]> {
    return Object.fromEntries([
      ...this.root.familyPackages.flatMap(({ names, folder, subpaths }) => [
        [names.npm, [`./${folder}/src/index.ts`]],
        ...subpaths.map((subpath) => [`${names.npm}/${subpath}`, [`./${folder}/src/${subpath}/index.ts`]]),
      ]),
      ['test-support/*', ['./test-support/*']],
    ]);
  }
}
