import { deepStrictEqual, ok } from 'node:assert';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { NPM_SCOPE } from '../../projenrc/family';
import { command, commandAsync } from '../command';
import type { Member } from '../packages';
import { REPOSITORY } from '../repository';
import { type BaseFolder, installed, newProject } from './base-folder';
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

/** What the command line may take on disk with all its dependencies. Apps install it beside the CDK, or without it. */
const MAX_TOOL_BYTES = 25_000_000;

/**
 * Installs a tool into an empty project, and checks that it brings no aws-cdk-lib and how much space it takes.
 *
 * @returns a line with its size
 */
export function checkToolSize(folder: string, { name }: Member, npm: Pick<NpmClient, 'install'>): string {
  npm.install(newProject(folder), [name]);
  const came = installed(folder);
  ok(!came.some((path) => path.endsWith('/aws-cdk-lib') || path.endsWith('/constructs')), `${name} installs the CDK`);
  const sizes = came.map((path): [path: string, bytes: number] => [path, bytesOf(join(folder, path))]);
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 5);
  const line = `${name} takes ${megabytes(bytes)} with ${came.length - 1} dependencies (${largest.map(([path, size]) => `${path.replace(/^node_modules\//, '')} ${megabytes(size)}`).join(', ')})`;
  ok(bytes <= MAX_TOOL_BYTES, `${line}, more than ${megabytes(MAX_TOOL_BYTES)}`);
  return line;
}

/** The bytes of a package, without packages that are nested in it. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => (entry.isDirectory() ? bytesOf(join(folder, entry.name)) : statSync(join(folder, entry.name)).size))
    .reduce((sum, bytes) => sum + bytes, 0);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

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
