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

describe('what was told', () => {
  test('holds for the construct and all that is in it', () => {
    const root = {};
    markReported(root, 'Shop/Api/Route', 'UrlInvalid');

    expect(wasReported(root, 'Shop/Api/Route', 'UrlInvalid')).toBe(true);
    expect(wasReported(root, 'Shop/Api/Route/Integration/Resource', 'UrlInvalid')).toBe(true);
    expect(wasReported(root, 'Shop/Api/Route2', 'UrlInvalid')).toBe(false);
    expect(wasReported(root, 'Shop/Api', 'UrlInvalid')).toBe(false);
    expect(wasReported(root, 'Shop/Api/Route', 'UrlTooLong')).toBe(false);
    expect(wasReported({}, 'Shop/Api/Route', 'UrlInvalid')).toBe(false);
  });

  test('is noted where no one comes across it by chance', () => {
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
])('an error is lowered by %j for the reason %s', (lowered, reason) => {
  expect(LOWERED_ERRORS).toBe('@apigwv2-integrations/core:loweredErrors');
  expect(reasonToLower(lowered, 'UrlInvalid')).toBe(reason);
});

test.each(['append:header.x-user', 'overwrite:path', 'append:header.'])('the destination %s is printed as it was written', (key) => {
  const destination = parseDestination(key);
  expect(destination && printDestination(destination)).toBe(key);
});

test('a long name is like no other', () => {
  expect(suggest('a'.repeat(65), ['a'.repeat(65)])).toBeUndefined();
});

test('of two names equally near, the first is meant', () => {
  expect(suggest('head', ['heal', 'heap'])).toBe('heal');
});

test('a response mapping is told the sources that it has', () => {
  const [problem] = checkMapping(readMapping([['append:header.x', '${nonsense.x}']]), 'response');
  expect(problem).toMatchObject({ code: 'SourceUnknown', remedy: expect.not.stringContaining('$request') });
});

test.each([
  ['/books/{ID}', 'write {ID}'],
  ['/books/{name}', "use one of the route's variables ({name}), or add {id} to the route's path"],
  ['/books', "add {id} to the route's path, or use a separate integration for this route"],
])('on the route %s, the remedy for {id} is: %s', (path, remedy) => {
  expect(checkHttpIntegrationOnRoute({ url: 'https://example.com/{id}' }, { path })).toMatchObject([
    { code: 'UrlVariableUnknown', remedy },
  ]);
});

test('what is not known is not judged on a route', () => {
  expect(checkHttpIntegrationOnRoute({}, { path: '/books' })).toEqual([]);
  expect(checkMappingOnRoute(readMapping([['append:header.a', undefined]]), '/books')).toEqual([]);
});
