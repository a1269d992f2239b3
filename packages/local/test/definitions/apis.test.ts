import { describe, expect, test } from 'vitest';
import { api, integration, route, stage } from '../support';
import { diagnosticTexts, fn, onlyApi, planOf, routeOf, servedIntegration } from './support';

const ref = (Ref: string) => ({ Ref });

test('assigns an API the same ID on each start', () => {
  const { id, name, location } = onlyApi(planOf());
  expect(id).toMatch(/^[a-z0-9]{10}$/);
  expect(onlyApi(planOf()).id).toBe(id);
  expect({ name, location }).toEqual({ name: 'books', location: expect.objectContaining({ logicalId: 'Api', stack: 'app' }) });
});

test('names an API without a name after its construct', () => {
  expect(onlyApi(planOf({ Api: { ...api({ Name: undefined }), Metadata: { 'aws:cdk:path': 'app/Shop/Resource' } } })).name).toBe('Shop');
  expect(onlyApi(planOf({ Api: api({ Name: { 'Fn::Sub': '${AWS::StackName}-api' } }) })).name).toBe('app-api');
});

describe('stages', () => {
  test('resolves stage variables', () => {
    const dev = stage('dev', { StageVariables: { table: ref('Table'), size: 3 } });
    const plan = planOf(
      { Default: undefined, Dev: dev, Prod: stage(ref('Name')), Table: { Type: 'AWS::DynamoDB::Table' } },
      { Parameters: { Name: { Default: 'prod' } } },
    );
    expect(onlyApi(plan).stages.map(({ name, variables }) => [name, { ...variables }])).toEqual([
      ['dev', { table: 'Table', size: '3' }],
      ['prod', {}],
    ]);
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test('reads only own names of stage variables', () => {
    const { variables } =
      onlyApi(planOf({ Default: stage('$default', { StageVariables: JSON.parse('{"__proto__":"x"}') }) })).stages[0] ?? {};
    expect(Object.entries(variables ?? {})).toEqual([['__proto__', 'x']]);
    expect(variables?.constructor).toBeUndefined();
  });

  test('serves an API without a stage as $default, and reports it', () => {
    const plan = planOf({ Default: undefined });
    expect(onlyApi(plan).stages.map(({ name }) => name)).toEqual(['$default']);
    expect(diagnosticTexts(plan)).toEqual(['the assembly has no stage of this API: it is served as $default']);
  });

  test('reads a stage without a name', () => {
    expect(onlyApi(planOf({ Default: stage(undefined) })).stages.map(({ name }) => name)).toEqual(['Default']);
  });

  test.each([{ DefaultRouteSettings: { ThrottlingRateLimit: 1 } }, { RouteSettings: { 'GET /': { ThrottlingBurstLimit: 1 } } }])(
    'reports throttling: %j',
    (settings) => {
      expect(diagnosticTexts(planOf({ Default: stage('$default', settings) }))).toEqual([
        'throttling is not served yet: no request is refused for it',
      ]);
      expect(diagnosticTexts(planOf({ Default: stage('$default', { DefaultRouteSettings: { DetailedMetricsEnabled: true } }) }))).toEqual(
        [],
      );
    },
  );
});

describe('CORS', () => {
  const cors = (CorsConfiguration: unknown, rest?: object) => planOf({ Api: api({ CorsConfiguration }) }, rest);

  test('resolves the whole CORS configuration', () => {
    const plan = cors(
      {
        AllowOrigins: [{ 'Fn::Sub': 'https://${Domain}' }, 'https://b.example'],
        AllowMethods: ref('Methods'),
        AllowHeaders: { 'Fn::Split': ['|', 'x-a|x-b'] },
        ExposeHeaders: 'x-c',
        AllowCredentials: true,
        MaxAge: 5,
      },
      { Parameters: { Domain: { Default: 'a.example' }, Methods: { Type: 'CommaDelimitedList', Default: 'GET,PUT' } } },
    );
    expect(onlyApi(plan).cors).toEqual({
      allowOrigins: ['https://a.example', 'https://b.example'],
      allowMethods: ['GET', 'PUT'],
      allowHeaders: ['x-a', 'x-b'],
      exposeHeaders: ['x-c'],
      allowCredentials: true,
      maxAge: '5',
    });
  });

  test('accepts an empty CORS configuration', () => {
    expect(onlyApi(planOf()).cors).toBeUndefined();
    expect(onlyApi(cors({})).cors).toEqual({
      allowOrigins: [],
      allowMethods: [],
      allowHeaders: [],
      exposeHeaders: [],
      allowCredentials: false,
    });
  });

  test('reports unknown values of the CORS configuration', () => {
    expect(diagnosticTexts(cors({ AllowOrigins: [ref('Origin')] }, { Parameters: { Origin: {} } }))).toEqual([
      expect.stringContaining('is used for it in its CORS configuration'),
    ]);
  });
});

describe('routes', () => {
  test('sorts routes, and resolves their keys', () => {
    const plan = planOf({ Last: route('$default'), Sub: route({ 'Fn::Sub': 'POST /${AWS::Region}/{id}' }), Any: route('ANY /a') });
    expect(onlyApi(plan).routes.map(({ key }) => key)).toEqual(['GET /', 'ANY /a', 'POST /us-east-1/{id}', '$default']);
  });

  test.each([
    ['without a method', '/a', /^the service refuses the route: "\/a" is not a valid route key for an HTTP API: write \$default/],
    ['with an unknown method', 'FETCH /a', /has an unknown method/],
    ['with a slash at its end', 'GET /a/', /ends in a slash/],
    ['with a greedy variable that is not last', 'GET /{a+}/b', /is not the last segment/],
    ['without a key', undefined, /it has no route key/],
    ['twice', 'GET /', /the API has another route GET \/$/],
  ])('reports and omits a route %s', (_, key, message) => {
    const plan = planOf({ Odd: route(key) });
    expect(onlyApi(plan).routes.map((each) => [each.key, each.location.logicalId])).toEqual([['GET /', 'Route']]);
    expect(diagnosticTexts(plan)).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, unknown, string]>([
    ['no integration', undefined, 'it has no integration: give the route a Target'],
    ['one that is not here', 'integrations/abc', 'its integration, integrations/abc, is not in the assembly'],
    ['something else', { 'Fn::Sub': 'integrations/${Api}' }, 'is not in the assembly'],
  ])('responds with 501 for a route with %s', (_, Target, reason) => {
    const plan = planOf({ Lost: route('GET /lost', { Target }) });
    expect(routeOf(plan, 'GET /lost').integration).toEqual({ kind: 'unserved', reason: expect.stringContaining(reason) });
    expect(diagnosticTexts(plan)).toEqual([expect.stringContaining(reason)]);
  });
});

describe('a quick-created API', () => {
  const quick = (properties: object, rest?: object) =>
    planOf({ Api: api(properties), Int: undefined, Route: undefined, Default: undefined }, rest);

  test('serves a quick-created API on a function', () => {
    const plan = quick({ Target: { 'Fn::GetAtt': ['Fn', 'Arn'] } });
    expect(onlyApi(plan).stages.map(({ name }) => name)).toEqual(['$default']);
    expect(servedIntegration(plan, '$default')).toMatchObject({
      name: 'Api/Target',
      target: { kind: 'lambda', payloadFormatVersion: '2.0', function: { name: 'Fn' } },
      timeoutMillis: 30_000,
    });
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test('serves a quick-created API on a URL with its own route key', () => {
    const plan = quick({ Target: 'https://a.example', RouteKey: 'GET /a' });
    expect(servedIntegration(plan, 'GET /a').target).toEqual({ kind: 'url', url: 'https://a.example', method: 'ANY' });
  });

  test.each<[string, object, string]>([
    ['on a function that is not here', { Target: 'arn:aws:lambda:eu-west-1:1:function:far' }, 'is not in the assembly'],
    ['on something else', { Target: 'a.example' }, 'its URL is a.example'],
  ])('does not serve %s', (_, properties, reason) => {
    expect(routeOf(quick(properties), '$default').integration).toEqual({ kind: 'unserved', reason: expect.stringContaining(reason) });
  });
});

describe('unsupported resources', () => {
  test('reports an OpenAPI document', () => {
    const plan = planOf({ Api: api({ Body: { openapi: '3.0.1' }, ProtocolType: undefined }) });
    expect(onlyApi(plan).routes.map(({ key }) => key)).toEqual(['GET /']);
    expect(diagnosticTexts(plan)).toEqual(['the routes in it are not served, because it is not read: OpenAPI body']);
  });

  test('reports what the import of an OpenAPI document ignores', () => {
    const integration = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://a.example', payloadFormatVersion: '1.0' };
    const operation = { security: [{ users: [] }], 'x-amazon-apigateway-integration': integration };
    const document = { openapi: '3.0.1', paths: { '/a': { get: operation, trace: {} } } };
    const plan = planOf({ Api: api({ Body: document, ProtocolType: undefined }) });

    expect(onlyApi(plan).routes.map(({ key }) => key)).toContain('GET /a');
    expect(diagnosticTexts(plan)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^HTTP APIs have no method trace, which \/a has: /),
        expect.stringMatching(/^GET \/a requires the security scheme users, which the document does not define, /),
      ]),
    );
  });

  test('reports a custom domain', () => {
    const plan = planOf({ Mapping: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: {} } });
    expect(diagnosticTexts(plan)).toEqual(['custom domains are not served yet: the stage answers at its own path']);
  });

  test.each<[unknown, string]>([
    ['AWS::CodeDeployBlueGreen', 'transform AWS::CodeDeployBlueGreen:'],
    [['A', { Name: 'AWS::Include' }], 'transform A:'],
  ])('reports a transform: %j', (Transform, text) => {
    expect(diagnosticTexts(planOf({}, { Transform }))[0]).toContain(text);
  });
});

describe('an API that is not in the assembly', () => {
  const elsewhere = (id: unknown, key = 'GET /') =>
    planOf(
      { Api: undefined, Default: undefined, Fn: fn(), Int: integration({ ApiId: id }), Route: route(key, { ApiId: id }) },
      { Parameters: { Id: {} } },
    );

  test('serves the routes of an imported API under its ID', () => {
    const plan = elsewhere('abcdefghij');
    expect(onlyApi(plan)).toMatchObject({ id: 'abcdefghij', name: 'abcdefghij', location: { logicalId: 'Route' }, cors: undefined });
    expect(diagnosticTexts(plan)).toEqual([
      'the API abcdefghij of this route is not in the assembly: it is served with the routes that are, without CORS',
      'the assembly has no stage of this API: it is served as $default',
    ]);
  });

  test('generates an ID for an imported API with an unknown ID', () => {
    expect(onlyApi(elsewhere(ref('Id'))).id).toMatch(/^[a-z0-9]{10}$/);
  });

  test('reports an imported API of unknown protocol', () => {
    const plan = elsewhere('abc', '$default');
    expect(plan.apis).toEqual([]);
    expect(diagnosticTexts(plan)).toEqual([
      'it is not in the assembly, and its routes do not show whether it is an HTTP or a WebSocket API',
    ]);
  });
});
