import { describe, expect, test } from 'vitest';
import { type PlanOptions, readPlan } from '../../src/definitions/plan';
import type { WebSocketApiPlan, WebSocketRoutePlan } from '../../src/definitions/websocket-api';
import { stage } from '../support';
import { type Chat, chatTemplate, wsRoute } from '../websocket-api/app';
import { diagnosticTexts } from './support';

function read(chat: Chat = {}, options?: PlanOptions) {
  const plan = readPlan(chatTemplate({ routes: ['$connect', '$default'], ...chat }), options);
  const [api] = plan.webSocketApis;
  const routeOf = (key: string) => {
    const route = api?.routes.find((each) => each.key === key);
    expect(route, key).toBeDefined();
    return route as WebSocketRoutePlan;
  };
  return { plan, api: api as WebSocketApiPlan, routeOf, texts: diagnosticTexts(plan) };
}

describe('a WebSocket API', () => {
  test('is read with its stages and routes, the lifecycle routes first', () => {
    const { plan, api, texts } = read({
      routes: ['$default', 'send', '$disconnect', '$connect'],
      stages: ['dev', 'prod'],
      stage: { StageVariables: { tenant: 'acme' } },
    });

    expect(plan.apis).toEqual([]);
    expect(api).toMatchObject({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: 'chat',
      location: { logicalId: 'Api' },
      accountId: '123456789012',
      region: 'us-east-1',
      routeSelectionExpression: '$request.body.action',
      stages: [
        { name: 'dev', variables: { tenant: 'acme' } },
        { name: 'prod', variables: { tenant: 'acme' } },
      ],
    });
    expect(api.routes.map(({ key }) => key)).toEqual(['$connect', '$disconnect', 'send', '$default']);
    expect(texts).toEqual([]);
  });

  test('without a selection expression is refused by the service, which is reported', () => {
    const { api, texts } = read({ api: { RouteSelectionExpression: undefined } });

    expect(api.routeSelectionExpression).toBe('$request.body.action');
    expect(texts).toEqual([expect.stringContaining('refuses the API without a RouteSelectionExpression')]);
  });

  test('outside the assembly is served with the routes that are in it', () => {
    const { api, texts } = read({
      routes: [],
      stages: [],
      more: { Api: { Type: 'Custom::None' }, Connect: wsRoute('$connect', 'Int', { ApiId: 'abcdefghij' }) },
    });

    expect(api).toMatchObject({ id: 'abcdefghij', name: 'abcdefghij', routes: [{ key: '$connect' }], stages: [{ name: '$default' }] });
    expect(texts).toEqual([
      expect.stringContaining('the API abcdefghij of this route is not in the assembly'),
      expect.stringContaining('no stage of this API'),
    ]);
  });

  test('has the address that an option gives it in values that refer to it', () => {
    const more = { Fn2: { Type: 'AWS::Lambda::Function', Properties: {} } };
    const url = { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] };
    const callback = { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.us-east-1.amazonaws.com/dev']] };
    const environment = { Environment: { Variables: { URL: url, CALLBACK: callback } } };
    const { routeOf } = read({ function: environment, more }, { endpoint: () => 'http://127.0.0.1:3001' });

    expect(routeOf('$default').integration).toMatchObject({
      target: { function: { environment: { URL: 'ws://127.0.0.1:3001', CALLBACK: 'http://127.0.0.1:3001/dev' } } },
    });
  });
});

describe('a route of a WebSocket API', () => {
  test('has a function with its timeout', () => {
    const { routeOf } = read({ integration: { TimeoutInMillis: 1500 } });

    expect(routeOf('$default')).toMatchObject({
      location: { logicalId: 'OneWay1' },
      authorizer: { kind: 'none' },
      needsApiKey: false,
      isTwoWay: false,
      integration: {
        kind: 'served',
        name: 'Int',
        type: 'AWS_PROXY',
        timeoutMillis: 1500,
        target: { kind: 'lambda', function: { name: 'Fn', handler: 'index.handler' } },
      },
    });
    expect(routeOf('$default').models).toBeUndefined();
  });

  test.each([
    [undefined, 29_000, []],
    [29_000, 29_000, []],
    [30_000, 29_000, [expect.stringContaining('write 50 to 29000')]],
    [10, 50, [expect.stringContaining('write 50 to 29000')]],
  ])('with a timeout of %s ms waits %i ms', (TimeoutInMillis, timeoutMillis, reported) => {
    const { routeOf, texts } = read({ integration: { TimeoutInMillis } });

    expect(routeOf('$default').integration).toMatchObject({ timeoutMillis });
    expect(texts).toEqual(reported);
  });

  test('W57: takes the bare ARN of a function or the ARN that invokes it', () => {
    const uri = (arn: unknown) => ({
      'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', arn, '/invocations']],
    });
    const arn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
    for (const IntegrationUri of [arn, uri(arn)]) {
      expect(read({ integration: { IntegrationUri } }).routeOf('$default').integration).toMatchObject({
        target: { function: { name: 'Fn' } },
      });
    }
  });

  test('has the function that the variables of each stage name', () => {
    const IntegrationUri = 'arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}';
    const more = { Prod: stage('prod', { StageVariables: { fn: { Ref: 'Fn' } } }) };
    const { routeOf, texts } = read({ integration: { IntegrationUri }, more });

    const { integration } = routeOf('$default');
    const target = integration?.kind === 'served' ? integration.target : undefined;
    const functions = target?.kind === 'lambda-by-stage' ? Object.fromEntries(target.functions) : {};
    expect(functions).toMatchObject({ dev: { kind: 'none', statusCode: 500 }, prod: { name: 'Fn' } });
    expect(texts).toEqual([expect.stringContaining('needs the stage variable fn, which stage dev does not have')]);
  });

  test('W50: is two-way if it has a route response, whatever its RouteResponseSelectionExpression', () => {
    const more = { Other: wsRoute('other', 'Int', { RouteResponseSelectionExpression: '$default' }) };
    const { routeOf } = read({ twoWay: ['ask'], more });

    expect([routeOf('ask').isTwoWay, routeOf('other').isTwoWay, routeOf('$default').isTwoWay]).toEqual([true, false, false]);
  });

  test.each<[string, object, string]>([
    ['no integration', { more: { Bare: wsRoute('bare', 'Int', { Target: undefined }) } }, 'it has no integration'],
    ['an integration of another app', { more: { Bare: wsRoute('bare', 'Int', { Target: 'integrations/abc' }) } }, 'is not in the assembly'],
    ['no function', { routes: ['bare'], integration: { IntegrationUri: undefined } }, 'its IntegrationUri is missing'],
    ['a function that does not run here', { routes: ['bare'], function: { Runtime: 'go1.x' } }, 'Fn cannot run here'],
  ])('with %s is not served', (_, chat, reason) => {
    const { routeOf, texts } = read(chat);

    expect(routeOf('bare').integration).toEqual({ kind: 'unserved', reason: expect.stringContaining(reason) });
    expect(texts).toEqual([expect.stringContaining(reason)]);
  });

  test('W1: $connect and $disconnect need no integration', () => {
    const bare = { Target: undefined };
    const { routeOf, texts } = read({
      routes: [],
      more: { A: wsRoute('$connect', 'Int', bare), B: wsRoute('$disconnect', 'Int', bare) },
    });

    expect([routeOf('$connect').integration, routeOf('$disconnect').integration]).toEqual([undefined, undefined]);
    expect(texts).toEqual([]);
  });

  test.each([
    ['without a key', { RouteKey: '' }, 'it has no route key'],
    ['with the key of another one', { RouteKey: '$default' }, 'the API has another route $default'],
    ['whose key begins with a dollar sign', { RouteKey: '$other' }, '$other'],
  ])('%s is left out', (_, properties, reason) => {
    const { api, texts } = read({ more: { Wrong: wsRoute('wrong', 'Int', properties) } });

    expect(api.routes.map(({ key }) => key)).toEqual(['$connect', '$default']);
    expect(texts).toEqual([expect.stringContaining('the service refuses the route')]);
    expect(texts[0]).toContain(reason);
  });

  test('has an authorizer only if it is $connect', () => {
    const iam = { AuthorizationType: 'AWS_IAM' };
    const { routeOf, texts } = read({ connect: iam, more: { Send: wsRoute('send', 'Int', iam) } });

    expect(routeOf('$connect').authorizer).toEqual({ kind: 'iam' });
    expect(routeOf('send').authorizer).toEqual({ kind: 'none' });
    expect(texts).toEqual([expect.stringContaining('only $connect can have an authorizer')]);
  });

  test.each([
    ['$request.header.a', /rejects its identity source \$request\.header\.a: write one such as route\.request\.header\.Authorization/],
    ['$route.request.header.a', /rejects its identity source/],
    ['$context.stage', /rejects its identity source/],
    ['$stageVariables.a', /rejects its identity source/],
    ['route.request.body.a', /rejects its identity source/],
  ])('C12: the service rejects the identity source %s (LSX:ws)', (source, reason) => {
    const Auth = {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'REQUEST',
        AuthorizerUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        IdentitySource: [source],
      },
    };
    const { routeOf } = read({ connect: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } }, more: { Auth } });

    expect(routeOf('$connect').authorizer).toEqual({ kind: 'unserved', reason: expect.stringMatching(reason) });
  });

  test('W27: an authorizer without an authorization type is not applied', () => {
    const { routeOf } = read({ connect: { AuthorizerId: { Ref: 'Users' } } });

    expect(routeOf('$connect').authorizer).toEqual({ kind: 'none' });
  });

  test('W13: needs an API key, which is reported', () => {
    const { routeOf, texts } = read({ connect: { ApiKeyRequired: true } });

    expect(routeOf('$connect').needsApiKey).toBe(true);
    expect(texts).toEqual([expect.stringContaining('usage plans are not served yet')]);
  });

  test('has the models with which its messages are validated', () => {
    const Model = { Type: 'AWS::ApiGatewayV2::Model', Properties: { ApiId: { Ref: 'Api' }, Name: 'Text', Schema: { type: 'object' } } };
    const models = { ModelSelectionExpression: '$request.body.type', RequestModels: { text: 'Text' } };
    const { routeOf } = read({ more: { Model, Send: wsRoute('send', 'Int', models) } });

    expect(routeOf('send').models).toEqual({
      selection: '$request.body.type',
      models: new Map([['text', { name: 'Text', schema: { type: 'object' } }]]),
    });
  });
});
