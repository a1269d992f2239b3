import childProcess, { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { expect, onTestFinished, test, vi } from 'vitest';
import { EnvironmentCredentials } from '../../src/functions/environment-credentials';
import { killMarked } from '../../src/functions/processes/process-tree';
import { body, fn, hosted } from './support';

/** Files share their modules in one process, so a mock of a module would reach other tests or come too late. */
function replaced<Owner extends object, Name extends keyof Owner & string>(owner: Owner, name: Name, by: unknown): void {
  const real = owner[name];
  Object.assign(owner, { [name]: by });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(owner, { [name]: real });
    syncBuiltinESMExports();
  });
}

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
  replaced(childProcess, 'spawn', withoutDescriptors);
  expect(await invoke(made())).toEqual({
    kind: 'init-error',
    reason: expect.stringContaining('cannot be started: too many files are open'),
  });
  expect(revoked.mock.calls).toEqual(issued.mock.results.map(({ value }) => [value]));
  expect(revoked).toHaveBeenCalledOnce();
  await host.close();
});

// Other systems have no /proc, where processes are looked for.
test.runIf(process.platform === 'linux')('a list of processes that cannot be read keeps none of later from being read', async () => {
  const readdir = vi.fn(promises.readdir).mockRejectedValueOnce(new Error('EMFILE'));
  replaced(promises, 'readdir', readdir);
  await killMarked(['marker-of-nobody']);
  await killMarked(['marker-of-nobody']);
  expect(readdir).toHaveBeenCalledTimes(2);
});
