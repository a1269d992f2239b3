import { describe, expect, it } from 'vitest';
import { connection, disconnect, frameOf, handshake, integration, message, response } from './support';

const mock = (properties: object = {}) => ({ IntegrationType: 'MOCK', ...properties });
const OK = { RequestTemplates: { $default: '{"statusCode": 200}' }, TemplateSelectionExpression: '\\$default' };
const ECHO = { Any: response('$default', { ResponseTemplates: { $default: 'answer' } }) };

describe('MOCK', () => {
  it.each(['/200/', '$default'])('W70: answers with the template of %s, white space kept', async (key) => {
    const more = { Response: response(key, { TemplateSelectionExpression: '200', ResponseTemplates: { 200: ' {"a":\n1 } ' } }) };
    const properties = mock({ TemplateSelectionExpression: '200', RequestTemplates: { 200: '{"statusCode": 200}' } });
    expect(await frameOf(integration(properties, { more }).run(message('x')))).toBe(' {"a":\n1 } ');
  });

  it.each([
    ['CONNECT', handshake()],
    ['MESSAGE', message('x')],
    ['DISCONNECT', disconnect()],
  ])('W71: applies the template application/json without an expression, on %s', async (_, run) => {
    const properties = mock({ RequestTemplates: { 'application/json': '{"statusCode": 204}', other: '{"statusCode": 400}' } });
    expect(await integration(properties, { more: ECHO }).run(run)).toMatchObject({ kind: 'response', statusCode: 204, body: 'answer' });
  });

  it('W25: accepts a handshake', async () => {
    expect(await integration(mock(OK), { more: { Ok: response('/200/') } }).run(handshake())).toEqual({
      kind: 'response',
      statusCode: 200,
      headers: [],
    });
  });

  it.each(['{statusCode: 200}', "{'statusCode': 200,}"])('W75: accepts %s', async (template) => {
    const properties = mock({ RequestTemplates: { $default: template } });
    expect(await integration(properties, { more: ECHO }).run(message('x'))).toMatchObject({ statusCode: 200, body: 'answer' });
  });

  it('W76: answers a message without a template with an error frame', async () => {
    expect(await integration(mock(), { more: ECHO }).run(message('hello'))).toMatchObject({
      kind: 'failed',
      message: 'Internal server error',
      reason: expect.stringContaining('has no statusCode'),
    });
  });

  it('V16: does not show the message to the response template (LSC)', async () => {
    const more = { Any: response('$default', { ResponseTemplates: { $default: '$input.body|$input.json("$")' } }) };
    expect(await frameOf(integration(mock(OK), { more }).run(message('{"a":1}')))).toBe('{}|{}');
  });

  it('sends no frame without a response template', async () => {
    expect(await frameOf(integration(mock(OK), { more: { Any: response('$default') } }).run(message('x')))).toBeUndefined();
  });

  it('answers nothing without integration responses', async () => {
    expect(await integration(mock(OK)).run(message('x'))).toEqual({ kind: 'response', statusCode: 200, headers: [] });
  });

  it('answers a status that no integration response has with an error frame', async () => {
    expect(await integration(mock(OK), { more: { Bad: response('/400/') } }).run(message('x'))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('no integration response for 200'),
    });
  });

  it('prefers a matching expression to $default', async () => {
    const more = {
      Any: response('$default', { ResponseTemplates: { a: 'any' } }),
      Ok: response('/2\\d\\d/', { ResponseTemplates: { a: 'ok' } }),
    };
    expect(await frameOf(integration(mock(OK), { more }).run(message('x')))).toBe('ok');
  });
});

describe('the context of templates', () => {
  const printed = (template: string, run = message('{"a":1}')) =>
    frameOf(integration(mock(OK), { more: { Any: response('$default', { ResponseTemplates: { $default: template } }) } }).run(run));

  it('V8, V9: is printed whole in the order of the service (LSX:ws)', async () => {
    expect(await printed('$context')).toBe(
      '{routeKey=send, disconnectStatusCode=null, messageId=messagemessage1=, eventType=MESSAGE, extendedRequestId=requestrequest1=, ' +
        'requestTime=16/May/2022:17:30:27 +0000, messageDirection=IN, disconnectReason=null, stage=dev, connectedAt=1652722217711, ' +
        'requestTimeEpoch=1652722227357, identity={cognitoIdentityPoolId=null, cognitoIdentityId=null, principalOrgId=null, ' +
        'cognitoAuthenticationType=null, userArn=null, userAgent=tests/1, accountId=null, caller=null, sourceIp=127.0.0.1, accessKey=null, ' +
        'cognitoAuthenticationProvider=null, user=null}, requestId=requestrequest1=, domainName=localhost:3001, ' +
        'connectionId=SOqGjdZioAMCEeg=, apiId=abcdefghij}',
    );
  });

  it('W28: has the API key as it was sent', async () => {
    expect(await printed('$context.identity.apiKey', message('x', { connection: connection({ apiKey: 'key' }) }))).toBe('key');
  });

  it('has the caller', async () => {
    const caller = { kind: 'lambda', principalId: 'user', context: { room: 'one' }, integrationLatency: 3 } as const;
    const run = message('x', { connection: connection({ caller }) });
    expect(await printed('$context.authorizer.principalId $context.authorizer.room', run)).toBe('user one');
    const signed = message('x', { connection: connection({ caller: { kind: 'iam', accessKey: 'AKIA' } }) });
    expect(await printed('$context.identity.accessKey $context.identity.accountId', signed)).toBe('AKIA 123456789012');
  });

  it('has why a connection ended', async () => {
    expect(await printed('$context.disconnectStatusCode $context.disconnectReason', disconnect())).toBe('1001 Going away');
  });

  it('V10, V15: counts with times, and reads stage variables', async () => {
    expect(await printed('#set($t = $context.requestTimeEpoch + 86400)$t $stageVariables.name')).toBe('1652722313757 orders');
  });
});

describe('template selection', () => {
  const statuses = (RequestTemplates: object, TemplateSelectionExpression?: string) =>
    mock({ RequestTemplates, TemplateSelectionExpression });
  const status = async (properties: object, run = message('{"value":"B","action":"x"}')) => {
    const result = await integration(properties).run(run);
    return result.kind === 'response' ? result.statusCode : result.reason;
  };
  const code = (statusCode: number) => JSON.stringify({ statusCode });

  it('W72: falls back to $default', async () => {
    expect(await status(statuses({ $default: code(201) }, 'default'))).toBe(201);
  });

  it('W73: selects the key that the message has', async () => {
    const templates = statuses({ A: code(201), B: code(202), C: code(203) }, '$request.body.value');
    expect(await status(templates)).toBe(202);
    expect(await status(templates, message('{"value":"C"}'))).toBe(203);
  });

  it('W74: takes an expression without a dollar sign literally', async () => {
    expect(await status(statuses({ $default: code(201), x: code(202) }, 'request.body.action'))).toBe(201);
  });

  it('reads an escaped $default', async () => {
    expect(await status(statuses({ $default: code(201), other: code(202) }, '\\$default'))).toBe(201);
  });

  it('evaluates a template that the expression selects with the message', async () => {
    expect(await status(statuses({ $default: '{"statusCode": $input.path("$.code")}' }), message('{"code":403}'))).toBe(403);
  });

  it('answers a template that cannot be evaluated with an error frame', async () => {
    expect(await status(statuses({ $default: '$util.parseJson("no").x' }))).toContain('its template cannot be evaluated');
  });

  it('answers an invalid template with an error frame', async () => {
    expect(await status(statuses({ $default: '#if(' }))).toContain('is invalid');
  });
});

describe('response template selection', () => {
  const answered = (ResponseTemplates: object, TemplateSelectionExpression?: string) =>
    frameOf(
      integration(mock(OK), { more: { Any: response('$default', { ResponseTemplates, TemplateSelectionExpression }) } }).run(
        message('{"value":"B"}'),
      ),
    );

  it.each(['200', '$default', 'anything'])('W77: uses the only template %s without an expression', async (key) => {
    expect(await answered({ [key]: 'only' })).toBe('only');
  });

  it('W78: reads the status code', async () => {
    expect(await answered({ $default: 'any', 200: 'by status' }, '${integration.response.statuscode}')).toBe('by status');
  });

  it('W80: does not read the response body', async () => {
    expect(await answered({ $default: 'any' }, '$integration.response.body.errorMessage')).toBe('any');
  });

  it('reads the message', async () => {
    expect(await answered({ $default: 'any', 'B!': 'by message' }, '${request.body.value}!')).toBe('by message');
  });
});

describe('passthrough', () => {
  const code = '{"statusCode": 299}';
  const passing = (PassthroughBehavior: string | undefined, properties: object = {}) =>
    integration(mock({ PassthroughBehavior, ...properties }));

  it.each([undefined, 'WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES'])('W93: %s passes on the message without templates', async (behavior) => {
    expect(await passing(behavior).run(message(code))).toMatchObject({ statusCode: 299 });
  });

  it('W93: WHEN_NO_MATCH passes on a message that selects no template', async () => {
    const selecting = { RequestTemplates: { a: '{"statusCode": 200}' }, TemplateSelectionExpression: '$request.body.key' };
    expect(await passing('WHEN_NO_MATCH', selecting).run(message(code))).toMatchObject({ statusCode: 299 });
  });

  it.each([
    ['WHEN_NO_TEMPLATES', { RequestTemplates: { a: code }, TemplateSelectionExpression: '$request.body.key' }],
    ['NEVER', {}],
    ['NEVER', { RequestTemplates: { a: code }, TemplateSelectionExpression: '$request.body.key' }],
  ])('W92: %s refuses a message without a template', async (behavior, properties) => {
    expect(await passing(behavior, properties).run(message(code))).toMatchObject({
      kind: 'failed',
      message: 'Internal server error',
      statusCode: 415,
    });
  });
});

describe('content handling of responses', () => {
  const converted = (ContentHandlingStrategy: string, template: string) => {
    const more = { Any: response('$default', { ContentHandlingStrategy, ResponseTemplates: { $default: template } }) };
    return frameOf(integration(mock(OK), { more }).run(message('x')));
  };

  it('leaves what a template prints as it is', async () => {
    expect(await converted('CONVERT_TO_TEXT', 'text')).toBe('text');
  });
});
