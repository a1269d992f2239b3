import { describe, expect, test } from 'vitest';
import { compareApps } from '../../src/index';
import { api, files, integration, lambdaResource, permission, route, run, stage, template } from '../support';

type Resources = Readonly<Record<string, unknown>>;

const authorizer = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    AuthorizerType: 'JWT',
    Name: 'users',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['shop'] },
    ...properties,
  },
});
const jwt = (scopes?: readonly string[]) => ({ AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' }, AuthorizationScopes: scopes });
const url = (to: string, properties: object = {}) =>
  integration({ IntegrationType: 'HTTP_PROXY', IntegrationUri: to, IntegrationMethod: 'ANY', PayloadFormatVersion: '1.0', ...properties });
const arn = (tail: string) => ({ 'Fn::Sub': `arn:aws:execute-api:eu-west-1:1:\${Api}/${tail}` });
const domain = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::DomainName',
  Properties: { DomainName: 'api.example', DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_2' }], ...properties },
});
const apiMapping = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::ApiMapping',
  Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: { Ref: 'Stage' }, ...properties },
});
const toInt = (id: string) => ({ Target: { 'Fn::Join': ['/', ['integrations', { Ref: id }]] } });

const base: Resources = {
  Api: api(),
  Users: authorizer(),
  Fn: lambdaResource,
  Int: integration(),
  Other: url('https://other.example'),
  Stage: stage('prod', { AutoDeploy: true }),
  Books: route('GET /books'),
  Permission: permission(arn('*/*')),
};

function changes(before: Resources, after: Resources): readonly string[] {
  const { comparison } = compareApps(template(before), template(after));
  return (comparison?.changes ?? []).map(({ kind, attention, api: name, routes, message }) =>
    [`${attention ? '!' : '-'} ${kind}`, name ?? '', routes.join(', '), message].join(' | '),
  );
}

/** Replaces or adds resources; `undefined` removes them. */
const withResources = (more: Resources): Resources =>
  Object.fromEntries(Object.entries({ ...base, ...more }).filter(([, resource]) => resource !== undefined));

describe('a change of', () => {
  test.each<[string, Resources, Resources, readonly string[]]>([
    ['nothing', {}, {}, []],
    [
      'a new route, which is open',
      {},
      { Get: route('GET /books/{id}') },
      ['- route-added | books | GET /books/{id} | added, to the function Fn, open to the public'],
    ],
    [
      'a new open route among protected ones',
      { Books: route('GET /books', jwt()) },
      { Books: route('GET /books', jwt()), Get: route('GET /books/{id}') },
      ['! route-added | books | GET /books/{id} | added, to the function Fn, open to the public'],
    ],
    [
      'a removed route',
      { Get: route('GET /books/{id}') },
      {},
      ['! route-removed | books | GET /books/{id} | removed (was to the function Fn): its requests get 404'],
    ],
    [
      'a removed route whose requests another route gets',
      { Get: route('GET /books/{id}', jwt()), Any: route('ANY /{proxy+}', toInt('Other')) },
      { Any: route('ANY /{proxy+}', toInt('Other')) },
      [
        '! route-removed | books | GET /books/{id} | removed (was to the function Fn): its requests go to ANY /{proxy+} instead',
        '! route-opened | books | GET /books/{id} | opened to the public: required JWT (authorizer Users), and will require no authorization (through ANY /{proxy+})',
      ],
    ],
    [
      'a new route that takes the requests of $default',
      { Default: route('$default', jwt()) },
      { Default: route('$default', jwt()), Get: route('GET /books/{id}') },
      [
        '- route-added | books | GET /books/{id} | added, to the function Fn, open to the public; until now, its requests go to $default',
        '! route-opened | books | GET /books/{id} | opened to the public: required JWT (authorizer Users), and will require no authorization (through $default)',
      ],
    ],
    [
      'the target',
      {},
      { Books: route('GET /books', toInt('Other')) },
      ['- route-moved | books | GET /books | moved from the function Fn to https://other.example'],
    ],
    [
      'the logical ID of a route',
      {},
      { Books: undefined, NewBooks: route('GET /books') },
      [
        '! route-replaced | books | GET /books | replaced, because its logical ID changes from Books to NewBooks: CloudFormation creates it before it deletes the old one, and API Gateway refuses a second route with this key (409)',
      ],
    ],
    [
      'the logical ID of an integration that several routes share',
      { More: route('GET /more') },
      { Int: undefined, Int2: integration(), Books: route('GET /books', toInt('Int2')), More: route('GET /more', toInt('Int2')) },
      [
        '- integration-replaced | books | GET /books, GET /more | integration replaced, because its logical ID changes from Int to Int2; its target stays the function Fn',
      ],
    ],
    [
      'settings of an integration',
      { Int: integration({ TimeoutInMillis: 1000, RequestParameters: { 'append:header.a': 'x' } }) },
      { Int: integration({ TimeoutInMillis: 2000, Description: 'd' }) },
      [
        '- integration-changed | books | GET /books | integration changes: Description set to d, RequestParameters.append:header.a removed (was x), TimeoutInMillis from 1000 to 2000',
      ],
    ],
    [
      'authorization that is removed',
      { Books: route('GET /books', jwt()) },
      {},
      ['! route-opened | books | GET /books | opened to the public: required JWT (authorizer Users), and will require no authorization'],
    ],
    [
      'authorization that is added',
      {},
      { Books: route('GET /books', { AuthorizationType: 'AWS_IAM' }) },
      ['! authorization-required | books | GET /books | will require AWS_IAM; was open to the public'],
    ],
    [
      'authorization of another type',
      { Books: route('GET /books', jwt()) },
      { Books: route('GET /books', { AuthorizationType: 'AWS_IAM' }) },
      ['! authorization-changed | books | GET /books | authorization changes from JWT (authorizer Users) to AWS_IAM'],
    ],
    [
      'scopes of which one more is accepted',
      { Books: route('GET /books', jwt(['a'])) },
      { Books: route('GET /books', jwt(['b', 'a'])) },
      [
        '! authorization-widened | books | GET /books | more clients are authorized: from JWT (authorizer Users, any scope of a) to JWT (authorizer Users, any scope of a b)',
      ],
    ],
    [
      'scopes that are required now',
      { Books: route('GET /books', jwt()) },
      { Books: route('GET /books', jwt(['a'])) },
      [
        '! authorization-narrowed | books | GET /books | fewer clients are authorized: from JWT (authorizer Users) to JWT (authorizer Users, any scope of a)',
      ],
    ],
    [
      'scopes that are others',
      { Books: route('GET /books', jwt(['a'])) },
      { Books: route('GET /books', jwt(['b'])) },
      [
        '! authorization-changed | books | GET /books | authorization changes from JWT (authorizer Users, any scope of a) to JWT (authorizer Users, any scope of b)',
      ],
    ],
    [
      'the issuer of an authorizer',
      { Books: route('GET /books', jwt()) },
      {
        Books: route('GET /books', jwt()),
        Users: authorizer({ JwtConfiguration: { Issuer: 'https://evil.example', Audience: ['shop'] } }),
      },
      [
        '! authorizer-changed | books | GET /books | the authorizer Users changes: JwtConfiguration.Issuer from https://issuer.example to https://evil.example',
      ],
    ],
    [
      'a permission that covers more',
      { Permission: permission(arn('*/GET/books')) },
      {},
      ['- permission-widened | books | GET /books | permission to invoke the function Fn widened from "this route" to "any route"'],
    ],
    [
      'a permission that covers less',
      {},
      { Permission: permission(arn('*/GET/books')) },
      ['- permission-narrowed | books | GET /books | permission to invoke the function Fn narrowed from "any route" to "this route"'],
    ],
    [
      'a permission that is removed',
      {},
      { Permission: undefined },
      ['! permission-narrowed | books | GET /books | permission to invoke the function Fn narrowed from "any route" to "none found"'],
    ],
    [
      'a permission that covers something else',
      { Permission: permission(arn('prod/*/books')) },
      { Permission: permission(arn('*/GET/books')) },
      ['- permission-changed | books | GET /books | permission to invoke the function Fn changed from "this path" to "this route"'],
    ],
    [
      'stages',
      { Old: stage('old') },
      { New: stage('new'), Stage: stage('prod', { AutoDeploy: true, StageVariables: { a: '1' } }) },
      [
        '- stage-changed | books |  | settings of the stage prod change: StageVariables.a set to 1',
        '- stage-added | books |  | the stage new is added',
        '! stage-removed | books |  | the stage old is removed: its URLs do not work any more',
      ],
    ],
    [
      'the logical ID of a stage',
      {},
      { Stage: undefined, Prod: stage('prod', { AutoDeploy: true }) },
      [
        '! stage-replaced | books |  | the stage prod is replaced, because its logical ID changes from Stage to Prod: CloudFormation creates the new stage before it deletes the old one of the same name',
      ],
    ],
    [
      'the deployment of a stage, which is new with every change',
      { Stage: stage('prod', { DeploymentId: { Ref: 'D1' } }) },
      { Stage: stage('prod', { DeploymentId: { Ref: 'D2' } }) },
      [],
    ],
    [
      'CORS that is opened',
      { Api: api({ CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], MaxAge: 1 } }) },
      { Api: api({ CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: ['GET', 'POST'], MaxAge: 2 } }) },
      [
        '! cors-changed | books |  | CORS: allows the origins *; no longer allows the origins https://a.example; allows the methods POST; preflights are cached for 2 s (was 1)',
      ],
    ],
    [
      'CORS that is added, with credentials',
      {},
      { Api: api({ CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowCredentials: true, ExposeHeaders: ['x-a'] } }) },
      ['! cors-changed | books |  | CORS is configured: allows the origins https://a.example; exposes the headers x-a; allows credentials'],
    ],
    [
      'CORS that is removed',
      { Api: api({ CorsConfiguration: { AllowOrigins: ['https://a.example'] } }) },
      {},
      ['! cors-changed | books |  | CORS is removed: no longer allows the origins https://a.example'],
    ],
    [
      'the default URL',
      {},
      { Api: api({ DisableExecuteApiEndpoint: true }) },
      ['! api-changed | books |  | settings change: DisableExecuteApiEndpoint set to true'],
    ],
    [
      'the name of an API',
      {},
      { Api: api({ Name: 'library' }) },
      ['- api-changed | library |  | settings change: Name from books to library'],
    ],
    [
      'an API mapping',
      { Domain: domain(), Mapping: apiMapping() },
      { Domain: domain(), Mapping: apiMapping({ Stage: 'beta' }), V1: apiMapping({ ApiMappingKey: 'v1' }) },
      [
        '! mapping-moved | books |  | https://api.example/ moves from the stage prod of books to the stage beta of books',
        '- mapping-added | books |  | mapped to api.example/v1, the stage prod of books',
      ],
    ],
    [
      'an API mapping that is removed, and its domain',
      { Domain: domain(), Mapping: apiMapping() },
      { Domain: domain({ DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_0' }] }) },
      [
        '! mapping-removed | books |  | no longer mapped to api.example/, which was the stage prod of books',
        '- domain-changed |  |  | the custom domain name api.example changes: DomainNameConfigurations[0].SecurityPolicy from TLS_1_2 to TLS_1_0',
      ],
    ],
    [
      'another setting of a route',
      {},
      { Books: route('GET /books', { OperationName: 'list' }) },
      ['- route-changed | books | GET /books | settings change: OperationName set to list'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(withResources(before), withResources(after))).toEqual(expected);
  });

  test('a whole API', () => {
    const other = { Other: api({ Name: 'other' }), Ping: route('GET /ping', { ApiId: { Ref: 'Other' } }) };
    expect(changes(base, { ...base, ...other })).toEqual([
      '- api-added | other |  | the HTTP API is added, with 1 route, all of them open to the public',
    ]);
    expect(changes({ ...base, ...other }, base)).toEqual([
      '! api-removed | other |  | the HTTP API is removed, with 1 route, all of them open to the public',
    ]);
  });

  test('the logical ID of an API, without a change for each of its resources', () => {
    const renamed = JSON.parse(JSON.stringify(base).replaceAll('"Api"', '"Library"').replaceAll('${Api}', '${Library}'));
    expect(changes(base, renamed)).toEqual([
      '! api-replaced | books |  | replaced, because its logical ID changes from Api to Library: the new API has another ID and another default URL, and the old one is deleted',
    ]);
  });

  test('the protocol of an API', () => {
    const [change] = changes({ Api: api() }, { Api: api({ ProtocolType: 'WEBSOCKET' }) });
    expect(change).toContain('! api-replaced | books |  | replaced, because its protocol changes from HTTP to WEBSOCKET');
  });
});

describe('a WebSocket API', () => {
  const chat = (more: Resources): Resources => ({
    Api: api({ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }),
    Fn: lambdaResource,
    Int: integration({ PayloadFormatVersion: undefined }),
    Default: route('$default'),
    ...more,
  });

  test('is opened to the public when its protected route $connect is removed', () => {
    expect(changes(chat({ Connect: route('$connect', { AuthorizationType: 'AWS_IAM' }) }), chat({}))).toEqual([
      '! route-removed | books | $connect | removed (was to the function Fn): it has no route any more',
      '! route-opened | books | $connect | opened to the public: required AWS_IAM, and will require no authorization',
    ]);
  });

  test('has messages without authorization of their own', () => {
    expect(changes(chat({}), chat({ Send: route('send') }))).toEqual([
      '- route-added | books | send | added, to the function Fn; until now, its requests go to $default',
    ]);
  });

  test('shows a route that returns a response', () => {
    const response = {
      Type: 'AWS::ApiGatewayV2::RouteResponse',
      Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'Default' }, RouteResponseKey: '$default' },
    };
    expect(changes(chat({}), chat({ Response: response }))).toEqual([
      '- route-changed | books | $default | will return a response to the client',
    ]);
    expect(changes(chat({ Response: response }), chat({}))).toEqual([
      '- route-changed | books | $default | will not return a response to the client any more',
    ]);
  });
});

test('an API of another app is found by the value of its ID', () => {
  const routes = (key: string) => ({ Int: url('https://a.example', { ApiId: 'abc' }), R: route(key, { ApiId: 'abc' }) });
  expect(changes(routes('GET /a'), routes('GET /b'))).toEqual([
    '- route-added | abc | GET /b | added, to https://a.example, open to the public',
    '! route-removed | abc | GET /a | removed (was to https://a.example): its requests get 404',
  ]);
});

test('the name of a template without an assembly does not matter', () => {
  const [before, after] = ['deployed.json', 'Books.template.json'].map((name) => `${files({ [name]: { Resources: base } })}/${name}`);
  expect(compareApps(before ?? '', after ?? '').comparison?.changes).toEqual([]);
});

test('templates of SAM in YAML are compared by what they are expanded to, with lines', () => {
  const sam = (path: string, authorizer: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Users
        Authorizers:
          Users:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: https://issuer.example, audience: [shop] }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: exports.handler = async () => 1
      Events:
        List: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: ${path}, Auth: { Authorizer: ${authorizer} } } }
`;
  const path = files({ 'old.yaml': sam('/books', 'Users'), 'new.yaml': sam('/books', 'NONE'), 'moved.yaml': sam('/book', 'Users') });
  const { comparison } = compareApps(`${path}/old.yaml`, `${path}/new.yaml`);
  expect(comparison?.changes).toMatchObject([
    { kind: 'route-opened', api: 'Api', routes: ['GET /books'], position: { file: `${path}/new.yaml`, line: expect.any(Number) } },
  ]);
  expect(compareApps(`${path}/old.yaml`, `${path}/moved.yaml`).comparison?.changes.map(({ kind }) => kind)).toEqual([
    'route-added',
    'route-removed',
  ]);
});

test('OpenAPI documents are compared by the routes that they define', () => {
  const document = (path: string) => ({
    openapi: '3.0.1',
    paths: {
      [path]: {
        get: {
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            httpMethod: 'GET',
            uri: 'https://a.example',
            payloadFormatVersion: '1.0',
          },
        },
      },
    },
  });
  const imported = (path: string) => ({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: { ...document(path), info: { title: 'books' } } } },
  });
  expect(changes(imported('/a'), imported('/b'))).toEqual([
    expect.stringContaining('route-added | books | GET /b | added, to https://a.example as GET'),
    expect.stringContaining('route-removed | books | GET /a | removed'),
  ]);
});

test('values that cannot be resolved are compared as they are written', () => {
  const mapped = (value: unknown) => withResources({ Int: integration({ RequestParameters: { 'append:header.a': value } }) });
  const choice = (text: string) => ({ 'Fn::If': ['IsProd', { 'Fn::Sub': ['${a}', { a: { deep: text } }] }, 'b'] });
  expect(changes(mapped(choice('x')), mapped(choice('x')))).toEqual([]);
  expect(changes(mapped(choice('x')), mapped(choice('y')))).toEqual([
    expect.stringContaining('- integration-changed | books | GET /books'),
  ]);
});

describe('check --compare', () => {
  test('prints the changes, those that need attention first, and exits with 0', () => {
    const { code, out, err } = run([
      'check',
      template(withResources({ Beta: stage('beta'), Get: route('GET /books/{id}', jwt()) })),
      '--compare',
      template(withResources({ Books: route('GET /books', jwt()) })),
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^books {2}compared with .*\n {2}! GET \/books: opened to the public.*\n {2}- GET \/books\/\{id\}: added, .*with JWT.*\n {2}- the stage beta is added \(.*:1\)\n\nnew: 0 errors, 0 warnings in 1 template of .*; 0 findings resolved, 3 API changes since /,
    );
  });

  test('says that nothing changes', () => {
    const path = template(base);
    expect(run(['check', path, '--compare', path]).out).toContain(`The APIs are those of ${path}.\n`);
  });

  test('reports and counts only new findings', () => {
    const broken = { Slow: url('https://a.example', { TimeoutInMillis: 1 }) };
    const [before, after] = [
      template(withResources(broken)),
      template(withResources({ ...broken, Fast: url('https://a.example', { TimeoutInMillis: 2 }) })),
    ];
    const compared = run(['check', after ?? '', '--compare', before ?? '']);
    expect(compared.code).toBe(1);
    expect(compared.out.match(/^error /gm)).toHaveLength(1);
    expect(compared.out).toContain('error [TimeoutOutOfRange] app/Fast');
    expect(run(['check', before ?? '', '--compare', after ?? '']).code).toBe(0);
    expect(run(['check', before ?? '', '--compare', after ?? '']).out).toContain('new: 0 errors, 0 warnings in 1 template of');
    expect(run(['check', before ?? '', '--compare', after ?? '']).out).toContain('1 finding resolved');
  });

  test.each([
    [['check', '-', '--compare', '-'], 'both templates are to be read from standard input'],
    [['check', 'TEMPLATE', '--compare', 'nowhere'], 'there is no nowhere'],
    [['check', 'TEMPLATE', '--json', '--format', 'sarif'], '--json and --format sarif exclude each other'],
    [['check', 'TEMPLATE', '--format', 'xml'], "argument 'xml' is invalid"],
  ])('rejects %j', (argv, message) => {
    const { code, err } = run(argv.map((each) => (each === 'TEMPLATE' ? template(base) : each)));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
