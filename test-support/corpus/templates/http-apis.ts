import { fn, httpApi, on, onApi, sam } from './build';

const documentOf = (paths: object, more: object = {}) => ({ openapi: '3.0.1', info: { title: 'own', version: '1' }, paths, ...more });
const proxy = (uri: unknown) => ({
  'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri, payloadFormatVersion: '1.0' },
});
const settings = { ThrottlingBurstLimit: 10, ThrottlingRateLimit: 5 };
const domain = (more: object = {}) => ({ DomainName: 'api.example.com', CertificateArn: 'arn:aws:acm:us-east-1:1:certificate/c', ...more });

/** HTTP APIs with their stages, documents and domains. */
export const httpApiTemplates: Readonly<Record<string, object>> = {
  'implicit API with methods and path variables': sam({
    Books: fn({ List: on('get', '/books'), Get: on('GET', '/books/{id}'), Any: on('ANY', '/all/{proxy+}'), Slash: on('post', '/slash/') }),
  }),
  'implicit API with its default route and others of the same function': sam({
    Books: fn({ All: { Type: 'HttpApi' }, Get: on('get', '/books') }),
    Other: fn({ Get: on('get', '/other') }),
  }),
  'implicit API of functions with one condition': sam(
    { A: fn({ Get: on('get', '/a') }, {}, { Condition: 'IsProd' }) },
    { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  ),
  'implicit API of functions with several conditions': sam(
    {
      A: fn({ Get: on('get', '/a'), Post: on('post', '/b') }, {}, { Condition: 'IsA' }),
      B: fn({ Get: on('get', '/b') }, {}, { Condition: 'IsB' }),
    },
    {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsA: { 'Fn::Equals': [{ Ref: 'Stage' }, 'a'] }, IsB: { 'Fn::Equals': [{ Ref: 'Stage' }, 'b'] } },
    },
  ),
  'implicit API of functions with and without a condition': sam(
    { A: fn({ Get: on('get', '/a') }, {}, { Condition: 'IsA' }), B: fn({ Get: on('get', '/b') }) },
    { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsA: { 'Fn::Equals': [{ Ref: 'Stage' }, 'a'] } } },
  ),
  'implicit API with globals': sam(
    { Books: fn({ Get: on('get', '/books') }) },
    {
      Globals: {
        HttpApi: { CorsConfiguration: true, StageVariables: { A: 'b' }, DefaultRouteSettings: settings, Tags: { a: 'b' } },
        Function: { Timeout: 5, Environment: { Variables: { A: '1' } } },
      },
    },
  ),
  'API with a named stage and settings of events': sam({
    Api: httpApi({ StageName: 'prod', RouteSettings: { 'GET /books': settings } }),
    Books: fn({
      Get: onApi('get', '/books', { RouteSettings: { DetailedMetricsEnabled: true } }),
      All: onApi('any', '/all', { RouteSettings: settings }),
    }),
  }),
  'API whose default route has settings': sam({
    Api: httpApi(),
    Books: fn({ All: { Type: 'HttpApi', Properties: { ApiId: { Ref: 'Api' }, RouteSettings: settings } } }),
  }),
  'API with a stage whose name has a hyphen': sam({ Api: httpApi({ StageName: 'my-stage' }), Books: fn({ Get: onApi('get', '/') }) }),
  'API with a stage that a parameter names': sam(
    {
      Api: httpApi({ StageName: { Ref: 'Stage' } }),
      Books: fn({ Get: onApi('get', '/') }),
      Mapping: {
        Type: 'AWS::ApiGatewayV2::ApiMapping',
        Properties: { ApiId: { Ref: 'Api' }, DomainName: 'api.example.com', Stage: { Ref: 'Api.Stage' } },
      },
    },
    { Parameters: { Stage: { Type: 'String', Default: 'test' } } },
  ),
  'API with access logs and stage variables': sam({
    Api: httpApi({ AccessLogSettings: { DestinationArn: 'arn:aws:logs:x', Format: '$context.requestId' }, StageVariables: { fn: 'a' } }),
    Books: fn({ Get: onApi('get', '/') }),
  }),
  'API with name, description and endpoint': sam({
    Api: httpApi({ Name: 'books', Description: 'd', DisableExecuteApiEndpoint: true }),
    Books: fn({ Get: onApi('get', '/') }),
  }),
  'API with all of CORS': sam({
    Api: httpApi({
      CorsConfiguration: {
        AllowOrigins: ['https://a.example.com'],
        AllowHeaders: ['x-a'],
        AllowMethods: ['GET'],
        ExposeHeaders: ['x-b'],
        MaxAge: 600,
        AllowCredentials: true,
      },
    }),
    Books: fn({ Get: onApi('get', '/') }),
  }),
  'API with CORS under a condition': sam(
    {
      Api: httpApi({ CorsConfiguration: { 'Fn::If': ['IsProd', { AllowOrigins: ['https://a'] }, { Ref: 'AWS::NoValue' }] } }),
      Books: fn({ Get: onApi('get', '/') }),
    },
    { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  ),
  'API with a document of its own': sam({
    Api: httpApi({
      DefinitionBody: documentOf({ '/own': { get: proxy('https://own.example.com') } }, { 'x-amazon-apigateway-cors': { maxAge: 5 } }),
    }),
    Books: fn({ Own: onApi('get', '/own'), More: onApi('post', '/own'), New: onApi('get', '/new') }),
  }),
  'API with a document with conditions': sam(
    {
      Api: httpApi({
        DefinitionBody: documentOf({
          '/a': { 'Fn::If': ['IsProd', { get: proxy('https://a') }, { get: proxy('https://b') }] },
          '/b': { get: { 'Fn::If': ['IsProd', proxy('https://a'), { Ref: 'AWS::NoValue' }] } },
        }),
      }),
    },
    { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  ),
  'API with a document in S3': sam({ Api: httpApi({ DefinitionUri: 's3://bucket/api.yaml' }) }),
  'API that fails on warnings': sam({
    Api: httpApi({ FailOnWarnings: true }),
    Books: fn({ All: { Type: 'HttpApi', Properties: { ApiId: { Ref: 'Api' } } } }),
  }),
  'API under a condition': sam(
    { Api: httpApi({ Domain: domain() }, { Condition: 'IsProd' }), Books: fn({ Get: onApi('get', '/') }) },
    { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  ),
  'APIs that share a hosted zone': sam({
    Api: httpApi({ Domain: domain({ Route53: { HostedZoneId: 'Z1', IpV6: true, EvaluateTargetHealth: true } }) }),
    Other: httpApi({ Domain: domain({ DomainName: 'other.example.com', BasePath: ['v1', '/a-b'], Route53: { HostedZoneId: 'Z1' } }) }),
    Books: fn({ Get: onApi('get', '/') }),
  }),
  'API with a domain of parameters': sam(
    {
      Api: httpApi({
        Domain: {
          DomainName: { Ref: 'Domain' },
          CertificateArn: { Ref: 'Certificate' },
          BasePath: { Ref: 'Base' },
          SecurityPolicy: 'TLS_1_2',
          MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' },
          Route53: { HostedZoneName: 'example.com.' },
        },
      }),
      Books: fn({ Get: onApi('get', '/') }),
    },
    {
      Parameters: {
        Domain: { Type: 'String', Default: 'api.example.com' },
        Certificate: { Type: 'String' },
        Base: { Type: 'String', Default: 'books' },
      },
    },
  ),
};
