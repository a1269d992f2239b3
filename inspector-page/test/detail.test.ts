import { describe, expect, it } from 'vitest';
import { formatHeaders, parseHeaders } from '../src/detail/header-lines';
import { pairLines } from '../src/detail/line-diff';
import { entriesWithoutEffect, mappingRows } from '../src/detail/mapping-rows';
import type { MappingChange } from '../src/protocol';

const entry = (key: string, expression: string, value?: string): MappingChange => {
  const [, action, location, name = ''] = /^(\w+):(\w+)\.?(.*)$/.exec(key) ?? [];
  return { key, expression, action, location, name, value } as MappingChange;
};

describe('mappingRows', () => {
  const added = entry('append:header.X-User', '$request.header.user', 'ada');
  const without = entry('append:header.x-none', '$request.header.none');
  const removed = entry('remove:header.secret', '');
  const path = entry('overwrite:path', '/v2', '/v2');
  const entries = [removed, path, added, without];
  const rows = mappingRows(
    {
      path: '/books',
      query: [['a', '1']],
      headers: [
        ['Secret', 's'],
        ['host', 'h'],
      ],
    },
    {
      path: '/v2',
      query: [['a', '1']],
      headers: [
        ['host', 'h'],
        ['x-user', 'ada'],
      ],
    },
    entries,
  );

  it('names the entry that made each change, and puts changes first', () => {
    expect(rows.map(({ name, change, entry: by }) => [name, change, by?.key])).toEqual([
      ['path', 'changed', 'overwrite:path'],
      ['header secret', 'removed', 'remove:header.secret'],
      ['header x-user', 'added', 'append:header.X-User'],
      ['querystring a', 'same', undefined],
      ['header host', 'same', undefined],
    ]);
  });

  it('joins the values of a repeated header', () => {
    const [row] = mappingRows(
      { headers: [['x', '1']] },
      {
        headers: [
          ['x', '1'],
          ['X', '2'],
        ],
      },
      [entry('append:header.x', '2', '2')],
    );
    expect(row).toMatchObject({ before: '1', after: '1, 2', change: 'changed' });
  });

  it('compares status codes', () => {
    const [row] = mappingRows({ status: 404, headers: [] }, { status: 403, headers: [] }, [entry('overwrite:statuscode', '403', '403')]);
    expect(row).toMatchObject({ name: 'statuscode', before: '404', after: '403', entry: { key: 'overwrite:statuscode' } });
  });

  it('lists the entries that changed nothing', () => {
    expect(entriesWithoutEffect(rows, entries)).toEqual([without]);
  });
});

describe('pairLines', () => {
  const shown = (left: string, right: string) =>
    pairLines(left, right).map(({ left: a = '', right: b = '', same }) => `${a}${same ? '=' : '|'}${b}`);

  it('aligns equal lines', () => {
    expect(shown('a\nb\nc', 'a\nc')).toEqual(['a=a', 'b|', 'c=c']);
  });

  it('puts a line beside the one that takes its place', () => {
    expect(shown('a\nold\nz', 'a\nnew\nmore\nz')).toEqual(['a=a', 'old|new', '|more', 'z=z']);
  });

  it('compares with an empty text', () => {
    expect(shown('', 'a')).toEqual(['|a']);
    expect(shown('a', '')).toEqual(['a|']);
    expect(shown('', '')).toEqual([]);
  });

  it('compares long texts line by line', () => {
    const long = Array.from({ length: 1_500 }, (_, at) => String(at)).join('\n');
    expect(pairLines(long, `x\n${long}`)).toHaveLength(1_501);
  });
});

describe('header lines', () => {
  it('are read as they are written', () => {
    const headers = [
      ['x-a', '1: 2'],
      ['x-a', ''],
    ] as const;
    expect(parseHeaders(formatHeaders(headers))).toEqual(headers);
  });

  it('may have empty lines between them', () => {
    expect(parseHeaders('\na: 1\r\n\n b :2 \n')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it.each(['no colon', ': no name', 'a b: space'])('%j is refused with its line', (line) => {
    expect(parseHeaders(`ok: 1\n${line}`)).toBe('line 2 is not a header: write name: value');
  });
});
