import { expect, onTestFinished, test, vi } from 'vitest';
import type { EnvironmentListener } from '../../src/functions/execution-environment';
import { PipeEnvironment } from '../../src/functions/runtimes/pipe-environment';

/** An environment whose process runs this text instead of a bootstrap. */
function environmentOf(script: string, marker: string) {
  const listener = { ready: vi.fn(), ended: vi.fn(), wrote: vi.fn() } satisfies EnvironmentListener;
  const cleanUp = async () => undefined;
  const environment = new PipeEnvironment(
    { program: process.execPath, args: ['-e', script], cwd: '.', variables: {}, marker, memoryMegabytes: 512, configuration: {}, cleanUp },
    listener,
  );
  onTestFinished(() => environment.terminate());
  return { environment, listener };
}

test('a process that lives on after it reported that its code does not load is ended, for that reason', async () => {
  const { listener } = environmentOf(`require('fs').writeSync(4, 'x"no module"\\n'); setInterval(() => {}, 1000)`, 'pipe-1');
  await vi.waitFor(() => expect(listener.ended).toHaveBeenCalledWith('no module'), 5000);
});

test('a tab in a trace id is no separator', async () => {
  const echo = `
    const { readSync, writeSync } = require('fs');
    const buffer = Buffer.alloc(1000);
    readSync(3, buffer);
    writeSync(4, '+\\n');
    const line = buffer.toString('utf8', 0, readSync(3, buffer)).trimEnd();
    writeSync(4, '=' + line.slice(line.indexOf('\\t') + 1) + '\\n');
    setInterval(() => {}, 1000);`;
  const { environment, listener } = environmentOf(echo, 'pipe-2');
  await vi.waitFor(() => expect(listener.ready).toHaveBeenCalled(), 5000);
  expect(await environment.invoke({ event: '{"a":1}', traceId: 'Root=1\t2' })).toEqual({ kind: 'result', payload: '{"a":1}' });
});
