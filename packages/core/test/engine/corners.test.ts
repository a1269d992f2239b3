import {
  checkHttpIntegrationOnRoute,
  checkMapping,
  checkMappingOnRoute,
  LOWERED_ERRORS,
  markReported,
  parseDestination,
  printDestination,
  readMapping,
  reasonToLower,
  suggest,
  wasReported,
} from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

describe('reported problems', () => {
  test('applies to the construct and its children', () => {
    const root = {};
    markReported(root, 'Shop/Api/Route', 'UrlInvalid');

    expect(wasReported(root, 'Shop/Api/Route', 'UrlInvalid')).toBe(true);
    expect(wasReported(root, 'Shop/Api/Route/Integration/Resource', 'UrlInvalid')).toBe(true);
    expect(wasReported(root, 'Shop/Api/Route2', 'UrlInvalid')).toBe(false);
    expect(wasReported(root, 'Shop/Api', 'UrlInvalid')).toBe(false);
    expect(wasReported(root, 'Shop/Api/Route', 'UrlTooLong')).toBe(false);
    expect(wasReported({}, 'Shop/Api/Route', 'UrlInvalid')).toBe(false);
  });

  test('does not store the record in an enumerable property', () => {
    const root = {};
    markReported(root, '', 'UrlInvalid');

    expect(Object.keys(root)).toEqual([]);
    expect(wasReported(root, '', 'UrlInvalid')).toBe(false);
  });
});

test.each([
  [{ UrlInvalid: 'case 123' }, 'case 123'],
  [{ UrlInvalid: ' ' }, undefined],
  [{ UrlInvalid: true }, undefined],
  [{}, undefined],
  [null, undefined],
  ['UrlInvalid', undefined],
])('lowers an error by %j for the reason %s', (lowered, reason) => {
  expect(LOWERED_ERRORS).toBe('@apigwv2-integrations/core:loweredErrors');
  expect(reasonToLower(lowered, 'UrlInvalid')).toBe(reason);
});

test.each(['append:header.x-user', 'overwrite:path', 'append:header.'])('prints the destination %s unchanged', (key) => {
  const destination = parseDestination(key);
  expect(destination && printDestination(destination)).toBe(key);
});

test('suggests nothing for a long name', () => {
  expect(suggest('a'.repeat(65), ['a'.repeat(65)])).toBeUndefined();
});

test('suggests the first of two equally similar names', () => {
  expect(suggest('head', ['heal', 'heap'])).toBe('heal');
});

test('lists the sources of response mappings in the remedy', () => {
  const [problem] = checkMapping(readMapping([['append:header.x', '${nonsense.x}']]), 'response');
  expect(problem).toMatchObject({ code: 'SourceUnknown', remedy: expect.not.stringContaining('$request') });
});

test.each([
  ['/books/{ID}', 'write {ID}'],
  ['/books/{name}', "use one of the route's variables ({name}), or add {id} to the route's path"],
  ['/books', "add {id} to the route's path, or use a separate integration for this route"],
])('on the route %s, suggests for {id}: %s', (path, remedy) => {
  expect(checkHttpIntegrationOnRoute({ url: 'https://example.com/{id}' }, { path })).toMatchObject([
    { code: 'UrlVariableUnknown', remedy },
  ]);
});

test('does not check unknown values on a route', () => {
  expect(checkHttpIntegrationOnRoute({}, { path: '/books' })).toEqual([]);
  expect(checkMappingOnRoute(readMapping([['append:header.a', undefined]]), '/books')).toEqual([]);
});
