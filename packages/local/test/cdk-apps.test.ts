import { type App, Duration, Stack } from 'aws-cdk-lib';
import {
  CfnIntegration,
  CfnRoute,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  MappingValue,
  ParameterMapping,
  VpcLink,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  HttpAlbIntegration,
  HttpLambdaIntegration,
  HttpServiceDiscoveryIntegration,
  HttpSqsIntegration,
  HttpUrlIntegration,
  WebSocketLambdaIntegration,
  WebSocketMockIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { DnsRecordType, PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { lambda, onlyApi, routeOf, run, synth } from './support';

const PATHS = { 'aws:cdk:enable-path-metadata': true };

/** One HTTP API in the stack `Books`. */
function books(build: (api: HttpApi, stack: Stack) => void, context = {}): string {
  return synth((app: App) => {
    const stack = new Stack(app, 'Books');
    build(new HttpApi(stack, 'Api', { apiName: 'books' }), stack);
  }, context);
}

describe.each([
  ['with path metadata in the template', PATHS],
  ['without it', {}],
])('an HTTP API on Lambda, synthesized %s', (_, context) => {
  const app = () =>
    books((api, stack) => {
      const integration = new HttpLambdaIntegration('ListBooks', lambda(stack, 'List'));
      api.addRoutes({ path: '/books', methods: [HttpMethod.POST, HttpMethod.GET], integration });
    }, context);

  test('shows function and integration by construct path', () => {
    const { integration } = routeOf(app(), 'GET /books');
    expect(integration).toMatchObject({
      name: 'ListBooks',
      type: 'AWS_PROXY',
      payloadFormatVersion: '2.0',
      target: { kind: 'lambda', name: 'List', inAssembly: true },
    });
  });

  test('finds the permission that the CDK created for the path', () => {
    expect(routeOf(app(), 'POST /books').permission).toMatchObject({ status: 'allowed', summary: 'this path' });
  });

  test('prints one row per route, by path and method', () => {
    const { out, code } = run(['routes', app()]);
    expect(code).toBe(0);
    expect(out).toMatch(/^books {2}HTTP API {2}Books\/Api$/m);
    expect(out).toMatch(/GET \/books {3}ListBooks AWS_PROXY {2}List {4}2\.0 {6}- {9}this path\n {2}POST \/books/);
    expect(out).toMatch(/^Template {2}.*Books\.template\.json\n$/m);
  });
});

test('shows a URL with a parameter mapping', () => {
  const app = books((api) =>
    api.addRoutes({
      path: '/docs/{proxy+}',
      integration: new HttpUrlIntegration('Docs', 'https://docs.example.com/{proxy}', {
        parameterMapping: new ParameterMapping().appendHeader('header2', MappingValue.requestHeader('header1')).removeHeader('header1'),
      }),
    }),
  );
  const { integration, permission } = routeOf(app, 'ANY /docs/{proxy+}');
  expect(integration?.target).toEqual({ kind: 'url', url: 'https://docs.example.com/{proxy}', method: 'ANY' });
  expect(integration?.requestMappings).toContainEqual({ destination: 'append:header.header2', source: '$request.header.header1' });
  expect(permission.status).toBe('none');
  expect(run(['routes', app]).out).toMatch(/append:header\.header2 <- \$request\.header\.header1 {2}-\n {2,}remove:header\.header1\n/);
});

test('shows a default integration for every route', () => {
  const app = synth((root) => {
    const stack = new Stack(root, 'Books');
    new HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('All', lambda(stack, 'Fn')) });
  });
  expect(routeOf(app, '$default').permission.summary).toBe('any route');
});

test('shows that a permission for /*/*/* does not cover $default', () => {
  const app = synth((root) => {
    const stack = new Stack(root, 'Books');
    const all = new HttpLambdaIntegration('All', lambda(stack, 'Fn'), { scopePermissionToRoute: false });
    new HttpApi(stack, 'Api', { defaultIntegration: all }).addRoutes({ path: '/a', integration: all });
  });
  expect(routeOf(app, '$default').permission).toMatchObject({ status: 'missing', summary: 'none found' });
  expect(routeOf(app, 'ANY /a').permission.summary).toBe('any route');
  expect(run(['routes', app]).out).toContain('1 route without a permission: API Gateway cannot call the function');
});

test('shows listener and Cloud Map service with their VPC links', () => {
  const app = books((api, stack) => {
    const vpc = new Vpc(stack, 'Vpc');
    const listener = new ApplicationLoadBalancer(stack, 'Alb', { vpc }).addListener('Http', {
      port: 80,
      defaultAction: ListenerAction.fixedResponse(200),
    });
    const service = new PrivateDnsNamespace(stack, 'Space', { name: 'a.local', vpc }).createService('Orders', {
      dnsRecordType: DnsRecordType.SRV,
    });
    const vpcLink = new VpcLink(stack, 'Link', { vpc });
    api.addRoutes({ path: '/alb', integration: new HttpAlbIntegration('Alb', listener, { vpcLink }) });
    api.addRoutes({ path: '/map', integration: new HttpServiceDiscoveryIntegration('Map', service, { vpcLink }) });
  });
  const { out } = run(['routes', app]);
  expect(out).toContain('listener Alb/Http through Link');
  expect(out).toContain('Cloud Map Space/Orders through Link');
});

test('shows subtype, mappings and role of a service integration', () => {
  const app = books((api, stack) =>
    api.addRoutes({
      path: '/jobs',
      methods: [HttpMethod.POST],
      integration: new HttpSqsIntegration('Jobs', { queue: new Queue(stack, 'Q') }),
    }),
  );
  const { integration, permission } = routeOf(app, 'POST /jobs');
  expect(integration?.target).toEqual({ kind: 'service', name: 'SQS-SendMessage', resource: 'Q' });
  expect(run(['routes', app]).out).toMatch(/Jobs AWS_PROXY +SQS-SendMessage Q +1\.0 /);
  expect(integration?.requestMappings[0]).toEqual({ destination: 'QueueUrl', source: '${Q}' });
  expect(permission).toMatchObject({ status: 'role', summary: 'role Api/POST--jobs/InvokeRole' });
});

test('reads the separate policy of an alias', () => {
  const app = books((api, stack) => {
    const fn = lambda(stack, 'Fn');
    const live = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    api.addRoutes({ path: '/live', integration: new HttpLambdaIntegration('Live', live) });
    api.addRoutes({ path: '/version', integration: new HttpLambdaIntegration('Version', fn.currentVersion) });
  });
  expect(routeOf(app, 'ANY /live')).toMatchObject({
    integration: { target: { name: 'Fn:live' } },
    permission: { summary: 'this path', grants: [{ name: 'Books/Api/ANY--live/Live-Permission' }] },
  });
  expect(routeOf(app, 'ANY /version').integration?.target).toMatchObject({ name: 'Fn/CurrentVersion' });
});

test('shows the permission of an imported function as unknown', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:thing';
  const app = books((api, stack) =>
    api.addRoutes({ path: '/x', integration: new HttpLambdaIntegration('X', LambdaFunction.fromFunctionArn(stack, 'Imported', arn)) }),
  );
  const { integration, permission } = routeOf(app, 'ANY /x');
  expect(integration?.target).toEqual({ kind: 'lambda', name: arn, inAssembly: false });
  expect(permission).toMatchObject({ status: 'unknown', summary: 'unknown' });
  expect(run(['routes', app]).out).toContain(`${arn} (imported)`);
});

test('shows authorizers, CORS and stages', () => {
  const app = synth((root) => {
    const stack = new Stack(root, 'Books');
    const httpApi = new HttpApi(stack, 'Api', {
      corsPreflight: {
        allowOrigins: ['https://a.example'],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.PUT],
        allowHeaders: ['x-a'],
        exposeHeaders: ['x-b'],
        allowCredentials: true,
        maxAge: Duration.minutes(5),
      },
    });
    new HttpStage(stack, 'Dev', { httpApi, stageName: 'dev' });
    const integration = new HttpUrlIntegration('Url', 'https://a.example', { method: HttpMethod.GET });
    httpApi.addRoutes({ path: '/iam', integration, authorizer: new HttpIamAuthorizer() });
    const authorizer = new HttpJwtAuthorizer('Jwt', 'https://issuer', { jwtAudience: ['a'] });
    httpApi.addRoutes({ path: '/jwt', integration, authorizer, authorizationScopes: ['read', 'write'] });
    httpApi.addRoutes({ path: '/open', integration });
  });
  const { out } = run(['routes', app]);
  expect(out).toContain('stages    $default (auto-deploy), dev\n');
  expect(out).toContain('CORS      GET, PUT from https://a.example; headers x-a; exposes x-b; with credentials; kept 300 s\n');
  expect(out).toMatch(/ANY \/iam .*https:\/\/a\.example as GET .* AWS_IAM\n/);
  expect(out).toMatch(/ANY \/jwt .* JWT Api\/Jwt \(read write\)\n/);
});

test('shows a WebSocket API', () => {
  const app = synth((root) => {
    const stack = new Stack(root, 'Chat');
    const webSocketApi = new WebSocketApi(stack, 'Ws', {
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', lambda(stack, 'Fn')) },
      defaultRouteOptions: { integration: new WebSocketMockIntegration('Fallback') },
    });
    webSocketApi.addRoute('send', { integration: new WebSocketMockIntegration('Send'), returnResponse: true });
    new WebSocketStage(stack, 'Prod', { webSocketApi, stageName: 'prod' });
  });
  const api = onlyApi(app);
  expect(api.protocol).toBe('WEBSOCKET');
  expect(api.routes.map(({ key }) => key)).toEqual(['$connect', 'send', '$default']);
  expect(api.routes[0]).toMatchObject({ integration: { target: { name: 'Fn' } }, permission: { summary: 'this route' } });
  const { out } = run(['routes', app]);
  expect(out).toMatch(/^Ws {2}WebSocket API {2}Chat\/Ws$/m);
  expect(out).toContain('route by  $request.body.action');
  expect(out).toMatch(/send \(answers\) {2}Send MOCK +mock response/);
});

test('shows L1 resources', () => {
  const app = books((api, stack) => {
    const integration = new CfnIntegration(stack, 'Raw', {
      apiId: api.apiId,
      integrationType: 'HTTP_PROXY',
      integrationMethod: 'ANY',
      integrationUri: 'https://a.example',
      payloadFormatVersion: '1.0',
      responseParameters: {
        '404': {
          ResponseParameters: [
            { Destination: 'overwrite:statuscode', Source: '403' },
            { Destination: 'remove:header.x', Source: "''" },
          ],
        },
      },
    });
    new CfnRoute(stack, 'Route', { apiId: api.apiId, routeKey: 'GET /raw', target: `integrations/${integration.ref}` });
  });
  expect(routeOf(app, 'GET /raw').integration).toMatchObject({
    name: 'Raw',
    responseMappings: [{ statusCode: '404', destination: 'overwrite:statuscode', source: '403' }, { destination: 'remove:header.x' }],
  });
  const { out } = run(['routes', app]);
  expect(out).toContain('on 404 overwrite:statuscode <- 403');
  expect(out).toMatch(/on 404 remove:header\.x\n/);
});
