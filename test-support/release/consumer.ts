import { deepStrictEqual, ok } from 'node:assert';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { NPM_SCOPE } from '../../projenrc/family';
import { command, commandBeside } from '../command';
import type { Member } from '../packages';
import { REPOSITORY } from '../repository';
import { type BaseFolder, installed } from './base-folder';
import type { NpmClient } from './npm-client';
import { bin } from './places';

const TYPES = join(REPOSITORY, 'node_modules/@types');

/** Installs a package into a project that has aws-cdk-lib and constructs, and looks at what came with it. */
export function bringsOnlyItsSiblings(folder: string, { name, siblings, dependencies }: Member, base: BaseFolder, npm: NpmClient): void {
  npm.install(folder, [name]);
  const came = installed(folder).filter((path) => !base.packages.includes(path));
  const ours = came.filter((path) => path.includes(`node_modules/${NPM_SCOPE}/`));
  deepStrictEqual(ours, [name, ...siblings].map((member) => `node_modules/${member}`).sort());
  if (dependencies.length === 0) {
    deepStrictEqual(came, ours);
  }
}

/** The command of a tool says what it can do. */
export function runsItsCommand(folder: string, { commands }: Member): void {
  ok(commands.length > 0, 'a tool without a command');
  for (const name of commands) {
    ok(command(join(folder, 'node_modules/.bin', name), ['--help'], { cwd: folder }).includes(name), `${name} --help tells nothing of it`);
  }
}

/** Synthesizes an app with every integration class of an installed package, as a CommonJS or as an ES module. */
export function synthesizes(folder: string, { name, folder: home }: Member, format: 'cjs' | 'esm'): Promise<void> {
  const variants = join(home, 'test/variants.ts');
  const file = join(folder, `app.${format === 'cjs' ? 'cjs' : 'mjs'}`);
  buildSync({
    stdin: {
      contents: `
        import * as integrations from '${name}';
        import { synthesizeAll } from 'test-support/release/synthesize-all';
        ${existsSync(variants) ? `import { variants } from '${variants}';` : 'const variants = [];'}
        synthesizeAll(integrations, variants);
      `,
      resolveDir: REPOSITORY,
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    format,
    tsconfigRaw: '{}',
    alias: { 'test-support': join(REPOSITORY, 'test-support') },
    external: ['aws-cdk-lib', 'constructs', '@apigwv2-integrations/*'],
    logLevel: 'error',
  });
  return commandBeside(process.execPath, [file], { cwd: folder, env: { CDK_VALIDATION: 'false', NODE_PATH: '' } });
}

/** Compiles a use of the package against its own type declarations and against those of all that it names. */
export function typeChecks(folder: string, { name }: Member, resolution: 'node16' | 'bundler'): Promise<void> {
  const source = `import * as all from '${name}';\nimport { App, Stack } from 'aws-cdk-lib';\n\nexport const stack = new Stack(new App(), 'Stack');\nexport const members: unknown[] = Object.values(all);\n`;
  const files = resolution === 'node16' ? ['index.cts', 'index.mts'] : ['index.ts'];
  for (const file of files) {
    writeFileSync(join(folder, file), source);
  }
  const project = join(folder, `tsconfig.${resolution}.json`);
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
        typeRoots: [TYPES],
        types: ['node'],
      },
      files,
    }),
  );
  return commandBeside(bin('tsc'), ['--project', project], { cwd: folder });
}
