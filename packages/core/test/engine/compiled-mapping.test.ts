import { compileMapping, evaluateRequest } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

test.each([
  ['request', { 'overwrite:header.x': '$request.body' }, true],
  ['request', { 'overwrite:header.x': 'a ${request.body.user.name}' }, true],
  ['response', { 'overwrite:header.x': '$response.body.code' }, true],
  ['request', { 'overwrite:header.x': '$request.header.body', 'overwrite:path': '/body' }, false],
  ['request', { 'remove:header.x': '$request.body' }, false],
  ['request', { 'remove:path': '$request.body' }, false],
  ['request', {}, false],
] as const)('a %s mapping of %j reads the body: %s', (direction, mapping, readsBody) => {
  expect(compileMapping(Object.entries(mapping), direction).readsBody).toBe(readsBody);
});

describe('query string changes', () => {
  const changed = (mapping: Record<string, string>) =>
    evaluateRequest(compileMapping(Object.entries(mapping), 'request'), {
      path: '/',
      headers: [],
      query: [['a', '1']],
      pathVariable: () => undefined,
      context: () => undefined,
      stageVariable: () => undefined,
    }).queryChanged;

  test.each<Record<string, string>>([{ 'append:querystring.a': '2' }, { 'overwrite:querystring.b': '2' }, { 'remove:querystring.a': '' }])(
    'detects a change by %j',
    (mapping) => {
      expect(changed(mapping)).toBe(true);
    },
  );

  test.each<Record<string, string>>([
    { 'append:header.a': '2' },
    { 'overwrite:path': '/x' },
    { 'append:querystring.a': '$request.header.none' },
  ])('detects no change by %j', (mapping) => {
    expect(changed(mapping)).toBe(false);
  });
});
