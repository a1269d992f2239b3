import { checkTemplates, coverageOf, describeCoverage, type Finding } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { v2 } from './template-support';

type Properties = Readonly<Record<string, unknown>>;

const ref = (logicalId: string) => ({ Ref: logicalId });
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const own = (api: string, type: string, properties: Properties = {}, rest: Properties = {}) =>
  v2(type, { ApiId: ref(api), ...properties }, rest);

const findingsIn = (Resources: object, template: Properties = {}): readonly Finding[] =>
  checkTemplates([{ id: 'parcels', body: JSON.parse(JSON.stringify({ ...template, Resources })) }]);

/** Expects exactly these findings: severity, code, logical ID, property. */
function expectFindings(resources: object, expected: readonly string[], template?: Properties): readonly Finding[] {
  const findings = findingsIn(resources, template);
  const shown = findings.map(({ severity, code, logicalId, property }) => `${severity} ${code} ${logicalId} ${property}`);
  expect(shown).toEqual(expected.map((line) => line.replace(' @', ' Properties/')));
  return findings;
}

const WORKER = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'parcels.handle', Runtime: 'nodejs22.x' } };
const INVOCATIONS = {
  'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations`,
};
const mayInvoke = (api: string, tail = '*') => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: ref('Worker'),
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/${tail}` },
  },
});

/** `GET /parcels/{id}` of an HTTP API, which a function answers on the stage `$default`. */
function parcels(others: object = {}, api: Properties = {}) {
  return {
    Parcels: v2('Api', { Name: 'parcels', ProtocolType: 'HTTP', ...api }),
    Live: own('Parcels', 'Stage', { StageName: '$default', AutoDeploy: true }),
    Worker: WORKER,
    WorkerGrant: mayInvoke('Parcels'),
    Lookup: own('Parcels', 'Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: arn('Worker'), PayloadFormatVersion: '2.0' }),
    Track: toLookup({ RouteKey: 'GET /parcels/{id}' }),
    ...others,
  };
}
const toLookup = (properties: Properties) => own('Parcels', 'Route', { Target: { 'Fn::Sub': 'integrations/${Lookup}' }, ...properties });

/** `$connect` and `$default` of a WebSocket API, which a function answers on the stage `live`. */
function rooms(others: object = {}) {
  return {
    Rooms: v2('Api', { Name: 'rooms', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' }),
    Live: own('Rooms', 'Stage', { StageName: 'live', AutoDeploy: true }),
    Worker: WORKER,
    WorkerGrant: mayInvoke('Rooms'),
    Talk: own('Rooms', 'Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: INVOCATIONS }),
    Enter: toTalk({ RouteKey: '$connect' }),
    Other: toTalk({ RouteKey: '$default' }),
    ...others,
  };
}
const toTalk = (properties: Properties) => own('Rooms', 'Route', { Target: { 'Fn::Sub': 'integrations/${Talk}' }, ...properties });

const BY_GUARD = { AuthorizationType: 'CUSTOM', AuthorizerId: ref('Guard') };
const guard = (api: string, properties: Properties) =>
  own(api, 'Authorizer', { Name: 'guard', AuthorizerType: 'REQUEST', AuthorizerUri: INVOCATIONS, ...properties });
const guardedParcels = (properties: Properties, route: Properties = BY_GUARD) =>
  parcels({ Track: toLookup({ RouteKey: 'GET /parcels/{id}', ...route }), Guard: guard('Parcels', properties) });

describe('authorizers', () => {
  // https://github.com/aws/aws-cdk/issues/18307
  test('a WebSocket authorizer reads identity sources of WebSocket APIs', () => {
    const guarded = (source: string) =>
      rooms({ Enter: toTalk({ RouteKey: '$connect', ...BY_GUARD }), Guard: guard('Rooms', { IdentitySource: [source] }) });
    expectFindings(guarded('$request.querystring.ticket'), ['error IdentitySourceInvalid Guard @IdentitySource/0']);
    expectFindings(guarded('route.request.querystring.ticket'), []);
    expectFindings(guarded('context.identity.sourceIp'), []);
  });

  // https://github.com/hashicorp/terraform-provider-aws/issues/15181
  test('a REQUEST authorizer of an HTTP API has a payload format version', () => {
    const source = { IdentitySource: ['$request.header.x-ticket'] };
    expectFindings(guardedParcels(source), ['error AuthorizerPayloadVersionMissing Guard @AuthorizerPayloadFormatVersion']);
    expectFindings(guardedParcels({ ...source, AuthorizerPayloadFormatVersion: '1.0' }), []);
  });

  // https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/79
  test('the issuer of a JWT authorizer is an https URL', () => {
    const issuedBy = (Issuer: unknown) =>
      guardedParcels(
        {
          AuthorizerType: 'JWT',
          AuthorizerUri: undefined,
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer, Audience: ['parcels-app'] },
        },
        { AuthorizationType: 'JWT', AuthorizerId: ref('Guard') },
      );
    expectFindings(issuedBy('login.parcels.example'), ['error JwtIssuerInvalid Guard @JwtConfiguration/Issuer']);
    expectFindings(issuedBy('https://login.parcels.example'), []);
  });

  // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
  test('simple responses need payload format 2.0', () => {
    const simple = (AuthorizerPayloadFormatVersion: string) =>
      guardedParcels({ AuthorizerPayloadFormatVersion, EnableSimpleResponses: true, IdentitySource: ['$request.header.x-ticket'] });
    expectFindings(simple('1.0'), ['error SimpleResponsesNotSupported Guard @EnableSimpleResponses']);
    expectFindings(simple('2.0'), []);
  });

  // https://github.com/aws/aws-cdk/issues/13869
  test('only $connect has an authorizer in a WebSocket API', () => {
    const guarded = (route: string) =>
      rooms({ [route]: toTalk({ RouteKey: route === 'Enter' ? '$connect' : 'speak', ...BY_GUARD }), Guard: guard('Rooms', {}) });
    expectFindings(guarded('Speak'), ['error AuthorizationOnMessageRoute Speak @AuthorizationType']);
    expectFindings(guarded('Enter'), []);
  });
});

describe('stages', () => {
  const live = (properties: Properties, rest: Properties = {}) =>
    parcels({ Live: own('Parcels', 'Stage', { StageName: '$default', AutoDeploy: true, ...properties }, rest) });

  // https://github.com/serverless/serverless/issues/7038
  test('access logs use variables of HTTP APIs', () => {
    const logged = (...variables: string[]) => {
      const Format = JSON.stringify(Object.fromEntries(variables.map((name) => [name, `$context.${name}`])));
      return { ...live({ AccessLogSettings: { DestinationArn: arn('Journal'), Format } }), Journal: { Type: 'AWS::Logs::LogGroup' } };
    };
    const [refused, unknown] = expectFindings(logged('requestId', 'requestid', 'wafResponseCode', 'xrayTraceId', 'resourcePath'), [
      'error AccessLogVariableNotSupported Live @AccessLogSettings/Format',
      'warning AccessLogVariableUnknown Live @AccessLogSettings/Format',
    ]);
    expect(refused.message).toContain('[$context.requestid, $context.wafResponseCode, $context.xrayTraceId]');
    expect(unknown.message).toContain('$context.resourcePath');
    expectFindings(logged('requestId', 'routeKey', 'integrationStatus'), []);
  });

  // https://github.com/DianaIonita/serverless-api-gateway-throttling/issues/34
  test('settings are those of a route that exists', () => {
    const limited = (key: string) =>
      live({ RouteSettings: { [key]: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 } } }, { DependsOn: ['Track'] });
    expectFindings(limited('PUT /parcels/{id}'), ['error RouteSettingsUnknownRoute Live @RouteSettings/PUT /parcels/{id}']);
    expectFindings(limited('GET /parcels/{id}'), []);
  });

  // https://github.com/hashicorp/terraform-provider-aws/issues/14010
  test('an HTTP API has no execution logs', () => {
    expectFindings(live({ DefaultRouteSettings: { LoggingLevel: 'ERROR' } }), [
      'error LoggingNotSupported Live @DefaultRouteSettings/LoggingLevel',
    ]);
    expectFindings(live({ DefaultRouteSettings: { DetailedMetricsEnabled: true } }), []);
  });

  // https://github.com/aws/serverless-application-model/issues/2512
  test('a deployment depends on the routes of its API', () => {
    const deployed = (...DependsOn: string[]) =>
      rooms({
        Live: own('Rooms', 'Stage', { StageName: 'live', DeploymentId: ref('Snapshot') }),
        Snapshot: own('Rooms', 'Deployment', {}, { DependsOn }),
      });
    expectFindings(deployed(), ['error DeploymentBeforeRoutes Snapshot DependsOn']);
    expectFindings(deployed('Enter', 'Other'), []);
  });

  // https://github.com/aws/aws-cdk/issues/9078
  test('an API mapping has no key in place of a slash', () => {
    const mapped = (properties: Properties) =>
      parcels({ Domain: own('Parcels', 'ApiMapping', { DomainName: 'parcels.example', ...properties }) });
    expectFindings(mapped({ Stage: '$default', ApiMappingKey: '/' }), [
      'error ApiMappingKeySlash Domain @ApiMappingKey',
      'warning ApiMappingBeforeStage Domain @Stage',
    ]);
    expectFindings(mapped({ Stage: ref('Live') }), []);
  });
});

// https://github.com/aws/aws-cdk/issues/9076
test('credentials are not allowed for every origin', () => {
  const shared = (...AllowOrigins: string[]) =>
    parcels({}, { CorsConfiguration: { AllowOrigins, AllowCredentials: true, AllowMethods: ['GET'] } });
  expectFindings(shared('*'), ['error CorsCredentialsWithAnyOrigin Parcels @CorsConfiguration/AllowOrigins']);
  expectFindings(shared('https://parcels.example'), []);
});

// https://github.com/terraform-aws-modules/terraform-aws-apigateway-v2/issues/41
test('the source ARN of the $default route has two segments', () => {
  const granted = (tail: string) => parcels({ Track: toLookup({ RouteKey: '$default' }), WorkerGrant: mayInvoke('Parcels', tail) });
  expectFindings(granted('*/*/*'), ['error InvokePermissionMismatch Lookup @IntegrationUri']);
  expectFindings(granted('*/$default'), []);
});

describe('kinds of values', () => {
  const link = { Link: v2('VpcLink', { Name: 'inner', SubnetIds: ['subnet-a', 'subnet-b'] }) };
  const balancer = { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal' } } };
  const listener = { Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: ref('Balancer') } } };
  const through = (IntegrationUri: unknown) =>
    own('Parcels', 'Integration', {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      ConnectionType: 'VPC_LINK',
      ConnectionId: ref('Link'),
      IntegrationUri,
      PayloadFormatVersion: '1.0',
    });

  // https://github.com/klothoplatform/klotho/pull/347
  test('a private integration has the ARN of a listener', () => {
    const privately = (uri: unknown) => parcels({ ...link, ...balancer, ...listener, Inner: through(uri) });
    const loadBalancerArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/inner/50dc6c495c0c9188';
    const listenerArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/inner/50dc6c495c0c9188/f2f7dc8efc522ab2';
    expectFindings(privately(ref('Balancer')), ['error ReferenceKindInvalid Inner @IntegrationUri']);
    expectFindings(privately(loadBalancerArn), ['error PrivateUriInvalid Inner @IntegrationUri']);
    expectFindings(privately(ref('Listener')), []);
    expectFindings(privately(listenerArn), []);
  });

  // The return values of Ref and Fn::GetAtt in the references of the resource types.
  test('a reference returns what its property takes', () => {
    const sending = (QueueUrl: unknown, CredentialsArn: unknown) =>
      own('Parcels', 'Integration', {
        IntegrationType: 'AWS_PROXY',
        IntegrationSubtype: 'SQS-SendMessage',
        PayloadFormatVersion: '1.0',
        CredentialsArn,
        RequestParameters: { QueueUrl, MessageBody: '$request.body' },
      });
    const role = (policies: readonly object[]) => ({
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: policies,
      },
    });
    const send = { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Outbox') }] } };
    const app = (uris: { fn: unknown; queue: unknown; role: unknown; inner: unknown }, policies: readonly object[]) =>
      parcels({
        ...link,
        ...balancer,
        ...listener,
        Outbox: { Type: 'AWS::SQS::Queue', Properties: {} },
        Sender: role(policies),
        Lookup: own('Parcels', 'Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: uris.fn, PayloadFormatVersion: '2.0' }),
        ByArn: sending(uris.queue, arn('Sender')),
        ByName: sending(ref('Outbox'), uris.role),
        Inner: through(uris.inner),
      });
    expectFindings(app({ fn: ref('Worker'), queue: arn('Outbox'), role: ref('Sender'), inner: ref('Balancer') }, []), [
      'error ReferenceKindInvalid Lookup @IntegrationUri',
      'error ReferenceKindInvalid ByArn @RequestParameters/QueueUrl',
      'error ReferenceKindInvalid ByName @CredentialsArn',
      'error ReferenceKindInvalid Inner @IntegrationUri',
      'warning RoleActionMissing ByArn @CredentialsArn',
    ]);
    expectFindings(app({ fn: arn('Worker'), queue: ref('Outbox'), role: arn('Sender'), inner: ref('Listener') }, [send]), []);
  });
});

/** The service refuses these mappings when they are written out; the checks compute what CloudFormation will compute. */
describe('intrinsic functions', () => {
  const mapping = (RequestParameters: unknown) => ({
    Parcels: v2('Api', { Name: 'parcels', ProtocolType: 'HTTP' }),
    Remote: own('Parcels', 'Integration', {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: 'https://carrier.example',
      PayloadFormatVersion: '1.0',
      RequestParameters,
    }),
  });
  const template = {
    Parameters: {
      Size: { Type: 'String', Default: 'large' },
      Source: { Type: 'String', Default: '$request.heders.size' },
      Good: { Type: 'String', Default: '$request.header.size' },
    },
    Conditions: { IsLarge: { 'Fn::Equals': [ref('Size'), 'large'] } },
  };
  const unknown = ['error SourceUnknown Remote @RequestParameters/append:header.size'];

  test('a text with a parameter', () => {
    const [finding] = expectFindings(mapping({ 'append:header.size': { 'Fn::Sub': '$request.heder.${Size}' } }), unknown, template);
    expect(finding).toMatchObject({ value: '$request.heder.large', expression: '{"Fn::Sub":"$request.heder.${Size}"}' });
    expectFindings(mapping({ 'append:header.size': { 'Fn::Sub': '$request.header.${Size}' } }), [], template);
  });

  test('the default of a parameter', () => {
    const [finding] = expectFindings(mapping({ 'append:header.size': ref('Source') }), unknown, template);
    expect(finding).toMatchObject({ value: '$request.heders.size', expression: '{"Ref":"Source"}' });
    expectFindings(mapping({ 'append:header.size': ref('Good') }), [], template);
  });

  test('the branch of a condition', () => {
    const either = (name: string) => mapping({ 'Fn::If': ['IsLarge', { [name]: 'a' }, ref('AWS::NoValue')] });
    const [finding] = expectFindings(
      either('append:header.authorization'),
      ['error HeaderReserved Remote @RequestParameters/append:header.authorization'],
      template,
    );
    expect(finding.expression).toContain('"Fn::If":["IsLarge"');
    expectFindings(either('append:header.size'), [], template);
  });

  test('the resources of a loop', () => {
    const loop = (name: string) => {
      const { Parcels, Remote } = mapping({ [name]: 'a' });
      return { Parcels, 'Fn::ForEach::Carriers': ['Carrier', ['North', 'South'], { '${Carrier}Remote': Remote }] };
    };
    const language = { Transform: 'AWS::LanguageExtensions' };
    expectFindings(
      loop('append:header.authorization'),
      [
        'error HeaderReserved NorthRemote @RequestParameters/append:header.authorization',
        'error HeaderReserved SouthRemote @RequestParameters/append:header.authorization',
      ],
      language,
    );
    expectFindings(loop('append:header.size'), [], language);
  });
});

// https://github.com/adamchainz/apig-wsgi/issues/149
test('overrides of what quick create makes are checked as what they change', () => {
  const overridden = (TimeoutInMillis: number) => ({
    Parcels: v2('Api', { Name: 'parcels', ProtocolType: 'HTTP', Target: arn('Worker') }),
    Worker: WORKER,
    WorkerGrant: mayInvoke('Parcels'),
    Changes: own('Parcels', 'ApiGatewayManagedOverrides', {
      Integration: { PayloadFormatVersion: '1.0', TimeoutInMillis },
      Stage: { StageVariables: { carrier: 'north' } },
    }),
  });
  expectFindings(overridden(45_000), ['error TimeoutOutOfRange Changes @Integration/TimeoutInMillis']);
  expectFindings(overridden(30_000), []);
});

// https://github.com/aws/aws-sam-cli/issues/2678
test('the routes of an OpenAPI body are checked as resources are', () => {
  const Body = {
    openapi: '3.0.1',
    paths: {
      '/parcels/': {
        get: {
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            payloadFormatVersion: '4.0',
            requestParameters: { 'append:header.size': '$request.heder.size' },
          },
        },
      },
    },
  };
  const resources = { Parcels: v2('Api', { Body }), Live: own('Parcels', 'Stage', { StageName: '$default', AutoDeploy: true }) };
  const operation = 'Parcels @Body/paths/~1parcels~1/get';
  expectFindings(resources, [
    `error RouteTrailingSlash ${operation}`,
    `warning IntegrationMethodMissing ${operation}/x-amazon-apigateway-integration/httpMethod`,
    `warning IntegrationUriMissing ${operation}/x-amazon-apigateway-integration/uri`,
    `error PayloadVersionInvalid ${operation}/x-amazon-apigateway-integration/payloadFormatVersion`,
    `error SourceUnknown ${operation}/x-amazon-apigateway-integration/requestParameters/append:header.size`,
  ]);
});

describe('what is not checked', () => {
  const reported = (body: object) => describeCoverage(coverageOf([{ id: 'parcels', body }]));

  // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html
  test('the resources of a template for SAM', () => {
    const body = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Parcels: {
          Type: 'AWS::Serverless::HttpApi',
          Properties: { CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true } },
        },
        Tracker: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            Handler: 'parcels.handle',
            Runtime: 'nodejs22.x',
            Events: { Track: { Type: 'HttpApi', Properties: { ApiId: ref('Parcels'), Method: 'get', Path: '/parcels/' } } },
          },
        },
      },
    };
    expectFindings(body.Resources, [], { Transform: body.Transform });
    expect(reported(body)).toBe(
      '0 APIs, 0 routes checked; 1 API not checked: SAM resource; not checked: resources that the transform AWS::Serverless-2016-10-31 adds',
    );
  });
});
