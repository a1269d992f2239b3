import { expect, test } from 'vitest';
import { logTime } from '../../src/gateway/request-context';

test.each([
  ['2022-02-06T16:10:11.849Z', '06/Feb/2022:16:10:11 +0000'],
  ['2022-02-06T16:10:11.999Z', '06/Feb/2022:16:10:11 +0000'],
  ['2022-02-06T16:10:12.000Z', '06/Feb/2022:16:10:12 +0000'],
  ['2026-12-31T23:59:59.999Z', '31/Dec/2026:23:59:59 +0000'],
  ['2024-02-29T00:00:00.000Z', '29/Feb/2024:00:00:00 +0000'],
])('formats %s as %s', (iso, text) => {
  expect(logTime(new Date(iso))).toBe(text);
});
