import { describe, expect, test } from 'vitest';
import { WAYS } from '../ways';
import { also, answers, errorFrame, play, templates } from './support';

const mock = (selection: string | undefined, requests: Readonly<Record<string, string>>) => ({
  IntegrationType: 'MOCK',
  ...templates(selection, requests),
});
const OK = mock('\\$default', { $default: '{"statusCode": 200}' });

describe.each(WAYS)('MOCK integrations over $way', (way) => {
  // Recorded on the service: localstack-ext, test_websocket_apis.
  test('W25, W70: a mock accepts a handshake, and its template is the frame, white space kept', async () => {
    const integration = mock('200', { 200: '{"statusCode": 200}' });
    const { ask } = await play(way, { integration, responses: { '/200/': answers('200', { 200: ' {"a":\n  1}' }) }, connects: true });
    expect(await ask('x')).toBe(' {"a":\n  1}');
  });

  test('W71: the template application/json needs no expression', async () => {
    const integration = mock(undefined, { 'application/json': '{"statusCode": 200}' });
    const { ask } = await play(way, { integration, responses: { $default: answers(undefined, { $default: 'ok' }) }, connects: true });
    expect(await ask('x')).toBe('ok');
  });

  test('W72: an expression that selects nothing falls back to $default', async () => {
    const integration = mock('default', { $default: '{"statusCode": 200}' });
    expect(await (await play(way, { integration, responses: { $default: answers('x', { $default: 'any' }) } })).ask('x')).toBe('any');
  });

  test('W73: an expression selects by the message', async () => {
    const integration = mock('$request.body.value', { A: '{"statusCode": 201}', B: '{"statusCode": 202}', C: '{"statusCode": 203}' });
    const responses = {
      '/201/': answers(undefined, { a: 'A' }),
      '/202/': answers(undefined, { a: 'B' }),
      '/203/': answers(undefined, { a: 'C' }),
    };
    const { ask } = await play(way, { integration, responses });
    expect(await Promise.all(['A', 'B', 'C'].map((value) => ask(JSON.stringify({ value }))))).toEqual(['A', 'B', 'C']);
  });

  // aws-samples/serverless-patterns, apigw-websocket-api-sns.
  test('W74: an expression without a dollar sign is text', async () => {
    const integration = mock('request.body.action', { $default: '{"statusCode": 200}', go: '{"statusCode": 400}' });
    const responses = { '/200/': answers(undefined, { a: 'default' }), '/400/': answers(undefined, { a: 'go' }) };
    expect(await (await play(way, { integration, responses })).ask('{"action":"go"}')).toBe('default');
  });

  // localstack, test_integration_mock_with_path_param; airspeed's harness.
  test.each(['{statusCode: 200}', '{"statusCode": 200,}'])('W75: %s has a status code', async (template) => {
    const { ask } = await play(way, {
      integration: mock('\\$default', { $default: template }),
      responses: { '/200/': answers(undefined, { a: 'ok' }) },
    });
    expect(await ask('x')).toBe('ok');
  });

  test('W76: without a template, a message gets an error frame', async () => {
    expect(await (await play(way, { integration: { IntegrationType: 'MOCK' } })).ask('hello')).toMatch(errorFrame('Internal server error'));
  });

  test.each(['200', '$default'])('W77: the only response template %s needs no expression', async (key) => {
    expect(await (await play(way, { integration: OK, responses: { $default: answers(undefined, { [key]: 'only' }) } })).ask('x')).toBe(
      'only',
    );
  });

  test('W28: the context has the API key that was sent', async () => {
    const responses = { $default: answers(undefined, { a: '$context.identity.apiKey' }) };
    const { connect } = await play(way, { integration: OK, responses });
    const client = await connect({ headers: { 'x-api-key': 'not required' } });
    client.send('x');
    expect(await client.next()).toBe('not required');
  });

  // Stack Overflow 70742479.
  test('5.1: the context is printed in the order of the service', async () => {
    const responses = { $default: answers(undefined, { a: '$context' }) };
    expect(await (await play(way, { integration: OK, responses })).ask('x')).toMatch(
      /^\{routeKey=\$default, disconnectStatusCode=null, messageId=[\w-]{15}=, eventType=MESSAGE, extendedRequestId=([\w-]{15}=), requestTime=.* \+0000, messageDirection=IN, disconnectReason=null, stage=dev, connectedAt=\d{13}, requestTimeEpoch=\d{13}, identity=\{cognitoIdentityPoolId=null, .*\}, requestId=\1, domainName=[^,]+, connectionId=[\w-]{15}=, apiId=[a-z0-9]{10}\}$/,
    );
  });

  test.each(['NEVER', 'WHEN_NO_TEMPLATES'])('W92: %s refuses a message that selects no template', async (PassthroughBehavior) => {
    const integration = { ...mock('$request.body.key', { a: '{"statusCode": 200}' }), PassthroughBehavior };
    expect(await (await play(way, { integration })).ask('{"statusCode": 200}')).toMatch(errorFrame('Internal server error'));
  });

  test('W93: WHEN_NO_MATCH passes on a message that selects no template', async () => {
    const integration = mock('$request.body.key', { a: '{"statusCode": 500}' });
    const responses = { '/299/': answers(undefined, { a: 'passed on' }), '/500/': answers(undefined, { a: 'template' }) };
    expect(await (await play(way, { integration, responses })).ask('{"statusCode": 299}')).toBe('passed on');
  });

  test('a template that fails gets an error frame, and the connection stays open', async () => {
    const { connected } = await play(way, {
      integration: mock('\\$default', { $default: '$util.parseJson($input.path("$.x")){"statusCode": 200}' }),
      responses: { $default: answers(undefined, { a: 'ok' }) },
    });
    const client = await connected();
    client.send('{"x":"no JSON"}');
    expect(await client.next()).toMatch(errorFrame('Internal server error'));
    client.send('{"x":"{}"}');
    expect(await client.next()).toMatch(errorFrame('Internal server error'));
  });
});

const model = (schema: object) => ({
  Model: {
    Type: 'AWS::ApiGatewayV2::Model',
    Properties: { ApiId: { Ref: 'Api' }, Name: 'Chat', ContentType: 'application/json', Schema: schema },
  },
});

describe.each(WAYS)('models over $way', (way) => {
  const CHAT = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['text'] };
  const validating = (ModelSelectionExpression: string, RequestModels: object, schema: object = CHAT) =>
    play(way, {
      integration: OK,
      chat: {
        twoWay: [],
        more: {
          ...model(schema),
          ...also('$default', OK),
          AlsoRoute: {
            Type: 'AWS::ApiGatewayV2::Route',
            Properties: {
              ApiId: { Ref: 'Api' },
              RouteKey: '$default',
              Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Also' }]] },
              ModelSelectionExpression,
              RequestModels,
            },
          },
          AlsoResponse: {
            Type: 'AWS::ApiGatewayV2::IntegrationResponse',
            Properties: {
              ApiId: { Ref: 'Api' },
              IntegrationId: { Ref: 'Also' },
              IntegrationResponseKey: '$default',
              ...answers(undefined, { a: 'valid' }),
            },
          },
        },
      },
    });
  const BAD = /^\{"message" : "Bad request body", "connectionId": "[\w-]{15}=", "messageId": "[\w-]{15}="\}$/;

  // The developer guide, routes and integrations.
  test('W95: an invalid message gets the frame of the service, and the connection stays open', async () => {
    const { connected } = await validating('\\$default', { $default: 'Chat' });
    const client = await connected();
    for (const message of ['{"other":1}', '[]', 'no JSON']) {
      client.send(message);
      expect(await client.next()).toMatch(BAD);
    }
    client.send('{"text":"hello"}');
    expect(await client.next()).toBe('valid');
  });

  // The developer guide, request validation.
  test('W96: a message that selects no model is invalid', async () => {
    const { ask } = await validating('$request.body.kind', { chat: 'Chat' });
    expect(await ask('{"kind":"chat","text":"hello"}')).toBe('valid');
    expect(await ask('{"kind":"other","text":"hello"}')).toMatch(BAD);
  });

  // localstack, test_apigateway_common: REST APIs.
  test('W97: models have references and oneOf', async () => {
    const schema = {
      definitions: { a: { required: ['a'] }, b: { required: ['b'] } },
      oneOf: [{ $ref: '#/definitions/a' }, { $ref: '#/definitions/b' }],
    };
    const { ask } = await validating('\\$default', { $default: 'Chat' }, schema);
    expect(await ask('{"a":1}')).toBe('valid');
    expect(await ask('{"a":1,"b":1}')).toMatch(BAD);
  });
});
