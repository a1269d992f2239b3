import { describe, expect, test } from 'vitest';
import { LogOutput, MAX_PENDING_LENGTH } from '../src/terminal/log-output';

function output() {
  const written: string[] = [];
  const sink = { writableLength: 0, write: (text: string) => written.push(text) };
  const made = new LogOutput(sink, (dropped) => `${dropped} dropped\n`);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { made, written, sink, turn };
}

describe('the output of the log', () => {
  test('is written once per turn of the event loop, and at the end', async () => {
    const { made, written, turn } = output();
    made.add('a\n');
    made.add('b\n');
    expect(written).toEqual([]);
    await turn();
    made.flush();
    made.add('c\n');
    made.flush();
    await turn();
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  test('is bounded within a turn', async () => {
    const { made, written, turn } = output();
    const megabyte = `${'x'.repeat(1024 * 1024 - 1)}\n`;
    for (let count = 0; count < 600; count++) {
      made.add(megabyte);
    }
    await turn();
    expect(written.join('').length).toBeLessThanOrEqual(MAX_PENDING_LENGTH + 100);
    expect(written.join('')).toMatch(/\n596 dropped\n$/);
  });

  test('is bounded while nobody reads, and reports how much is missing', async () => {
    const { made, written, sink, turn } = output();
    sink.writableLength = MAX_PENDING_LENGTH;
    made.add('lost\n');
    made.add('lost\n');
    await turn();
    expect(written).toEqual([]);
    sink.writableLength = 0;
    made.add('read\n');
    await turn();
    expect(written).toEqual(['2 dropped\nread\n']);
  });
});
