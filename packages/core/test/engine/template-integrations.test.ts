import { SERVICE_SUBTYPES } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { expectCodes, findingsOf, httpApi, httpProxy, ofApi, route, service, v2, webSocketApi } from './template-support';

const IMPORTED = { ApiId: 'a1b2c3' };
const PRIVATE = { ConnectionType: 'VPC_LINK', ConnectionId: 'link1' };
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:books';

describe('integration types', () => {
  test.each([
    ['AWS_PROXYY', 'did you mean AWS_PROXY?'],
    ['LAMBDA', 'use one of AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK'],
  ])('reports %s with a remedy', (IntegrationType, remedy) => {
    const [finding] = expectCodes({ Api: httpApi, Integration: ofApi('Integration', { IntegrationType }) }, ['IntegrationTypeUnknown']);
    expect(finding).toMatchObject({ logicalId: 'Integration', property: 'Properties/IntegrationType', value: IntegrationType, remedy });
  });

  test.each(['AWS', 'HTTP', 'MOCK'])('rejects type %s in an HTTP API', (IntegrationType) => {
    expectCodes({ Api: httpApi, Integration: httpProxy({ IntegrationType }) }, ['IntegrationTypeNotInProtocol']);
    expectCodes({ Api: webSocketApi, Integration: httpProxy({ IntegrationType }) }, []);
  });

  test('reports properties of the other kind of API', () => {
    expectCodes({ Api: webSocketApi, Integration: ofApi('Integration', { IntegrationType: 'MOCK', ResponseParameters: {} }) }, [
      'PropertyNotInProtocol',
    ]);
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestTemplates: {}, PassthroughBehavior: 'NEVER' }) }, [
      'PropertyNotInProtocol',
      'PropertyNotInProtocol',
    ]);
  });

  test('applies only general rules to an API of unknown protocol', () => {
    expectCodes(
      { Integration: httpProxy({ ...IMPORTED, IntegrationType: 'MOCK', ResponseParameters: {}, PassthroughBehavior: 'NEVER' }) },
      [],
    );
    expectCodes({ Integration: httpProxy({ ...IMPORTED, IntegrationUri: 'ftp://x', TimeoutInMillis: 31_000 }) }, [
      'TimeoutOutOfRange',
      'UrlInvalid',
    ]);
    expectCodes({ Integration: httpProxy({ ApiId: { 'Fn::Select': [0, [{ Ref: 'A' }]] }, TimeoutInMillis: 1 }) }, ['TimeoutOutOfRange']);
  });

  test('recognizes the protocol of an imported API by its route keys', () => {
    const integration = httpProxy({ ...IMPORTED, PayloadFormatVersion: '2.0', TimeoutInMillis: 29_500 });
    expectCodes({ Integration: integration, Route: v2('Route', { ...IMPORTED, RouteKey: 'GET /' }) }, ['PayloadVersionInvalid']);
    expectCodes({ Integration: integration, Route: v2('Route', { ...IMPORTED, RouteKey: '$connect' }) }, [
      'PayloadVersionInvalid',
      'TimeoutOutOfRange',
    ]);
    expectCodes({ Integration: integration, Route: v2('Route', { ...IMPORTED, RouteKey: 'join' }) }, []);
    expectCodes({ Integration: integration, Route: v2('Route', { ...IMPORTED, RouteKey: { Ref: 'Key' } }) }, []);
  });

  test.each([
    { Integration: v2('Integration', { ...IMPORTED, IntegrationType: 'MOCK' }) },
    { Integration: v2('Integration', { ...IMPORTED, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, RequestTemplates: {} }) },
    { Response: v2('IntegrationResponse', { ...IMPORTED, IntegrationResponseKey: '$default' }) },
    { Response: v2('RouteResponse', { ...IMPORTED, RouteResponseKey: '$default' }) },
    { Connect: v2('Route', { ...IMPORTED, RouteKey: '$connect' }) },
  ])('keeps the protocol of an imported API unknown with %j', (others) => {
    expectCodes({ ...others, Route: v2('Route', { ...IMPORTED, RouteKey: 'GET /users/' }) }, []);
  });

  test('identifies an API by Ref and by its attribute', () => {
    expectCodes({ Api: httpApi, Integration: httpProxy({ ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, PayloadFormatVersion: '2.0' }) }, [
      'PayloadVersionInvalid',
    ]);
    expectCodes({ Api: v2('Api', { ProtocolType: { Ref: 'Protocol' } }), Integration: httpProxy({ PayloadFormatVersion: '2.0' }) }, []);
  });
});

describe('payload versions', () => {
  const lambda = (properties: object) => ({
    Api: httpApi,
    Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, ...properties }),
  });

  test.each([['1.0'], ['2.0'], [2], [{ Ref: 'Version' }]])(
    'accepts payload format version %s for a Lambda integration',
    (PayloadFormatVersion) => {
      expectCodes(lambda({ PayloadFormatVersion }), []);
    },
  );

  test('requires a valid payload format version for a Lambda integration', () => {
    expectCodes(lambda({ PayloadFormatVersion: '9.0' }), ['PayloadVersionInvalid']);
    expectCodes(lambda({ PayloadFormatVersion: { Ref: 'AWS::NoValue' } }), ['PayloadVersionMissing']);
    expectCodes(
      { Api: webSocketApi, Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: { Ref: 'Uri' } }) },
      [],
    );
  });

  test('requires payload format version 1.0 for a service integration', () => {
    const parameters = { QueueUrl: 'https://sqs.example.com/q' };
    expectCodes({ Api: httpApi, Integration: service('SQS-PurgeQueue', parameters, { PayloadFormatVersion: '2.0' }) }, [
      'PayloadVersionInvalid',
    ]);
  });

  test('treats properties from a macro as unknown', () => {
    const Properties = { 'Fn::Transform': { Name: 'AWS::Include' } };
    expectCodes({ Api: httpApi, Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties } }, []);
    expectCodes(lambda({ 'Fn::Transform': { Name: 'AWS::Include' } }), []);
    expectCodes({ Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: ['?'] } }, []);
  });
});

describe('timeouts and descriptions', () => {
  test.each([
    [httpApi, 30_000, []],
    [httpApi, '30000', []],
    [httpApi, 30_001, ['TimeoutOutOfRange']],
    [httpApi, '49', ['TimeoutOutOfRange']],
    [webSocketApi, 29_000, []],
    [webSocketApi, 29_001, ['TimeoutOutOfRange']],
    [webSocketApi, { Ref: 'Timeout' }, []],
    [webSocketApi, 'soon', []],
  ])('%#', (Api, TimeoutInMillis, codes) => {
    expectCodes({ Api, Integration: httpProxy({ TimeoutInMillis }) }, codes);
  });
});

describe('backends of HTTP integrations', () => {
  test.each([
    [{ IntegrationUri: 'not a url' }, ['UrlInvalid']],
    [{ IntegrationUri: 'https://${stageVariables.host}/x' }, []],
    [{ IntegrationUri: { 'Fn::Sub': 'not a url ${X}' } }, []],
    [{ IntegrationUri: 'not a url', ConnectionType: 'INTERNET' }, ['UrlInvalid']],
    [{ IntegrationUri: 'not a url', ConnectionType: { Ref: 'Connection' } }, []],
    [{ ...PRIVATE }, ['PrivateUriInvalid']],
    [{ ...PRIVATE, IntegrationUri: 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/x/1' }, ['PrivateUriInvalid']],
    [{ ...PRIVATE, IntegrationUri: 'arn:aws-cn:elasticloadbalancing:cn-north-1:1:listener/net/x/1/2' }, []],
    [{ ...PRIVATE, IntegrationUri: 'arn:aws:servicediscovery:eu-west-1:1:service/srv-1?a=b' }, []],
    [{ ...PRIVATE, IntegrationUri: { Ref: 'Listener' } }, []],
    [{ ...PRIVATE, IntegrationUri: '${stageVariables.listener}' }, []],
    [{ IntegrationMethod: { 'Fn::If': ['A', 'GET', 'PUT'] } }, []],
  ])('%j', (properties, codes) => {
    expectCodes({ Api: httpApi, Integration: httpProxy(properties) }, codes);
  });

  test('accepts path parameters and private integrations in WebSocket APIs', () => {
    const Route = route('join', 'Integration');
    const RequestParameters = { 'integration.request.path.id': 'route.request.body.id' };
    expectCodes(
      { Api: webSocketApi, Integration: httpProxy({ IntegrationUri: 'https://example.com/{id}', RequestParameters }), Route },
      [],
    );
    expectCodes({ Api: webSocketApi, Integration: httpProxy({ ...PRIVATE }), Route }, []);
  });

  test('checks the URL variables on each route', () => {
    const findings = expectCodes(
      {
        Api: httpApi,
        Integration: httpProxy({ IntegrationUri: 'https://example.com/{id}' }),
        Has: route('GET /books/{id}', 'Integration'),
        Lacks: route('GET /books', 'Integration'),
        Default: route('$default', 'Integration'),
        Broken: route('GET', 'Integration'),
        Unknown: route({ Ref: 'Key' }, 'Integration'),
      },
      ['UrlVariableUnknown', 'UrlVariableUnknown', 'RouteKeyInvalid'],
    );
    expect(findings.map(({ logicalId }) => logicalId).sort()).toEqual(['Broken', 'Default', 'Lacks']);
  });

  test.each([
    ['/{a}/{a}', 1, 'the path variable {a},'],
    ['/{a}/{b}', 1, 'the path variables {a}, {b}, which the route /books does not define'],
    ['{a}{b}{c}{d}{e}{f}{g}', 1, '{a}, {b}, {c}, {d}, {e} and more, which'],
  ])('reports undefined variables of %s once per route', (path, count, message) => {
    const integration = httpProxy({ IntegrationUri: `https://example.com${path}` });
    const findings = findingsOf({ Api: httpApi, Integration: integration, Route: route('GET /books', 'Integration') });
    expect(findings).toHaveLength(count);
    expect(findings[0]).toMatchObject({ code: 'UrlVariableUnknown', value: `https://example.com${path}` });
    expect(findings[0].message).toContain(message);
    const [other] = expectCodes({ Api: httpApi, Integration: integration, Route: route('$default', 'Integration') }, [
      'UrlVariableUnknown',
    ]);
    expect(other.message).toContain('$default');
  });

  test.each([
    [{ ConnectionType: 'VPC_LINKS' }, ['ConnectionTypeUnknown']],
    [{ ...PRIVATE, IntegrationUri: { Ref: 'Listener' }, TlsConfig: { ServerNameToVerify: 'a' } }, []],
    [{ ConnectionType: 'INTERNET', TlsConfig: { ServerNameToVerify: 'a' } }, ['TlsConfigWithoutVpcLink']],
    [{ ConnectionType: { Ref: 'Connection' }, TlsConfig: { ServerNameToVerify: 'a' } }, []],
    [{ IntegrationType: 'AWS_PROXY', IntegrationUri: { Ref: 'AWS::NoValue' } }, ['IntegrationUriMissing']],
    [{ IntegrationUri: { Ref: 'AWS::NoValue' }, IntegrationSubtype: { Ref: 'Subtype' } }, []],
  ])('checks that a connection is complete: %j', (properties, codes) => {
    expectCodes({ Api: httpApi, Integration: httpProxy(properties) }, codes);
  });

  test.each([
    [{ IntegrationUri: FUNCTION }, []],
    [{ IntegrationUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations` }, []],
    [{ IntegrationUri: FUNCTION, PayloadFormatVersion: '1.0' }, []],
    [{ IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' }, ['PayloadVersionInvalid']],
    [{ IntegrationUri: FUNCTION, PayloadFormatVersion: 2 }, []],
  ])('checks the payload format version in a WebSocket API: %j', (properties, codes) => {
    expectCodes({ Api: webSocketApi, Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', ...properties }) }, codes);
  });

  test('does not check a too long URL against routes', () => {
    const integration = httpProxy({ IntegrationUri: `https://example.com/${'{id}'.repeat(600)}` });
    expectCodes({ Api: httpApi, Integration: integration, Route: route('GET /books', 'Integration') }, ['UrlTooLong']);
  });
});

describe('AWS services', () => {
  test.each(SERVICE_SUBTYPES)('$subtype requires exactly its required parameters', ({ subtype, parameters }) => {
    const namesOf = (isRequired: boolean) => parameters.filter(({ required }) => required === isRequired).map(({ name }) => name);
    const [required, optional] = [namesOf(true), namesOf(false)];
    const values = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '$request.body.x']));
    expectCodes({ Api: httpApi, Integration: service(subtype, values([...required, ...optional])) }, []);
    expectCodes(
      { Api: httpApi, Integration: service(subtype, values(optional)) },
      required.map(() => 'ServiceParameterMissing'),
    );
    expectCodes(
      { Api: httpApi, Integration: service(subtype, undefined) },
      required.map(() => 'ServiceParameterMissing'),
    );
    expectCodes({ Api: httpApi, Integration: service(subtype, { Ref: 'Parameters' }) }, []);
  });

  test('suggests the correct name of a misspelled parameter', () => {
    const findings = expectCodes(
      { Api: httpApi, Integration: service('SQS-SendMessage', { QueuUrl: 'https://sqs.example.com/q', MessageBody: 'b' }) },
      ['ServiceParameterMissing', 'ServiceParameterUnknown'],
    );
    expect(findings.find(({ code }) => code === 'ServiceParameterUnknown')).toMatchObject({
      property: 'Properties/RequestParameters/QueuUrl',
      remedy: 'did you mean QueueUrl?',
    });
    const [odd] = expectCodes(
      { Api: httpApi, Integration: service('SQS-PurgeQueue', { QueueUrl: 'https://sqs.example.com/q', 'append:header.x': 'b' }) },
      ['ServiceParameterUnknown'],
    );
    expect(odd.remedy).toBe('use one of QueueUrl, Region');
  });

  test.each([
    ['SQS-SendMesage', 'did you mean SQS-SendMessage?'],
    ['Nope-Nope', /^use one of EventBridge-PutEvents, /],
  ])('reports %s with a remedy', (subtype, remedy) => {
    const [finding] = expectCodes({ Api: httpApi, Integration: service(subtype, {}) }, ['SubtypeUnknown']);
    expect(finding.remedy).toMatch(remedy);
  });

  test.each([
    ['$request.heder.x', ['SourceUnknown']],
    ['$context.authorizer', ['ContextNotAValue']],
    ['${request.path}/x', ['ServicePathNotASource']],
    ['$request.path.id', ['PathVariableUnknown']],
    ['a'.repeat(513), ['MappingValueTooLong']],
    [{ Ref: 'Body' }, []],
    ['{"a": 1}', []],
  ])('rejects the parameter source %j', (MessageBody, codes) => {
    expectCodes(
      {
        Api: httpApi,
        Integration: service('SQS-SendMessage', { QueueUrl: 'https://sqs.example.com/q', MessageBody }),
        Route: route('POST /', 'Integration'),
      },
      codes,
    );
  });

  test('does not check an unknown subtype', () => {
    expectCodes({ Api: httpApi, Integration: service({ Ref: 'Subtype' }, { anything: 'b' }) }, []);
  });
});
