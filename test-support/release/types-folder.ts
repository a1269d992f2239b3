import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_SCOPE } from '../../projenrc/family';
import { commandAsync } from '../command';
import { REPOSITORY } from '../repository';
import { type BaseFolder, link } from './base-folder';
import { bin } from './paths';

/** A package, and a project in which only this package is installed. */
export interface Alone {
  readonly shortName: string;
  readonly name: string;
  readonly folder: string;
}

/**
 * One folder per package with only its own dependencies, and one aws-cdk-lib in a folder above all of them, so that the
 * compiler checks the declarations of aws-cdk-lib once.
 */
export class TypesFolder {
  public constructor(
    private readonly root: string,
    base: BaseFolder,
    private readonly packages: readonly Alone[],
  ) {
    mkdirSync(root);
    symlinkSync(join(base.folder, 'node_modules'), join(root, 'node_modules'));
    for (const { shortName, name, folder } of packages) {
      const family = join('node_modules', NPM_SCOPE);
      link(join(folder, family), join(root, shortName, family));
      for (const file of ['index.cts', 'index.mts', 'index.ts']) {
        writeFileSync(join(root, shortName, file), useOf(name));
      }
    }
  }

  /** Compiles code that uses each package against its declarations and those that they import. */
  public check(resolution: 'node16' | 'bundler'): Promise<void> {
    const files = resolution === 'node16' ? ['index.cts', 'index.mts'] : ['index.ts'];
    const project = join(this.root, `tsconfig.${resolution}.json`);
    writeFileSync(
      project,
      JSON.stringify({
        compilerOptions: {
          module: resolution === 'node16' ? 'node16' : 'esnext',
          moduleResolution: resolution,
          target: 'es2022',
          lib: ['es2023'],
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          typeRoots: [join(REPOSITORY, 'node_modules/@types')],
          types: ['node'],
        },
        files: this.packages.flatMap(({ shortName }) => files.map((file) => join(this.root, shortName, file))),
      }),
    );
    return commandAsync(bin('tsc'), ['--project', project], { cwd: this.root });
  }
}

const useOf = (name: string): string =>
  [
    `import * as all from '${name}';`,
    "import { App, Stack } from 'aws-cdk-lib';",
    '',
    "export const stack = new Stack(new App(), 'Stack');",
    'export const members: unknown[] = Object.values(all);',
    '',
  ].join('\n');
