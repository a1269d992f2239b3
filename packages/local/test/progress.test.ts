import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { withProgress } from '../src/cli/progress';
import { folder } from './support';

const DELAY_MILLIS = 200;
const CLEARED = '\r\u001b[K';

/** A terminal whose thread writes to a file. */
function terminal(isTTY = true) {
  const file = join(folder(), 'terminal');
  const fd = openSync(file, 'w');
  onTestFinished(() => closeSync(fd));
  let cleared = '';
  const stderr = { isTTY, fd, write: (text: string) => (cleared += text) };
  const shown = () => [readFileSync(file, 'utf8'), cleared];
  /** Blocks until something is shown: on a busy machine a thread starts late. */
  const blockUntilShown = () => {
    for (const start = Date.now(); shown()[0] === '' && Date.now() - start < MAX_WAIT_MILLIS; ) {
      block(10);
    }
    return shown();
  };
  return { io: { stdout: stderr, stderr, env: {} }, shown, blockUntilShown };
}

const MAX_WAIT_MILLIS = 20_000;

/** Work that keeps this thread from running anything else. */
function block(millis: number): string {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);
  return 'done';
}

describe('progress', () => {
  test('is shown while work blocks the thread, and cleared when it is done', () => {
    const { io, shown, blockUntilShown } = terminal();
    const during = withProgress(io, 'reading\u0007 app', blockUntilShown, DELAY_MILLIS);
    expect(during).toEqual(['reading  app ...', '']);
    expect(shown()).toEqual(['reading  app ...', CLEARED]);
  });

  test('is not shown for work that takes less', async () => {
    const { io, shown } = terminal();
    expect(withProgress(io, 'reading', () => 'quick', DELAY_MILLIS)).toBe('quick');
    await new Promise((resolve) => setTimeout(resolve, 2 * DELAY_MILLIS));
    expect(shown()).toEqual(['', '']);
  });

  test('is shown after a second by default', () => {
    const { io, shown, blockUntilShown } = terminal();
    const [early, late] = withProgress(io, 'reading', () => [block(600) && shown(), blockUntilShown()]);
    expect(early).toEqual(['', '']);
    expect(late).toEqual(['reading ...', '']);
  });

  test('is cleared when the work fails', () => {
    const { io, shown, blockUntilShown } = terminal();
    const fail = () => {
      blockUntilShown();
      throw new Error('broken');
    };
    expect(() => withProgress(io, 'reading', fail, DELAY_MILLIS)).toThrow('broken');
    expect(shown()).toEqual(['reading ...', CLEARED]);
  });

  test('of work that waits ends with it', async () => {
    const { io, shown } = terminal();
    let finish = (_: string): void => undefined;
    const work = () => new Promise<string>((resolve) => (finish = resolve));
    const result = withProgress(io, 'loading', work, DELAY_MILLIS);
    await expect.poll(shown, { timeout: MAX_WAIT_MILLIS }).toEqual(['loading ...', '']);
    finish('done');
    expect(await result).toBe('done');
    expect(shown()).toEqual(['loading ...', CLEARED]);
  });

  test('is not shown without a terminal', () => {
    const { io, shown } = terminal(false);
    withProgress(io, 'reading', () => block(2 * DELAY_MILLIS), DELAY_MILLIS);
    expect(shown()).toEqual(['', '']);
  });
});
