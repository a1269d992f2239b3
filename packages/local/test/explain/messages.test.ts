import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { GatewayOptions } from '../../src/gateway-options';
import { type ConnectRequest, type HandshakeError, LocalGateway, type MessageEntry, type ServedWebSocketApi } from '../../src/index';
import { stage } from '../support';
import { type Chat, chatTemplate, wsRoute } from '../websocket-api/app';
import { also } from '../websocket-api/cases/support';
import { response } from '../websocket-api/integrations/support';

const seed = Number(process.env.TEST_SEED);

async function load(chat: Chat, options: GatewayOptions = {}) {
  const gateway = await LocalGateway.load(chatTemplate(chat), {
    functions: { '*': async () => ({ statusCode: 200, body: 'answer' }) },
    ...options,
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

const explain = async (chat: Chat, message: string, options?: GatewayOptions) => (await load(chat, options)).explain(message);

const MOCK = { IntegrationType: 'MOCK', IntegrationUri: undefined, TemplateSelectionExpression: '\\$default' };

describe('an explanation of a message', () => {
  test('lists the routes that it could take', async () => {
    const chat = { routes: ['$connect', 'send', 'join'], twoWay: ['$default'] };
    expect(await explain(chat, '{"action":"send"}')).toMatchObject({
      protocol: 'WEBSOCKET',
      api: 'chat',
      stage: { name: 'dev' },
      routeSelectionExpression: '$request.body.action',
      selectedKey: 'send',
      route: 'send',
      answered: true,
      candidates: [
        { route: 'send', selected: true, because: 'the route selection expression evaluates to its key' },
        { route: '$default', selected: false, because: 'it is used only if no other route has the key' },
      ],
      otherRoutes: 2,
      returnsResponse: false,
      outcome: 'send invokes the function Fn; the client gets no response, because the route has no route response',
    });
    expect(await explain(chat, '{"action":"$connect"}')).toMatchObject({
      route: '$default',
      candidates: [
        { route: '$connect', selected: false, because: expect.stringContaining('messages never reach it') },
        { route: '$default', selected: true, because: 'no other route has the key' },
      ],
      outcome: '$default invokes the function Fn, and its response is sent to the client',
    });
    expect(await explain({ routes: ['send'] }, 'no JSON')).toMatchObject({
      answered: false,
      candidates: [],
      outcome: 'the client gets the error Forbidden: no route matches the message, and the API has no $default route',
    });
  });

  test('has the frame of a mock integration', async () => {
    const gateway = await load({
      integration: { ...MOCK, RequestTemplates: { $default: '{"statusCode": 200}' } },
      twoWay: ['$default'],
      more: {
        Any: response('$default', { ResponseTemplates: { $default: 'stage $context.stage' }, TemplateSelectionExpression: '\\$default' }),
        Bad: response('/4\\d\\d/'),
      },
    });
    const explained = await gateway.explain('hello');
    const client = await gateway.connect({ path: '/dev' });
    client.send('hello');

    expect(explained).toMatchObject({
      template: { selection: '\\$default', key: '$default', passthrough: 'WHEN_NO_MATCH', body: '{"statusCode": 200}' },
      integration: { kind: 'mock' },
      integrationResponses: [
        { key: '$default', templates: ['$default'] },
        { key: '/4\\d\\d/', templates: [] },
      ],
      outcome: '$default is answered by the gateway itself, and sends a frame to the client',
    });
    expect(explained.frame).toBe(await client.next());
    expect(explained.frame).toBe('stage dev');
  });

  test.each<[string, object, string, string]>([
    [
      'that prints no status',
      { RequestTemplates: { $default: '{}' } },
      'any',
      'Internal server error: the request of the mock integration has no statusCode',
    ],
    [
      'that does not exist, with NEVER',
      { TemplateSelectionExpression: '$request.body.kind', RequestTemplates: { a: 'x' }, PassthroughBehavior: 'NEVER' },
      '{"kind":"b"}',
      'Internal server error: integration Int has no template for the message, and its PassthroughBehavior is NEVER',
    ],
  ])('shows the problem of a template %s', async (_, properties, message, problem) => {
    const { outcome, frame } = await explain({ integration: { ...MOCK, ...properties }, twoWay: ['$default'] }, message);
    expect(outcome).toContain(`$default answers with the error ${problem}`);
    expect(frame).toBeUndefined();
  });

  test('has the request of an HTTP integration', async () => {
    let received: { url?: string; header?: unknown; body: string } | undefined;
    const server = createServer((request, reply) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        received = { url: request.url, header: request.headers['x-id'], body };
        reply.end('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const gateway = await load({
      integration: {
        IntegrationType: 'HTTP',
        IntegrationMethod: 'POST',
        IntegrationUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rooms/{room}`,
        TemplateSelectionExpression: '$request.body.kind',
        RequestTemplates: { chat: '{"text": $input.json("$.text")}' },
        RequestParameters: {
          'integration.request.path.room': 'route.request.body.room',
          'integration.request.header.x-id': "'7'",
          'integration.request.header.x-none': 'route.request.body.none',
          'integration.request.querystring.stage': 'context.stage',
        },
      },
      twoWay: ['$default'],
      more: { Any: response('$default') },
    });
    const message = '{"kind":"chat","room":"a","text":"hello"}';
    const explained = await gateway.explain(message);
    const client = await gateway.connect({ path: '/dev' });
    client.send(message);
    await client.next();

    expect(explained.template).toMatchObject({ key: 'chat', body: received?.body });
    expect(explained.integration?.target).toContain(`POST http://127.0.0.1:`);
    expect(explained.integration?.target.endsWith(received?.url ?? '-')).toBe(true);
    expect(received?.url).toBe('/rooms/a?stage=dev');
    expect(explained.mapping?.map(({ value, effect }) => [value, effect])).toEqual([
      ['a', 'sets the path variable room'],
      [received?.header, 'sets the header x-id'],
      [undefined, 'is skipped: the message has no value for it'],
      ['dev', 'sets the query parameter stage'],
    ]);
  });

  test.each<[string, object, object]>([
    [
      'a private integration',
      {
        IntegrationType: 'HTTP_PROXY',
        IntegrationUri: 'http://internal.example/in',
        IntegrationMethod: 'POST',
        ConnectionType: 'VPC_LINK',
        ConnectionId: { Ref: 'Link' },
      },
      { kind: 'private', target: 'POST /in of Link', obstacle: expect.stringContaining('--target') },
    ],
    [
      'an AWS service',
      { IntegrationType: 'AWS', IntegrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem', IntegrationMethod: 'POST' },
      { kind: 'action', target: 'dynamodb PutItem in eu-west-1', obstacle: expect.stringContaining('--endpoint dynamodb=') },
    ],
    [
      'a URL that lacks a path parameter',
      { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example/{id}', IntegrationMethod: 'POST' },
      { kind: 'url', target: 'no URL', obstacle: expect.stringContaining('needs {id}') },
    ],
    [
      'a service path that lacks a path parameter',
      { IntegrationType: 'AWS', IntegrationUri: 'arn:aws:apigateway:eu-west-1:sqs:path/1/{queue}', IntegrationMethod: 'POST' },
      { kind: 'action', obstacle: expect.stringContaining('needs {queue}') },
    ],
  ])('names the target of %s', async (_, properties, expected) => {
    const more = { Link: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'link' } } };
    const { integration } = await explain({ integration: properties, twoWay: ['$default'], more }, 'any', {});
    expect(integration).toMatchObject(expected);
  });

  test('says that a message does not match the model of its route', async () => {
    const chat = {
      more: {
        Chat: {
          Type: 'AWS::ApiGatewayV2::Model',
          Properties: {
            ApiId: { Ref: 'Api' },
            Name: 'Chat',
            ContentType: 'application/json',
            Schema: { type: 'object', required: ['text'] },
          },
        },
        Send: wsRoute('send', 'Int', { ModelSelectionExpression: '\\$default', RequestModels: { $default: 'Chat' } }),
      },
    };
    expect(await explain(chat, '{"action":"send"}')).toMatchObject({
      validation: { selection: '\\$default', problem: expect.stringContaining("must have required property 'text'") },
      outcome: expect.stringContaining('send answers with the error Bad request body'),
    });
    expect((await explain(chat, '{"action":"send","text":"x"}')).validation).toEqual({ selection: '\\$default' });
  });

  test('says why a route is not served, and what it lacks on the service', async () => {
    const broken = { more: { Send: wsRoute('send', 'None') } };
    expect(await explain({ ...broken, twoWay: ['$default'] }, '{"action":"send"}')).toMatchObject({
      integration: { kind: 'unserved' },
      outcome: expect.stringContaining('send is not served: its integration'),
    });
    const forbidden = { more: { FnPermission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'other' } } } };
    expect(await explain({ ...forbidden, twoWay: ['$default'] }, 'any')).toMatchObject({
      integration: { permissionStatus: 'missing' },
      findings: expect.arrayContaining([expect.objectContaining({ code: 'InvokePermissionMissing' })]),
      outcome: expect.stringContaining('$default answers with the error Internal server error after deployment: no permission'),
    });
  });

  test('uses the variables of the stage of the connection', async () => {
    const chat: Chat = {
      stages: ['dev', 'prod'],
      stage: { StageVariables: { host: 'a.example' } },
      integration: { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://${stageVariables.host}/x', IntegrationMethod: 'POST' },
      twoWay: ['$default'],
    };
    const gateway = await load(chat);
    const [api] = gateway.apis;
    expect(api?.protocol === 'WEBSOCKET' && (await api.explain('x', { stage: 'prod' }))).toMatchObject({
      stage: { name: 'prod' },
      integration: { target: 'POST https://a.example/x' },
      outcome: '$default sends POST https://a.example/x, and its response is sent to the client',
    });
  });

  test('invokes the function that the stage names', async () => {
    const chat: Chat = {
      stages: ['dev', 'prod'],
      function: { FunctionName: 'chat' },
      integration: { IntegrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}' },
      twoWay: ['$default'],
      more: { Stage0: stage('dev', { StageVariables: { fn: 'chat' } }) },
    };
    const gateway = await load(chat);
    const api = gateway.api('chat') as ServedWebSocketApi;
    expect(await api.explain('x', { stage: 'dev' })).toMatchObject({
      integration: { kind: 'lambda-by-stage', target: 'Fn in stage dev' },
      outcome: '$default invokes the function Fn, and its response is sent to the client',
    });
    expect(await api.explain('x', { stage: 'prod' })).toMatchObject({
      integration: { target: 'no function in stage prod' },
      outcome: expect.stringContaining('$default answers with the error Internal server error: '),
    });
  });

  test.each<[string, object, string]>([
    [
      'what the integration response makes of it',
      { IntegrationType: 'HTTP', IntegrationUri: 'https://a.example', IntegrationMethod: 'POST' },
      'is sent to the client',
    ],
    [
      'no frame',
      { ...MOCK, RequestTemplates: { $default: '{"statusCode": 200}' } },
      'no frame is sent, because the response template is empty',
    ],
  ])('says that the client gets %s', async (_, properties, text) => {
    const { outcome } = await explain({ integration: properties, twoWay: ['$default'] }, 'any');
    expect(outcome).toContain(text);
  });

  const expressions = ['$request.body.action', '${request.body.type}.${request.body.action}', '$request.body', 'send', '\\$default'];
  const text = fc.oneof(
    fc
      .record({ action: fc.constantFrom('send', 'join', '$connect', 'none', 7), type: fc.constantFrom('a', 'b') }, { requiredKeys: [] })
      .map((value) => JSON.stringify(value)),
    fc.constantFrom('send', 'no JSON', '[]', '{}'),
  );

  test(`has the route that the gateway selects (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...expressions),
        fc.subarray(['send', 'join', 'a.send', '$connect', '$default']),
        fc.array(text, { minLength: 1, maxLength: 6 }),
        async (RouteSelectionExpression, twoWay, messages) => {
          const entries: MessageEntry[] = [];
          const gateway = await LocalGateway.load(chatTemplate({ api: { RouteSelectionExpression }, twoWay }), {
            functions: { '*': async () => ({ statusCode: 200, body: 'answer' }) },
            log: (entry) => entry.kind === 'message' && entries.push(entry),
          });
          const client = await gateway.connect({ path: '/dev' });
          for (const message of messages) {
            client.send(message);
            await client.next();
            const { route, answered } = await gateway.explain(message);
            expect(route).toBe(entries.at(-1)?.route);
            expect(answered).toBe(entries.at(-1)?.answer === 'response');
          }
          client.close();
          await gateway.close();
        },
      ),
      { numRuns: 30, seed },
    );
  });

  test('has the findings of the resources on its way', async () => {
    const more = also('join', { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example', TimeoutInMillis: 1 });
    const codesFor = async (message: string) => (await explain({ twoWay: ['send'], more }, message)).findings.map(({ code }) => code);

    expect(await codesFor('{"action":"join"}')).toContain('TimeoutOutOfRange');
    expect(await codesFor('{"action":"send"}')).not.toContain('TimeoutOutOfRange');
  });
});

describe('an explanation of a handshake', () => {
  const authorizer = (properties: object = {}) => ({
    Users: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        Name: 'Users',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
        IdentitySource: ['route.request.querystring.token'],
        ...properties,
      },
    },
  });
  const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } };

  async function explainConnect(chat: Chat, request: ConnectRequest) {
    const gateway = await load(chat);
    const [api] = gateway.apis;
    const explanation = await (api as ServedWebSocketApi).explain(request);
    const refused = await gateway.connect(request).then(
      (client) => {
        client.close();
        return undefined;
      },
      (error: HandshakeError) => error.response.statusCode,
    );
    return { explanation, refused };
  }

  test.each<[string, Chat, ConnectRequest, string]>([
    [
      'another path',
      { routes: ['$connect'] },
      { path: '/none' },
      'the handshake is refused with 403: the path must be that of a stage: /dev',
    ],
    [
      'no value for an identity source',
      { routes: ['$connect'], connect: custom, more: authorizer() },
      { path: '/dev' },
      'the handshake is refused with 401: the request has no value for the identity source route.request.querystring.token of authorizer Users',
    ],
    [
      'no API key',
      { routes: ['$connect'], connect: { ApiKeyRequired: true } },
      { path: '/dev' },
      'the handshake is refused with 403: the route $connect needs an API key in the header x-api-key',
    ],
    [
      'no signature',
      { routes: ['$connect'], connect: { AuthorizationType: 'AWS_IAM' } },
      { path: '/dev' },
      'the handshake is refused with 403: the request is not signed: it has neither an Authorization header nor X-Amz-Signature in its query string',
    ],
    [
      'a JWT authorizer',
      {
        routes: ['$connect'],
        connect: { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' } },
        more: authorizer({ AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://login.example', Audience: ['chat'] } }),
      },
      { path: '/dev' },
      'the handshake is refused with 500: WebSocket APIs do not support JWT authorizers such as Users',
    ],
    [
      'a template that prints no status',
      { routes: ['$connect'], integration: { ...MOCK, RequestTemplates: { $default: '{}' } } },
      { path: '/dev' },
      '$connect refuses the handshake with 500: the request of the mock integration has no statusCode: print {"statusCode": 200} with a request template',
    ],
    [
      'a URL that lacks a path parameter',
      {
        routes: ['$connect'],
        integration: { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example/{id}', IntegrationMethod: 'POST' },
      },
      { path: '/dev' },
      '$connect refuses the handshake with 500: the URL of integration Int needs {id}: map a value to integration.request.path.id',
    ],
    [
      'a mock integration',
      { routes: ['$connect'], integration: { ...MOCK, RequestTemplates: { $default: '{"statusCode": 418}' } } },
      { path: '/dev' },
      '$connect is answered by the gateway itself with 418, which refuses the connection',
    ],
  ])('says why it is refused: %s', async (_, chat, request, outcome) => {
    const { explanation, refused } = await explainConnect(chat, request);
    expect(explanation).toMatchObject({ event: 'CONNECT', path: request.path, outcome });
    expect(outcome).toContain(String(refused));
  });

  test.each<[string, Chat, ConnectRequest, object]>([
    [
      'without $connect',
      { twoWay: ['$default'] },
      { path: '/dev' },
      { candidates: [], answered: true, outcome: expect.stringContaining('no $connect route') },
    ],
    [
      'to a route without an integration',
      { more: { Connect: wsRoute('$connect', 'Int', { Target: undefined }) } },
      { path: '/dev' },
      { route: '$connect', outcome: 'the connection is opened, without calling anything: the route has no integration' },
    ],
    [
      'to a function',
      { routes: ['$connect'] },
      { path: '/dev?a=1' },
      {
        stage: { name: 'dev' },
        route: '$connect',
        otherRoutes: 0,
        outcome: '$connect invokes the function Fn; a status from 200 to 299 opens the connection',
      },
    ],
    [
      'to a mock integration',
      { routes: ['$connect'], integration: { ...MOCK, RequestTemplates: { $default: '{"statusCode": 200}' } } },
      { path: '/dev' },
      { outcome: '$connect is answered by the gateway itself with 200, which opens the connection' },
    ],
  ])('says what opens the connection %s', async (_, chat, request, expected) => {
    const { explanation, refused } = await explainConnect(chat, request);
    expect(explanation).toMatchObject(expected);
    expect(refused).toBeUndefined();
  });

  test('says what refuses it after deployment, or only here', async () => {
    const unserved = { routes: ['$connect'], connect: { AuthorizationType: 'CUSTOM', AuthorizerId: 'gone' } };
    expect((await explainConnect(unserved, { path: '/dev' })).explanation.outcome).toContain(
      '$connect is not served: its authorizer, gone',
    );
    const forbidden = {
      routes: ['$connect'],
      more: { FnPermission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'other' } } },
    };
    expect((await explainConnect(forbidden, { path: '/dev' })).explanation.outcome).toContain(
      '$connect refuses the handshake with 502 after deployment: no permission',
    );
  });

  test('leaves the decision of an authorizer open', async () => {
    const chat = { routes: ['$connect'], connect: custom, more: authorizer() };
    const { explanation } = await explainConnect(chat, { path: '/dev?token=1' });
    expect(explanation.authorizer).toMatchObject({
      type: 'LAMBDA',
      needs: ['a value in route.request.querystring.token', 'that the function Fn allows the request; it is not called here'],
      missing: [],
    });
    expect(explanation.outcome).toBe('if Users allows it: $connect invokes the function Fn; a status from 200 to 299 opens the connection');
  });

  test('has the parameters of its integration', async () => {
    const chat = {
      routes: ['$connect'],
      integration: {
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'POST',
        IntegrationUri: 'https://a.example/{user}',
        RequestParameters: {
          'integration.request.path.user': 'route.request.querystring.user',
          'integration.request.header.h': 'route.request.header.h',
        },
      },
    };
    const { explanation } = await explainConnect(chat, { path: '/dev?user=ann', headers: { h: 'x' } });
    expect(explanation.mapping?.map(({ value }) => value)).toEqual(['ann', 'x']);
    expect(explanation.integration?.target).toBe('POST https://a.example/ann');
  });
});
