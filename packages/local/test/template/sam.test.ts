import { describe, expect, test } from 'vitest';
import { expandSam } from '../../src/template/sam/expand-sam';

const TRANSFORM = 'AWS::Serverless-2016-10-31';
const fn = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::Serverless::Function',
  ...more,
  Properties: { Handler: 'app.handler', Runtime: 'nodejs22.x', CodeUri: 'src/', ...properties },
});
const httpApi = (properties: object = {}, more: object = {}) => ({ Type: 'AWS::Serverless::HttpApi', ...more, Properties: properties });
const event = (properties?: object) => ({ Type: 'HttpApi', ...(properties && { Properties: properties }) });

// biome-ignore lint/suspicious/noExplicitAny: resources have properties of any shape.
type Resource = { Type: string; Properties: any; [attribute: string]: any };

function expand(resources: object, rest: object = {}) {
  const { body, ...expanded } = expandSam({ Transform: TRANSFORM, Resources: resources, ...rest }, false);
  return { ...expanded, body, resources: body.Resources as Record<string, Resource> };
}

/** The operation of a document. */
const operation = (resources: Record<string, Resource>, api: string, path: string, method: string) =>
  resources[api]?.Properties.Body.paths[path][method];

const INVOKE = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions';
const EXECUTE = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}';

describe('a function', () => {
  test('becomes a function and its role', () => {
    const { resources, body } = expand({
      Books: fn({ Policies: ['AWSLambdaRole', { Statement: [] }, { SQSPollerPolicy: { QueueName: 'q' } }] }),
    });

    expect(Object.keys(resources)).toEqual(['Books', 'BooksRole']);
    expect(resources.Books).toMatchObject({
      Type: 'AWS::Lambda::Function',
      Metadata: { 'aws:asset:path': 'src/', 'aws:asset:property': 'Code' },
      Properties: { Handler: 'app.handler', Runtime: 'nodejs22.x', Role: { 'Fn::GetAtt': ['BooksRole', 'Arn'] } },
    });
    expect(resources.BooksRole?.Properties).toMatchObject({
      ManagedPolicyArns: [
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSLambdaRole' },
      ],
      Policies: [
        { PolicyName: 'BooksRolePolicy1', PolicyDocument: { Statement: [] } },
        { PolicyName: 'BooksRolePolicy2', PolicyDocument: { 'Fn::Transform': { Name: 'AWS::Serverless' } } },
      ],
    });
    expect(body).not.toHaveProperty('Transform.0');
  });

  test.each([
    [{ CodeUri: 's3://bucket/a/key.zip?versionId=1' }, { S3Bucket: 'bucket', S3Key: 'a/key.zip', S3ObjectVersion: '1' }],
    [{ CodeUri: { Bucket: 'b', Key: 'k' } }, { S3Bucket: 'b', S3Key: 'k' }],
    [{ InlineCode: 'x', CodeUri: undefined }, { ZipFile: 'x' }],
    [{ PackageType: 'Image', ImageUri: 'repo:1' }, { ImageUri: 'repo:1' }],
    [{ PackageType: 'Image' }, { ImageUri: 'books:latest' }],
  ])('with %j has its code in CloudFormation', (properties, code) => {
    expect(expand({ Books: fn(properties) }).resources.Books?.Properties.Code).toEqual(code);
  });

  test('keeps its own role, also where a condition chooses it', () => {
    const choice = { 'Fn::If': ['Own', 'arn:role', { Ref: 'AWS::NoValue' }] };
    const { resources } = expand({ A: fn({ Role: 'arn:role' }), B: fn({ Role: choice }) });

    expect(resources).not.toHaveProperty('ARole');
    expect(resources.A?.Properties.Role).toBe('arn:role');
    expect(resources.B?.Properties.Role).toEqual({ 'Fn::If': ['Own', 'arn:role', { 'Fn::GetAtt': ['BRole', 'Arn'] }] });
  });

  test('publishes a version and an alias, which its events then invoke', () => {
    const properties = { AutoPublishAlias: { Ref: 'Alias' }, CodeUri: 's3://b/k', Events: { Get: event({ Path: '/a', Method: 'get' }) } };
    const { resources, body } = expand(
      { Books: fn(properties), Out: { Type: 'X', Properties: { A: { Ref: 'Books.Alias' }, B: { 'Fn::Sub': '${Books.Version}' } } } },
      { Parameters: { Alias: { Default: 'live-1' } } },
    );
    const version = Object.keys(resources).find((id) => id.startsWith('BooksVersion'));

    expect(resources.BooksAliasliveD1?.Properties).toMatchObject({
      Name: 'live-1',
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
    });
    expect(resources.BooksGetPermission?.Properties.FunctionName).toEqual({ Ref: 'BooksAliasliveD1' });
    expect(operation(resources, 'ServerlessHttpApi', '/a', 'get')['x-amazon-apigateway-integration'].uri).toEqual({
      'Fn::Sub': `${INVOKE}/\${BooksAliasliveD1}/invocations`,
    });
    expect(resources.Out?.Properties).toEqual({ A: { Ref: 'BooksAliasliveD1' }, B: { 'Fn::Sub': `\${${version}}` } });
    expect(body.Resources).toBe(resources);
  });

  test('permits the services of its other events to invoke it', () => {
    const { resources, notes } = expand({
      Books: fn({ Events: { Q: { Type: 'SQS' }, T: { Type: 'SNS' }, R: { Type: 'Api' }, X: { Type: 'New' } } }),
    });

    expect(resources.BooksQ?.Type).toBe('AWS::Lambda::EventSourceMapping');
    expect(resources.BooksTPermission?.Properties.Principal).toBe('sns.amazonaws.com');
    expect(notes.map(({ reason }) => reason)).toEqual(['its event R, which adds a REST API', 'its event X of the type New']);
  });

  test('has a URL', () => {
    const { resources } = expand({ Books: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }) });

    expect(resources.BooksUrl?.Properties).toEqual({ AuthType: 'NONE', TargetFunctionArn: { Ref: 'Books' } });
    expect(resources.BooksUrlPublicPermissions?.Properties.Action).toBe('lambda:InvokeFunctionUrl');
  });

  test('that needs a build says with what', () => {
    const metadata = { Metadata: { BuildMethod: 'esbuild' } };

    expect(expand({ A: fn({}, metadata) }).resources.A?.Metadata).toHaveProperty(['apigwv2-local:build-method'], 'esbuild');
    expect(expandSam({ Transform: TRANSFORM, Resources: { A: fn({}, metadata) } }, true).body.Resources).not.toHaveProperty([
      'A',
      'Metadata',
      'apigwv2-local:build-method',
    ]);
  });
});

describe('globals', () => {
  test('merge maps, join lists, and give way to the resource', () => {
    const globals = { Function: { Timeout: 5, Runtime: 'python3.13', Layers: ['a'], Environment: { Variables: { A: '1', B: '1' } } } };
    const own = { Layers: ['b'], Environment: { Variables: { B: '2' } } };
    const { resources, body } = expand(
      { F: fn(own), G: { ...fn(), IgnoreGlobals: '*' }, H: { ...fn(), IgnoreGlobals: ['Timeout'] } },
      { Globals: globals },
    );

    expect(resources.F?.Properties).toMatchObject({
      Timeout: 5,
      Runtime: 'nodejs22.x',
      Layers: ['a', 'b'],
      Environment: { Variables: { A: '1', B: '2' } },
    });
    expect(resources.G?.Properties).not.toHaveProperty('Timeout');
    expect(resources.H?.Properties).not.toHaveProperty('Timeout');
    expect(resources.H?.Properties.Layers).toEqual(['a']);
    expect(body).not.toHaveProperty('Globals');
  });
});

describe('events of HTTP APIs', () => {
  test('without an API add one with its stage', () => {
    const { resources } = expand({ Books: fn({ Events: { Get: event({ Path: '/books/{id}', Method: 'GET', TimeoutInMillis: 1000 }) } }) });

    expect(Object.keys(resources)).toEqual([
      'Books',
      'BooksRole',
      'BooksGetPermission',
      'ServerlessHttpApi',
      'ServerlessHttpApiApiGatewayDefaultStage',
    ]);
    expect(operation(resources, 'ServerlessHttpApi', '/books/{id}', 'get')).toMatchObject({
      'x-amazon-apigateway-integration': {
        type: 'aws_proxy',
        httpMethod: 'POST',
        payloadFormatVersion: '2.0',
        timeoutInMillis: 1000,
        uri: { 'Fn::Sub': `${INVOKE}/\${Books.Arn}/invocations` },
      },
    });
    expect(resources.BooksGetPermission?.Properties.SourceArn).toEqual({
      'Fn::Sub': [`${EXECUTE}:\${__ApiId__}/\${__Stage__}/GET/books/*`, { __ApiId__: { Ref: 'ServerlessHttpApi' }, __Stage__: '*' }],
    });
    expect(resources.ServerlessHttpApiApiGatewayDefaultStage?.Properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
  });

  test('without a path are the default route, whose permission covers later ones of the same function', () => {
    const { resources } = expand({ Books: fn({ Events: { All: event(), Get: event({ Path: '/a', Method: 'any' }) } }) });

    expect(operation(resources, 'ServerlessHttpApi', '$default', 'x-amazon-apigateway-any-method')).toMatchObject({ isDefaultRoute: true });
    expect(resources.BooksAllPermission?.Properties.SourceArn['Fn::Sub'][0]).toBe(`${EXECUTE}:\${__ApiId__}/\${__Stage__}/*`);
    expect(resources).not.toHaveProperty('BooksGetPermission');
  });

  test('give their settings to the stage', () => {
    const settings = { ThrottlingBurstLimit: 5 };
    const { resources } = expand({
      Api: httpApi({ RouteSettings: { 'GET /b': { ThrottlingBurstLimit: 1 } } }),
      Books: fn({ Events: { Get: event({ ApiId: { Ref: 'Api' }, Path: '/a', Method: 'get', RouteSettings: settings }) } }),
    });

    expect(resources.ApiApiGatewayDefaultStage?.Properties.RouteSettings).toEqual({
      'GET /b': { ThrottlingBurstLimit: 1 },
      'GET /a': settings,
    });
  });

  test('of another kind of API are reported', () => {
    const { notes } = expand({ Books: fn({ Events: { Get: event({ ApiId: { Ref: 'Books' } }) } }) });

    expect(notes).toEqual([
      { logicalId: 'Books', kind: 'SAM resource', reason: 'its event Get, whose ApiId is no AWS::Serverless::HttpApi of the template' },
    ]);
  });

  test('exist under the condition of their function', () => {
    const get = (path: string) => ({ Events: { Get: event({ Path: path, Method: 'get' }) } });
    const { resources, body } = expand(
      { A: fn(get('/a'), { Condition: 'IsA' }), B: fn(get('/b'), { Condition: 'IsB' }) },
      { Conditions: { IsA: {}, IsB: {} } },
    );

    expect(operation(resources, 'ServerlessHttpApi', '/a', 'get')).toMatchObject({ 'Fn::If': ['IsA', {}, { Ref: 'AWS::NoValue' }] });
    expect(resources.AGetPermission?.Condition).toBe('IsA');
    expect(resources.ServerlessHttpApi?.Condition).toBe('ServerlessHttpApiCondition');
    expect(body.Conditions).toMatchObject({ ServerlessHttpApiCondition: { 'Fn::Or': [{ Condition: 'IsA' }, { Condition: 'IsB' }] } });
  });

  test('give the only condition of their functions to the API', () => {
    const { resources } = expand({ A: fn({ Events: { Get: event() } }, { Condition: 'IsA' }) });

    expect(resources.ServerlessHttpApi?.Condition).toBe('IsA');
    expect(resources.ServerlessHttpApiApiGatewayDefaultStage?.Condition).toBe('IsA');
  });
});

describe('an HTTP API', () => {
  test('keeps operations of its own document', () => {
    const own = { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://a.example.com' } };
    const { resources } = expand({
      Api: httpApi({ DefinitionBody: { openapi: '3.0.1', paths: { '/a': { get: own } } } }),
      Books: fn({
        Events: { A: event({ ApiId: 'Api', Path: '/a', Method: 'get' }), B: event({ ApiId: 'Api', Path: '/a', Method: 'post' }) },
      }),
    });

    expect(operation(resources, 'Api', '/a', 'get')).toEqual(own);
    expect(operation(resources, 'Api', '/a', 'post')).toHaveProperty('x-amazon-apigateway-integration.type', 'aws_proxy');
  });

  test('describes its authorizers in the document, and requires the default one', () => {
    const auth = {
      DefaultAuthorizer: 'Jwt',
      EnableIamAuthorizer: true,
      Authorizers: {
        Jwt: {
          JwtConfiguration: { Issuer: 'https://i', Audience: ['a'] },
          IdentitySource: '$request.header.Authorization',
          AuthorizationScopes: ['s'],
        },
        Fn: {
          FunctionArn: { 'Fn::GetAtt': ['Auth', 'Arn'] },
          FunctionInvokeRole: 'NONE',
          EnableFunctionDefaultPermissions: true,
          AuthorizerPayloadFormatVersion: '2.0',
          EnableSimpleResponses: true,
          Identity: { Headers: ['X'], QueryStrings: ['q'], ReauthorizeEvery: 60 },
        },
      },
    };
    const on = (Authorizer?: string, more: object = {}) => ({ ...(Authorizer && { Authorizer }), ...more });
    const get = (path: string, more: object) => event({ ApiId: { Ref: 'Api' }, Path: path, Method: 'get', ...more });
    const { resources } = expand({
      Api: httpApi({ Auth: auth }),
      Books: fn({
        Events: {
          Default: get('/default', {}),
          None: get('/none', { Auth: on('NONE') }),
          Iam: get('/iam', { Auth: on('AWS_IAM') }),
          Scoped: get('/scoped', { Auth: on(undefined, { AuthorizationScopes: ['t'] }) }),
          Options: event({ ApiId: { Ref: 'Api' }, Path: '/default', Method: 'options' }),
        },
      }),
    });
    const security = (path: string, method = 'get') => operation(resources, 'Api', path, method).security;

    expect(resources.Api?.Properties.Body.components.securitySchemes).toEqual({
      AWS_IAM: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      Jwt: {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          jwtConfiguration: { issuer: 'https://i', audience: ['a'] },
          identitySource: '$request.header.Authorization',
        },
      },
      Fn: {
        type: 'apiKey',
        name: 'Unused',
        in: 'header',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          authorizerUri: {
            'Fn::Sub': [`${INVOKE}/\${__FunctionArn__}/invocations`, { __FunctionArn__: { 'Fn::GetAtt': ['Auth', 'Arn'] } }],
          },
          authorizerResultTtlInSeconds: 60,
          identitySource: ['$request.header.X', '$request.querystring.q'],
          authorizerPayloadFormatVersion: '2.0',
          enableSimpleResponses: true,
        },
      },
    });
    expect([security('/default'), security('/none'), security('/iam'), security('/scoped'), security('/default', 'options')]).toEqual([
      [{ Jwt: ['s'] }],
      [{ NONE: [] }],
      [{ AWS_IAM: [] }],
      [{ Jwt: ['t'] }],
      undefined,
    ]);
    expect(resources.ApiFnAuthorizerPermission?.Properties).toMatchObject({
      FunctionName: { 'Fn::GetAtt': ['Auth', 'Arn'] },
      SourceArn: { 'Fn::Sub': [`${EXECUTE}:\${__ApiId__}/authorizers/*`, { __ApiId__: { Ref: 'Api' } }] },
    });
  });

  test.each([
    [true, { allowOrigins: ['*'] }],
    [{ AllowOrigins: { Ref: 'Computed' }, MaxAge: 5 }, { Ref: 'Computed' }],
    [
      { 'Fn::If': ['IsProd', { AllowOrigins: ['https://a'] }, { Ref: 'AWS::NoValue' }] },
      { 'Fn::If': ['IsProd', { allowOrigins: ['https://a'] }, { Ref: 'AWS::NoValue' }] },
    ],
    [
      { AllowOrigins: ['https://a'], AllowCredentials: true, MaxAge: 5 },
      { allowOrigins: ['https://a'], allowCredentials: true, maxAge: 5 },
    ],
  ])('with the CORS configuration %j', (CorsConfiguration, cors) => {
    const { resources } = expand({ Api: httpApi({ CorsConfiguration }) });

    expect(resources.Api?.Properties.Body['x-amazon-apigateway-cors']).toEqual(cors);
  });

  test('has name, description, tags and endpoint in its document', () => {
    const { resources } = expand({ Api: httpApi({ Name: 'books', Description: 'd', DisableExecuteApiEndpoint: true, Tags: { a: 'b' } }) });

    expect(resources.Api?.Properties.Body).toMatchObject({
      info: { title: 'books', description: 'd' },
      servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      tags: [
        { name: 'a', 'x-amazon-apigateway-tag-value': 'b' },
        { name: 'httpapi:createdBy', 'x-amazon-apigateway-tag-value': 'SAM' },
      ],
    });
  });

  test.each([
    ['prod', 'ApiprodStage'],
    ['$default', 'ApiApiGatewayDefaultStage'],
    // The first ten characters of the SHA-1 of the name.
    ['my-stage', 'ApiStagea9d64949ee'],
    [{ Ref: 'Stage' }, 'ApiStage'],
  ])('with the stage %j has the stage %s', (StageName, id) => {
    const { resources } = expand({ Api: httpApi({ StageName }), Out: { Type: 'X', Properties: { Stage: { Ref: 'Api.Stage' } } } });

    expect(resources[id]?.Properties).toMatchObject({ ApiId: { Ref: 'Api' }, StageName });
    expect(resources.Out?.Properties.Stage).toEqual({ Ref: id });
  });

  test('with a document in S3 refers to it', () => {
    const { resources } = expand({ A: httpApi({ DefinitionUri: 's3://b/k' }), B: httpApi({ DefinitionUri: { Bucket: 'b', Key: 'k' } }) });

    expect(resources.A?.Properties).toEqual({ BodyS3Location: { Bucket: 'b', Key: 'k' } });
    expect(resources.B?.Properties).toEqual({ BodyS3Location: { Bucket: 'b', Key: 'k' } });
  });

  test('has its custom domain, mappings and records', () => {
    const domain = {
      DomainName: { Ref: 'Domain' },
      CertificateArn: 'arn:cert',
      BasePath: ['/books-v1', 'b'],
      Route53: { HostedZoneId: 'Z1', IpV6: true },
    };
    const { resources } = expand({ Api: httpApi({ Domain: domain }) }, { Parameters: { Domain: { Default: 'api.example.com' } } });
    // SHA-1 of the domain and of the zone.
    const [domainId, recordsId] = ['ApiGatewayDomainNameV21bc412bb08', 'RecordSetGroup0cf6d58763'];

    expect(Object.keys(resources).sort()).toEqual(
      ['Api', 'ApiApiGatewayDefaultStage', domainId, 'Apibooksv1ApiMapping', 'ApibApiMapping', recordsId].sort(),
    );
    expect(resources.Apibooksv1ApiMapping?.Properties).toMatchObject({
      ApiMappingKey: 'books-v1',
      Stage: { Ref: 'ApiApiGatewayDefaultStage' },
    });
    expect(resources[recordsId]?.Properties.RecordSets.map(({ Type }: { Type: string }) => Type)).toEqual(['A', 'AAAA']);
  });

  test('reports a custom domain without a certificate', () => {
    expect(expand({ Api: httpApi({ Domain: { DomainName: 'a' } }) }).notes).toEqual([
      { logicalId: 'Api', kind: 'SAM resource', reason: 'its Domain needs a DomainName and a CertificateArn' },
    ]);
  });
});

describe('a WebSocket API', () => {
  const webSocketApi = (properties: object = {}) => ({
    Type: 'AWS::Serverless::WebSocketApi',
    Properties: {
      RouteSelectionExpression: '$request.body.action',
      Routes: { $connect: { FunctionArn: 'arn:fn' }, sendMessage: { FunctionArn: 'arn:fn', IntegrationTimeout: 1000 } },
      ...properties,
    },
  });

  test('has a route, an integration and a permission for each of its routes', () => {
    const { resources } = expand({ Chat: webSocketApi() });

    expect(Object.keys(resources)).toEqual([
      'Chat',
      'ChatConnectRoute',
      'ChatConnectIntegration',
      'ChatConnectPermission',
      'ChatSendmessageRoute',
      'ChatSendmessageIntegration',
      'ChatSendmessagePermission',
      'ChatDefaultStage',
    ]);
    expect(resources.ChatSendmessageRoute?.Properties).toMatchObject({
      RouteKey: 'sendMessage',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'ChatSendmessageIntegration' }]] },
    });
    expect(resources.ChatSendmessageIntegration?.Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', TimeoutInMillis: 1000 });
    expect(resources.ChatSendmessagePermission?.Properties.SourceArn['Fn::Sub'][0]).toBe(`${EXECUTE}:\${__ApiId__}/default/sendMessage`);
  });

  test('has an authorizer for $connect', () => {
    const { resources } = expand({
      Chat: webSocketApi({ Auth: { AuthType: 'CUSTOM', AuthArn: 'arn:auth', IdentitySource: ['route.request.header.A'] } }),
    });

    expect(resources.ChatConnectRoute?.Properties).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: 'ChatConnectAuthorizer' },
    });
    expect(resources.ChatSendmessageRoute?.Properties).not.toHaveProperty('AuthorizationType');
    expect(resources.ChatConnectAuthorizer?.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.header.A'],
    });
    expect(resources.ChatAuthorizerPermission?.Properties.FunctionName).toBe('arn:auth');
  });

  test('can require IAM, or invoke its authorizer with a role', () => {
    expect(expand({ Chat: webSocketApi({ Auth: { AuthType: 'AWS_IAM' } }) }).resources.ChatConnectRoute?.Properties.AuthorizationType).toBe(
      'AWS_IAM',
    );
    expect(expand({ Chat: webSocketApi({ Auth: { AuthType: 'CUSTOM', AuthArn: 'a', InvokeRole: 'r' } }) }).resources).not.toHaveProperty(
      'ChatAuthorizerPermission',
    );
  });

  test('reports a route that SAM refuses', () => {
    expect(expand({ Chat: webSocketApi({ Routes: { 'a-b': { FunctionArn: 'f' } } }) }).notes).toHaveLength(1);
  });

  test('creates its stage after the routes that have settings', () => {
    const { resources } = expand({ Chat: webSocketApi({ StageName: { Ref: 'S' }, RouteSettings: { $connect: {} } }) });

    expect(resources.ChatStage?.DependsOn).toEqual(['ChatConnectRoute', 'ChatSendmessageRoute']);
    expect(resources.ChatConnectPermission?.Properties.SourceArn['Fn::Sub'][1]).toMatchObject({ __StageName__: { Ref: 'S' } });
  });
});

describe('other resources', () => {
  test('of SAM are expanded as far as the APIs need them', () => {
    const { resources, notes } = expand({
      Layer: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 'layer/' } },
      Table: { Type: 'AWS::Serverless::SimpleTable' },
      Flow: { Type: 'AWS::Serverless::StateMachine', Properties: { Type: 'EXPRESS', Definition: {}, Events: { A: { Type: 'Api' } } } },
      Nested: { Type: 'AWS::Serverless::Application', Properties: { Location: 'nested.yaml', Parameters: { A: 'b' } } },
      Rest: { Type: 'AWS::Serverless::Api', Properties: {} },
      Queue: { Type: 'AWS::SQS::Queue' },
    });

    expect(Object.entries(resources).map(([id, { Type }]) => [id, Type])).toEqual([
      ['Layer', 'AWS::Lambda::LayerVersion'],
      ['Table', 'AWS::DynamoDB::Table'],
      ['Flow', 'AWS::StepFunctions::StateMachine'],
      ['Nested', 'AWS::CloudFormation::Stack'],
      ['Rest', 'AWS::Serverless::Api'],
      ['Queue', 'AWS::SQS::Queue'],
      ['FlowRole', 'AWS::IAM::Role'],
    ]);
    expect(resources.FlowRole?.Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Service: ['states.amazonaws.com'] });
    expect(notes.map(({ logicalId }) => logicalId)).toEqual(['Flow', 'Rest']);
  });

  test('connect APIs with functions by a permission', () => {
    const { resources, notes } = expand({
      Api: { ...httpApi(), Connectors: { Call: { Properties: { Destination: { Id: 'Books' }, Permissions: ['Write'] } } } },
      Books: fn(),
      Other: {
        Type: 'AWS::Serverless::Connector',
        Properties: { Source: { Id: 'Books' }, Destination: { Id: 'Table' }, Permissions: ['Read'] },
      },
    });

    expect(resources.ApiCallWriteLambdaPermission?.Properties).toMatchObject({ FunctionName: { 'Fn::GetAtt': ['Books', 'Arn'] } });
    expect(notes).toMatchObject([{ logicalId: 'Other' }]);
  });

  test('need the transform, and others keep theirs', () => {
    expect(expandSam({ Resources: { A: fn() } }, false).notes).toMatchObject([{ kind: 'template' }]);
    expect(expand({ A: fn() }, { Transform: [TRANSFORM, 'Mine'] }).body.Transform).toEqual(['Mine']);
  });

  test('are located where they come from', () => {
    const { places, operations } = expand({ Books: fn({ Events: { Get: event({ Path: '/a', Method: 'get' }) } }) });

    expect(places.get('BooksGetPermission')).toEqual({ logicalId: 'Books', property: 'Properties/Events/Get' });
    expect(operations.get('ServerlessHttpApi')?.get('paths/~1a/get')).toEqual({ logicalId: 'Books', property: 'Properties/Events/Get' });
  });
});
