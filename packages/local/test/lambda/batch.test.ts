import { expect, test } from 'vitest';
import { batched, readBatch } from '../../src/backends/lambda/batch';

test('a batch is read as it was written, whatever its events hold', () => {
  const all = [
    { slot: 0, requestId: 'first=', traceId: undefined, event: '{"a":\n "1 2\\n3"}' },
    { slot: 63, requestId: 'second=', traceId: 'Root=1-2-3', event: '' },
    { slot: 7, requestId: 'third=', traceId: undefined, event: '"é \u{1f600} \u2028"\n\n7 3 x \n' },
    { slot: 8, requestId: 'fourth=', traceId: 'Root=1', event: 'null' },
  ];
  expect(readBatch(all.map(batched).join(''))).toEqual(all);
  expect(readBatch('')).toEqual([]);
});
