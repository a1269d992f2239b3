import { join } from 'node:path';
import { command } from 'test-support/command';
import { REPOSITORY } from 'test-support/repository';

/**
 * A Python with packages, in an environment that later runs use again.
 *
 * @returns the path of its interpreter
 */
export function pythonWith(...packages: readonly string[]): string {
  const environment = join(REPOSITORY, 'node_modules/.cache/python-of-runtimes');
  const interpreter = join(environment, 'bin/python');
  command('python3', ['-m', 'venv', environment]);
  command(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  return interpreter;
}
