import { describe, expect, it } from 'vitest';
import type { ExchangeSummary } from '../src/protocol';
import { compileFilter, NO_FILTER } from '../src/state/filter';
import { MAX_EXCHANGES, mergeExchanges } from '../src/state/merge';

const exchange = (id: number, more: Partial<ExchangeSummary> = {}): ExchangeSummary => ({
  id: String(id),
  kind: 'request',
  api: 'Books',
  method: 'GET',
  path: `/books/${id}`,
  startedAt: id,
  requestId: `request-${id}`,
  ...more,
});
const ids = (list: readonly ExchangeSummary[]) => list.map(({ id }) => id);

describe('mergeExchanges', () => {
  it('puts the newest first', () => {
    expect(ids(mergeExchanges([exchange(1)], [exchange(2), exchange(3)]))).toEqual(['3', '2', '1']);
  });

  it('updates an exchange in its place', () => {
    const merged = mergeExchanges([exchange(2), exchange(1)], [exchange(1, { status: 200 }), exchange(3)]);
    expect(ids(merged)).toEqual(['3', '2', '1']);
    expect(merged[2]?.status).toBe(200);
  });

  it('keeps the objects of other exchanges, so that their rows are not drawn again', () => {
    const first = exchange(1);
    expect(mergeExchanges([first], [exchange(2)])[1]).toBe(first);
  });

  it('takes the last state of an exchange that occurs twice in a batch', () => {
    expect(mergeExchanges([], [exchange(1), exchange(1, { status: 204 })])).toEqual([exchange(1, { status: 204 })]);
  });

  it('keeps a bounded number', () => {
    const merged = mergeExchanges(
      [exchange(0)],
      Array.from({ length: MAX_EXCHANGES + 5 }, (_, at) => exchange(at + 1)),
    );
    expect(merged).toHaveLength(MAX_EXCHANGES);
    expect(merged[0]?.id).toBe(String(MAX_EXCHANGES + 5));
  });
});

describe('compileFilter', () => {
  const ok = exchange(1, { status: 200, route: 'GET /books/{id}', function: 'Books/Get' });
  const missing = exchange(2, { status: 404, path: '/nope' });
  const message = exchange(3, { kind: 'message', method: 'MESSAGE', api: 'Chat', error: 'Internal server error' });
  const shown = (change: Partial<typeof NO_FILTER>) => ids([ok, missing, message].filter(compileFilter({ ...NO_FILTER, ...change })));

  it.each([
    [{}, ['1', '2', '3']],
    [{ text: 'NOPE' }, ['2']],
    [{ text: 'books/get 200' }, ['1']],
    [{ text: 'get nope 404' }, ['2']],
    [{ text: 'request-3' }, ['3']],
    [{ text: 'nothing' }, []],
    [{ api: 'Chat' }, ['3']],
    [{ method: 'GET' }, ['1', '2']],
    [{ route: 'GET /books/{id}' }, ['1']],
    [{ status: '4xx' }, ['2']],
    [{ status: 'failed' }, ['2', '3']],
    [{ status: '2xx', text: 'nope' }, []],
  ])('%j shows %j', (change, expected) => {
    expect(shown(change)).toEqual(expected);
  });
});
