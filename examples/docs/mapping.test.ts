import { MappingEvaluator } from '@apigwv2-integrations/core';
import { expect, test } from 'vitest';
import { composition, evaluation, requests, responses } from './mapping';

test('the request mapping of the guide', () => {
  const parameterMapping = requests();

  const mapped = MappingEvaluator.request(parameterMapping, {
    path: '/books/42',
    queryString: { debug: '1', q: 'x' },
    context: { requestId: 'r-1', 'authorizer.claims.sub': 'ada' },
  });

  expect(mapped.path).toBe('/v2/books/42');
  expect(mapped.headers).toEqual({ 'x-request-id': 'r-1', 'x-user': 'ada', 'x-source': 'public' });
  expect(mapped.queryString).toEqual({ q: 'x' });
});

test('the response mapping of the guide', () => {
  expect(MappingEvaluator.response(responses(), { statusCode: 404, body: '{"error":{"code":"E7"}}' })).toMatchObject({
    statusCode: 403,
    headers: { 'x-code': 'E7' },
  });
});

test('composition, and the example of the README', () => {
  const { headers, path } = evaluation(composition(requests()));

  expect({ headers, path }).toEqual({ headers: { header1: 'first', 'x-source': 'public' }, path: '/v2/books/42' });
});
