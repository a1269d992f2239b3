import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK_FLOOR, CDK_NEWEST } from '../../projenrc/family';
import { command } from '../command';
import type { Language, Program } from './language';
import { CACHE, ROOT } from './paths';
import { expectServed } from './served';
import { expectTwin } from './twin';

const PROGRAMS = join(__dirname, 'python');
const OLDEST = [3, 9];

/** Wheels in a virtual environment, with the newest supported aws-cdk-lib in the registry. */
export const python: Language = {
  name: 'python',
  prepare() {
    const version = pythonVersion();
    command('npm', ['run', 'package', '--', 'python']);
    const interpreter = install(version);
    const cdk = command(interpreter, ['-c', 'from importlib.metadata import version; print(version("aws-cdk-lib"))']).trim();
    return {
      programs: [imports(interpreter), ...programs(interpreter), served(interpreter)],
      against: `aws-cdk-lib ${cdk}, Python ${version}`,
    };
  },
};

function pythonVersion(): string {
  let version: string;
  try {
    version = command('python3', ['-c', 'import ensurepip, platform, venv; print(platform.python_version())']).trim();
  } catch (error) {
    throw new Error(`the Python bindings need python3, ${OLDEST.join('.')} or later, with its venv module: install it\n${error}`);
  }
  const [major, minor] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(`the Python bindings need python3, ${OLDEST.join('.')} or later: this one is ${version}`);
  }
  return version;
}

/** @returns the interpreter of the virtual environment */
function install(version: string): string {
  const environment = join(CACHE, `python-${version}`);
  const interpreter = join(environment, 'bin/python');
  if (!existsSync(interpreter)) {
    mkdirSync(CACHE, { recursive: true });
    command('python3', ['-m', 'venv', environment]);
  }
  const dist = join(ROOT, 'dist/python');
  const wheels = readdirSync(dist)
    .filter((file) => file.endsWith('.whl'))
    .map((file) => join(dist, file));
  const pip = (...args: string[]) => command(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args]);
  pip(`aws-cdk-lib>=${CDK_FLOOR},<=${CDK_NEWEST}`, ...wheels);
  // Without this, an older build of the same version would stay installed.
  pip('--force-reinstall', '--no-deps', ...wheels);
  return interpreter;
}

const QUIET = { CDK_VALIDATION: 'false', PYTHONDONTWRITEBYTECODE: '1' };

function served(interpreter: string): Program {
  return {
    name: 'python: shop_twin.py is served',
    run: () => expectServed('python', `${interpreter} ${join(PROGRAMS, 'shop_twin.py')}`, QUIET),
  };
}

/** Generated from the package list: fails for a module name that Python cannot import. */
function imports(interpreter: string): Program {
  return {
    name: 'python: every module imports',
    run() {
      const modules = readdirSync(join(ROOT, 'packages'))
        .map((name) => JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8')).jsii?.targets.python.module)
        .filter((module) => module !== undefined);
      command(interpreter, ['-c', modules.map((module) => `import ${module}`).join('\n')]);
    },
  };
}

/** The programs in python/. Those named `seed_<example>` and `shop_twin` are compared with a twin in TypeScript. */
function programs(interpreter: string): Program[] {
  return readdirSync(PROGRAMS)
    .filter((file) => file.endsWith('.py'))
    .sort()
    .map((file) => {
      const run = (...args: string[]): void => void command(interpreter, [join(PROGRAMS, file), ...args], { env: QUIET });
      const twin = file === 'shop_twin.py' ? 'languages/shop' : /^seed_(.+)\.py$/.exec(file)?.[1].replace(/^/, 'seed/');
      return { name: `python: ${file}`, run: () => (twin === undefined ? run() : expectTwin(twin, run)) };
    });
}
