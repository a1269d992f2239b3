import { checkMapping, readMapping, readWebSocketParameters, type WebSocketParameterInput } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

const message: WebSocketParameterInput = {
  body: '{"user":{"name":"Ada"}}',
  context: (name) => (name === 'connectionId' ? 'c1' : undefined),
  stageVariable: (name) => (name === 'version' ? 'v2' : undefined),
};
const handshake: WebSocketParameterInput = {
  ...message,
  body: undefined,
  handshake: {
    headers: [
      ['X-Tag', 'a'],
      ['x-tag', 'b'],
    ],
    query: [
      ['q', '1'],
      ['Q', '2'],
    ],
  },
};

const readValue = (source: string, input: WebSocketParameterInput) =>
  readWebSocketParameters([['integration.request.header.x', source]])[0]?.read(input);

describe('a request parameter of a WebSocket API', () => {
  test.each([
    ["'fixed'", 'fixed'],
    ['context.connectionId', 'c1'],
    ['context.nothing', undefined],
    ['stageVariables.version', 'v2'],
    ['route.request.body', '{"user":{"name":"Ada"}}'],
    ['route.request.body.user.name', 'Ada'],
    ['route.request.body.user.age', undefined],
    ['route.request.bodyguard', undefined],
    ['route.request.header.X-Tag', undefined],
    ['route.request.querystring.q', undefined],
    ['$request.body', undefined],
  ])('reads %s of a message as %j', (source, value) => {
    expect(readValue(source, message)).toBe(value);
  });

  test.each([
    ['route.request.header.X-TAG', 'b'],
    ['route.request.multivalueheader.x-tag', 'a,b'],
    ['route.request.multivalueheader.none', undefined],
    ['route.request.querystring.q', '1'],
    ['route.request.multivaluequerystring.Q', '2'],
  ])('reads %s of a handshake as %j', (source, value) => {
    expect(readValue(source, handshake)).toBe(value);
  });

  test('writes a header, a query string parameter or a path variable, and nothing else', () => {
    const parameters = readWebSocketParameters([
      ['integration.request.header.a', "'1'"],
      ['integration.request.querystring.b', "'2'"],
      ['integration.request.path.c', "'3'"],
      ['integration.request.body', "'4'"],
    ]);
    expect(parameters.map(({ destination, source, location, name }) => [destination, source, location, name])).toEqual([
      ['integration.request.header.a', "'1'", 'header', 'a'],
      ['integration.request.querystring.b', "'2'", 'querystring', 'b'],
      ['integration.request.path.c', "'3'", 'path', 'c'],
    ]);
  });
});

test('a problem contains the span of the faulty part of its value', () => {
  const [problem] = checkMapping(readMapping([['append:header.x', 'a ${request.heder.user}']]), 'request');
  expect(problem).toMatchObject({ code: 'SourceUnknown', span: { start: 2, end: 23 } });
});
