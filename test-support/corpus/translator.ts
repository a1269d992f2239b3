import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command, tryCommand } from '../command';
import { REPOSITORY } from '../repository';

/** The version with which the expansion of SAM is compared. */
const VERSION = '1.110.0';
const FOLDER = join(REPOSITORY, 'node_modules/.cache/corpus', `aws-sam-translator-${VERSION}`);
const MIN_PYTHON = [3, 9];

/** What the translator makes of a template, or why it refuses it. */
export interface Translated {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly refused?: string;
}

/** Installs the translator into a folder of its own, once. @throws Error if Python is missing or too old */
export function installTranslator(): string {
  const { ok, stdout } = tryCommand('python3', ['-c', 'import sys, pip; print(*sys.version_info[:2])']);
  const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
  if (!ok || major * 100 + minor < Number(MIN_PYTHON[0]) * 100 + Number(MIN_PYTHON[1])) {
    throw new Error(`the comparison with SAM needs python3, ${MIN_PYTHON.join('.')} or later, with pip: install them`);
  }
  if (!existsSync(join(FOLDER, 'samtranslator'))) {
    command('python3', ['-m', 'pip', 'install', '--quiet', '--no-compile', '--target', FOLDER, `aws-sam-translator==${VERSION}`]);
  }
  return VERSION;
}

/** Translates templates, which must name no local files. */
export function translate(templates: readonly unknown[]): readonly Translated[] {
  const { status, stdout, stderr } = spawnSync('python3', [join(__dirname, 'translate.py')], {
    input: JSON.stringify(templates),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: FOLDER,
      PYTHONDONTWRITEBYTECODE: '1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  if (status !== 0) {
    throw new Error(`aws-sam-translator failed\n${stderr}`);
  }
  return JSON.parse(stdout);
}
