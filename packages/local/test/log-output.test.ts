import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LogOutput, MAX_PENDING_LENGTH } from '../src/terminal/log-output';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function output() {
  const written: string[] = [];
  const sink = { writableLength: 0, write: (text: string) => written.push(text) };
  const made = new LogOutput(sink, (dropped) => `${dropped} dropped\n`);
  const turn = () => vi.advanceTimersByTime(10);
  return { made, written, sink, turn };
}

describe('the output of the log', () => {
  test('is written at once for what comes within a moment, and at the end', () => {
    const { made, written, turn } = output();
    made.add('a\n');
    made.add('b\n');
    expect(written).toEqual([]);
    turn();
    made.flush();
    made.add('c\n');
    made.flush();
    turn();
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  test('is bounded within a moment', () => {
    const { made, written, turn } = output();
    const megabyte = `${'x'.repeat(1024 * 1024 - 1)}\n`;
    for (let count = 0; count < 600; count++) {
      made.add(megabyte);
    }
    turn();
    expect(written.join('').length).toBeLessThanOrEqual(MAX_PENDING_LENGTH + 100);
    expect(written.join('')).toMatch(/\n596 dropped\n$/);
  });

  test('is bounded while nobody reads, and reports how much is missing', () => {
    const { made, written, sink, turn } = output();
    sink.writableLength = MAX_PENDING_LENGTH;
    made.add('lost\n');
    made.add('lost\n');
    turn();
    expect(written).toEqual([]);
    sink.writableLength = 0;
    made.add('read\n');
    turn();
    expect(written).toEqual(['2 dropped\nread\n']);
  });
});
