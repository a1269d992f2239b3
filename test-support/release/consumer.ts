import { deepStrictEqual, ok } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { NPM_SCOPE } from '../../projenrc/family';
import { command, commandAsync } from '../command';
import type { Member } from '../packages';
import { REPOSITORY } from '../repository';
import { type BaseFolder, installed } from './base-folder';
import type { NpmClient } from './npm-client';

/** Installs a package into a project with aws-cdk-lib and constructs, and checks which packages were added. */
export function checkInstalledPackages(folder: string, { name, siblings, dependencies }: Member, base: BaseFolder, npm: NpmClient): void {
  npm.install(folder, [name]);
  const came = installed(folder).filter((path) => !base.packages.includes(path));
  const ours = came.filter((path) => path.includes(`node_modules/${NPM_SCOPE}/`));
  deepStrictEqual(ours, [name, ...siblings].map((member) => `node_modules/${member}`).sort());
  if (dependencies.length === 0) {
    deepStrictEqual(came, ours);
  }
}

/** Checks that the command of a tool prints its help. */
export function checkCommand(folder: string, { commands }: Member): void {
  ok(commands.length > 0, 'a tool without a command');
  for (const name of commands) {
    ok(command(join(folder, 'node_modules/.bin', name), ['--help'], { cwd: folder }).includes(name), `${name} --help does not mention it`);
  }
}

/** Synthesizes an app with every integration class of an installed package, as a CommonJS or as an ES module. */
export function checkSynthesis(folder: string, { name, folder: home }: Member, format: 'cjs' | 'esm'): Promise<void> {
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
  return commandAsync(process.execPath, [file], { cwd: folder, env: { CDK_VALIDATION: 'false', NODE_PATH: '' } });
}
