import { ok } from 'node:assert';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CDK_FLOOR, CDK_NEWEST } from '../../projenrc/family';
import { namesOf } from '../../projenrc/names';
import { command, requireTool } from '../command';
import { REPOSITORY } from '../repository';
import { type BaseFolder, installed } from './base-folder';
import type { NpmClient } from './npm-client';
import { CACHE } from './paths';
import type { Scratch } from './scratch';

/** A backend with a new version for the new core, and one without. */
export interface Pair {
  readonly moved: { readonly shortName: string; readonly version: string };
  readonly old: { readonly shortName: string; readonly version: string };
  /** The version of core that both use. */
  readonly core: string;
}

export function inNpm({ moved, old, core }: Pair, base: BaseFolder, work: string, npm: NpmClient): void {
  const folder = base.copy(join(work, 'old-beside-new'));
  npm.install(
    folder,
    [moved, old].map(({ shortName, version }) => `${namesOf(shortName).npm}@${version}`),
  );
  const cores = installed(folder).filter((path) => path.endsWith(`node_modules/${namesOf('core').npm}`));
  ok(cores.length === 1, `more than one core: ${cores.join(', ')}`);
  const check = `const { version } = require('${namesOf('core').npm}/package.json'); if (version !== '${core}') { throw new Error(version); }`;
  const uses = [moved, old].map(({ shortName }) => `require('${namesOf(shortName).npm}');`);
  command(process.execPath, ['-e', [check, ...uses].join('\n')], { cwd: folder });
}

/** The wheels of 1.0.0 are in dist/; the wheels of newer versions are built from the clone. */
export function inPip({ moved, old, core }: Pair, scratch: Scratch): void {
  const members = [moved, old, { shortName: 'core', version: core }];
  const folders = ['core', moved.shortName].map((name) => join(scratch.root, 'packages', name));
  scratch.run('npx', 'jsii-pacmak', ...folders, '--target', 'python');
  const wheels = [
    join(REPOSITORY, 'dist/python'),
    ...['core', moved.shortName].map((name) => join(scratch.root, 'packages', name, 'dist/python')),
  ];

  const interpreter = virtualEnvironment();
  const pip = (...args: string[]) => command(interpreter, ['-m', 'pip', '--quiet', '--disable-pip-version-check', ...args]);
  // The virtual environment is kept between runs.
  pip('uninstall', '--yes', ...members.map(({ shortName }) => namesOf(shortName).pypi.distName));
  pip('install', `aws-cdk-lib>=${CDK_FLOOR},<=${CDK_NEWEST}`);
  pip(
    'install',
    ...wheels.flatMap((folder) => ['--find-links', folder]),
    ...[moved, old].map(({ shortName, version }) => `${namesOf(shortName).pypi.distName}==${version}`),
  );
  pip('check');
  const versions = members.map(({ shortName, version }) => `assert v("${namesOf(shortName).pypi.distName}") == "${version}"`);
  const imports = members.map(({ shortName }) => `import ${namesOf(shortName).pypi.module}`);
  command(interpreter, ['-c', ['from importlib.metadata import version as v', ...versions, ...imports].join('\n')]);
}

/** @returns the interpreter of the virtual environment */
function virtualEnvironment(): string {
  const version = requireTool(
    'python3',
    ['-c', 'import ensurepip, platform, venv; print(platform.python_version())'],
    'install Python 3.9 or later with its venv module',
  );
  const environment = join(CACHE, `python-${version}`);
  const interpreter = join(environment, 'bin/python');
  if (!existsSync(interpreter)) {
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(CACHE, { recursive: true });
    command('python3', ['-m', 'venv', environment]);
  }
  return interpreter;
}
