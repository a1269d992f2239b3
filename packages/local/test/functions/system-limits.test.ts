import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readdir } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { EnvironmentCredentials } from '../../src/functions/environment-credentials';
import { killMarked } from '../../src/functions/processes/process-tree';
import { body, fn, hosted } from './support';

vi.mock('node:child_process', { spy: true });
vi.mock('node:fs/promises', { spy: true });

afterEach(() => {
  vi.mocked(spawn).mockReset();
  vi.mocked(readdir).mockReset();
});

/** What spawn returns when no descriptor is free: a child without streams, which reports the error afterwards. */
function withoutDescriptors(): ChildProcess {
  const child = Object.assign(new EventEmitter(), { unref: () => undefined }) as unknown as ChildProcess;
  process.nextTick(() => child.emit('error', new Error('spawn EMFILE')));
  return child;
}

const failing = {
  'nodejs22.x': () => body('return 1;'),
  'a runtime by the Runtime API': () => fn({ runtime: 'books' }),
};

test.each(Object.entries(failing))('a function of %s whose process finds no descriptor free leaves nothing behind', async (_, made) => {
  const credentials = new EnvironmentCredentials();
  const issued = vi.spyOn(credentials, 'issue');
  const revoked = vi.spyOn(credentials, 'revoke');
  const { host, invoke } = hosted({ credentials, runtimes: { books: process.execPath } });
  // The watchdog starts a process as well.
  vi.mocked(spawn).mockImplementation(withoutDescriptors);
  expect(await invoke(made())).toEqual({
    kind: 'init-error',
    reason: expect.stringContaining('cannot be started: too many files are open'),
  });
  expect(revoked.mock.calls).toEqual(issued.mock.results.map(({ value }) => [value]));
  expect(revoked).toHaveBeenCalledOnce();
  await host.close();
});

test.runIf(process.platform === 'linux')('a list of processes that cannot be read keeps none of later from being read', async () => {
  vi.mocked(readdir).mockRejectedValueOnce(new Error('EMFILE'));
  await killMarked(['marker-of-nobody']);
  await killMarked(['marker-of-nobody']);
  expect(readdir).toHaveBeenCalledTimes(2);
});
