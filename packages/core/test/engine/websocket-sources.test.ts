import { checkWebSocketParameter } from '@apigwv2-integrations/core/engine';
import { expect, test } from 'vitest';

const codesOf = (source: string) => checkWebSocketParameter('integration.request.header.x', source).map(({ code }) => code);

test.each([
  'context.connectionId',
  'context.authorizer.tenant',
  'route.request.body',
  'route.request.body.a[0].b',
  'stageVariables.v',
  "'text'",
])('accepts the source %s', (source) => {
  expect(codesOf(source)).toEqual([]);
});

test.each([
  'context.conectionId',
  'context.authorizer.',
  'route.request.body.a..b',
  'route.request.body.a[?(@.x)]',
  "'it's'",
  'stageVariables.',
])('reports the source %s', (source) => {
  expect(codesOf(source)).toEqual(['WebSocketSourceInvalid']);
});
