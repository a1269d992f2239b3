import { describe, expect, test } from 'vitest';
import { expectCodes, findingsOf, httpApi, ofApi, v2, webSocketApi } from './template-support';

const UNKNOWN = { 'Fn::ImportValue': 'X' };
const LOG_GROUP = { 'Fn::GetAtt': ['Logs', 'Arn'] };
const stage = (properties: object, rest: object = {}) => ofApi('Stage', { StageName: 'live', ...properties }, { ...rest });
const bare = (RouteKey: unknown, rest: object = {}) => ofApi('Route', { RouteKey }, { ...rest });

describe('settings of routes', () => {
  const after = { DependsOn: 'Route' };

  test.each<[object, object, string[]]>([
    [httpApi, { 'GET /a': { ThrottlingRateLimit: 0.5 } }, []],
    [httpApi, { 'GET /b': {} }, ['RouteSettingsUnknownRoute']],
    [httpApi, { $default: {} }, ['RouteSettingsUnknownRoute']],
    [v2('Api', { ProtocolType: 'HTTP', Target: 'https://a.example' }), { $default: {} }, []],
    [v2('Api', { ProtocolType: 'HTTP', Body: {} }), { 'GET /b': {} }, []],
    [v2('Api', { ProtocolType: 'HTTP', BodyS3Location: {} }), { 'GET /b': {} }, []],
    [httpApi, { 'GET /a': 'x' }, ['RouteSettingsInvalid']],
    [httpApi, { 'GET /a': UNKNOWN }, []],
    [httpApi, { 'GET /a': { LoggingLevel: 'ERROR', DataTraceEnabled: true } }, ['LoggingNotSupported', 'LoggingNotSupported']],
    [webSocketApi, { 'GET /a': { LoggingLevel: 'ERROR', DataTraceEnabled: true } }, []],
    [httpApi, { 'GET /a': { LoggingLevel: UNKNOWN, DataTraceEnabled: false, Nonsense: 1 } }, ['RouteSettingUnknown']],
    [httpApi, { 'GET /a': { ThrottlingRateLimit: '0', ThrottlingBurstLimit: 0 } }, ['ThrottlingRefusesAll', 'ThrottlingRefusesAll']],
  ])('%j: %j', (api, RouteSettings, codes) => {
    expectCodes({ Api: api, Route: bare('GET /a'), Stage: stage({ RouteSettings }, after) }, codes);
  });

  test('are not compared with routes that are not all known', () => {
    const settings = stage({ RouteSettings: { 'GET /b': {} } }, after);
    expectCodes({ Api: httpApi, Route: bare(UNKNOWN), Stage: settings }, []);
    expectCodes({ Route: bare('GET /a'), Stage: settings }, []);
    expectCodes({ Api: httpApi, Route: bare('GET /a'), Stage: settings }, [], { Transform: 'X' });
    expectCodes({ Api: httpApi, Route: bare('GET /a'), Stage: stage({ RouteSettings: UNKNOWN, DefaultRouteSettings: UNKNOWN }) }, []);
  });

  test('of very many unknown routes are compared with routes up to a bound', () => {
    const others = Array.from({ length: 299 }, (_, index) => `GET /far/away/${index}`);
    const settings = Object.fromEntries([...others, 'GET /a', 'GET /b'].map((key) => [key, {}]));
    const findings = findingsOf({ Api: httpApi, Route: bare('GET /x'), Stage: stage({ RouteSettings: settings }, after) });
    expect(findings).toHaveLength(301);
    expect(findings[299].remedy).toBe('did you mean GET /x?');
    expect(findings[300].remedy).toBe('use the key of a route of this API, or remove the entry');
  });

  test('of a misspelled route name the route that is meant', () => {
    const [finding] = findingsOf({ Api: httpApi, Route: bare('GET /items'), Stage: stage({ RouteSettings: { 'GET /item': {} } }) });
    expect(finding).toMatchObject({ remedy: 'did you mean GET /items?', property: 'Properties/RouteSettings/GET /item' });
  });

  test.each([
    ['ThrottlingRatelimit', 'did you mean ThrottlingRateLimit?'],
    ['Nonsense', expect.stringMatching(/^use \w+, .*ThrottlingRateLimit/)],
  ])('with the unknown member %s have a remedy', (name, remedy) => {
    const [finding] = findingsOf({ Api: httpApi, Stage: stage({ DefaultRouteSettings: { [name]: 1 } }) });
    expect(finding).toMatchObject({ code: 'RouteSettingUnknown', remedy });
  });

  test.each([
    [{ Ref: 'Route' }, undefined],
    [{ 'Fn::GetAtt': ['Route', 'RouteId'] }, undefined],
    [{ 'Fn::GetAtt': 'Route.RouteId' }, undefined],
    [{ 'Fn::Sub': 'of ${Route}' }, undefined],
    [{ 'Fn::Sub': ['${!Other} ${x} ${Route.RouteId}', { x: 1 }] }, undefined],
    ['x', ['Other', 'Route']],
  ])('depend on the route by %j and DependsOn %j', (Description, DependsOn) => {
    const settings = stage({ RouteSettings: { 'GET /a': {} }, Description }, { DependsOn });
    expectCodes({ Api: httpApi, Route: bare('GET /a'), Other: bare('GET /b'), Stage: settings }, []);
  });

  test('depend on the route through other resources, in a circle too', () => {
    const settings = stage({ RouteSettings: { 'GET /a': {} } }, { DependsOn: 'First' });
    const first = { Type: 'AWS::SNS::Topic', DependsOn: ['Second'] };
    const second = { Type: 'AWS::SNS::Topic', DependsOn: ['First', 'Route', 'Nothing'], Properties: { TopicName: { 'Fn::Sub': 5 } } };
    expectCodes({ Api: httpApi, Route: bare('GET /a'), First: first, Second: second, Stage: settings }, []);
  });
});

describe('access logs', () => {
  const log = (api: object, Format: unknown, DestinationArn: unknown = LOG_GROUP) => ({
    Api: api,
    Stage: stage({ AccessLogSettings: { Format, DestinationArn } }),
  });
  const ID = '$context.requestId';

  test.each<[object, unknown, string[]]>([
    [httpApi, UNKNOWN, []],
    [httpApi, `{"id":"${ID}","ip":"$context.identity.sourceIp","claim":"$context.authorizer.claims.sub."}`, []],
    [httpApi, `${ID} $context.xrayTraceId $context.wafResponseCode`, ['AccessLogVariableNotSupported']],
    [httpApi, `${ID} $context.requestld`, ['AccessLogVariableNotSupported']],
    [httpApi, `${ID} $context.connectionId`, ['AccessLogVariableNotSupported']],
    [httpApi, `${ID} $context.eventType`, ['AccessLogVariableNotSupported']],
    [httpApi, `${ID} $context.identity.cognitoIdentityId`, ['AccessLogVariableNotSupported']],
    [httpApi, `${ID} $context.resourcePath $context.somethingNew`, ['AccessLogVariableUnknown']],
    [httpApi, `${ID} $context.resourcePath $context.xrayTraceId`, ['AccessLogVariableNotSupported', 'AccessLogVariableUnknown']],
    [webSocketApi, `${ID} $context.connectionId $context.eventType $context.waf.status $context.authorizer.tenant`, []],
    [webSocketApi, `${ID} $context.httpMethod $context.protocol`, ['AccessLogVariableUnknown']],
    [webSocketApi, `${ID} $context.authorizer $context.error`, ['AccessLogVariableNotSupported']],
    [webSocketApi, `${ID} $context.integrationErrorMessage`, ['AccessLogVariableNotSupported']],
    [webSocketApi, '$context.requestIdentifier', ['AccessLogRequestIdMissing', 'AccessLogVariableUnknown']],
    [v2('Api', { ProtocolType: UNKNOWN }), `${ID} $context.nonsense`, []],
    [httpApi, `${ID}\r\n$context.status`, ['AccessLogFormatNotOneLine']],
    [httpApi, `${ID}\n\n`, []],
  ])('%j: %j', (api, format, codes) => {
    expectCodes(log(api, format), codes);
  });

  test('name what the service refuses, and what was meant', () => {
    const [finding] = findingsOf(log(httpApi, `${ID} $context.requestld $context.xrayTraceId`));
    expect(finding).toMatchObject({
      message: 'the service responds with "The following context variables are not supported: [$context.requestld, $context.xrayTraceId]"',
      remedy: 'did you mean $context.requestId? Remove those that do not exist',
      property: 'Properties/AccessLogSettings/Format',
    });
  });

  test('list a few of many variables', () => {
    const message = (count: number) => {
      const many = Array.from({ length: count }, (_, index) => `$context.unheardOf${index}`).join(' ');
      return findingsOf(log(httpApi, `${ID} ${many}`))[0].message;
    };
    expect(message(12)).toContain('$context.unheardOf9, ... are not documented');
    expect(message(10)).toContain('$context.unheardOf9 are not documented');
  });

  test.each([
    [
      httpApi,
      'unheardOf',
      '$context.unheardOf is not documented for the access logs of HTTP APIs',
      expect.stringMatching(/^check the name/),
    ],
    [webSocketApi, 'unheardOf', '$context.unheardOf is not documented for the access logs of WebSocket APIs', expect.anything()],
    [httpApi, 'identity.cognitoIdentityId', expect.stringContaining('[$context.identity.cognitoIdentityId]'), 'remove them'],
    [webSocketApi, 'connectionld', expect.anything(), 'did you mean $context.connectionId? Remove those that do not exist'],
  ])('report the variable of %j: %s', (api, name, message, remedy) => {
    expect(findingsOf(log(api, `${ID} $context.${name}`))).toEqual([expect.objectContaining({ message, remedy })]);
  });

  test.each<[object, unknown, string[]]>([
    [httpApi, 'arn:aws:logs:eu-west-1:123456789012:log-group:shop:*', []],
    [httpApi, 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-shop', ['AccessLogDestinationInvalid']],
    [webSocketApi, 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-chat', []],
    [webSocketApi, 'shop', ['AccessLogDestinationInvalid']],
    [httpApi, { Ref: 'AWS::NoValue' }, []],
  ])('%j go to %j', (api, destination, codes) => {
    expectCodes(log(api, ID, destination), codes);
  });

  test.each([
    [httpApi, '"shop" is not the ARN of a log group'],
    [webSocketApi, '"shop" is not the ARN of a log group or a delivery stream'],
  ])('%j names the kinds of destinations', (api, message) => {
    expect(findingsOf(log(api, ID, 'shop'))).toEqual([expect.objectContaining({ message })]);
  });

  test('have a format and a destination, or neither', () => {
    expectCodes({ Api: httpApi, Stage: stage({ AccessLogSettings: {} }) }, []);
    expectCodes({ Api: httpApi, Stage: stage({ AccessLogSettings: UNKNOWN }) }, []);
    const incomplete = (settings: object) => findingsOf({ Api: httpApi, Stage: stage({ AccessLogSettings: settings }) });
    const code = 'AccessLogSettingsIncomplete';
    expect(incomplete({ Format: ID })).toEqual([expect.objectContaining({ code, remedy: 'add DestinationArn' })]);
    expect(incomplete({ DestinationArn: LOG_GROUP })).toEqual([expect.objectContaining({ code, remedy: 'add Format' })]);
  });
});

describe('CORS', () => {
  const cors = (CorsConfiguration: unknown) => ({ Api: v2('Api', { ProtocolType: 'HTTP', CorsConfiguration }) });

  test.each<[string, string | undefined]>([
    ['*', undefined],
    ['https://*', undefined],
    ['http://localhost:3000', undefined],
    ['capacitor://localhost', undefined],
    ['null', undefined],
    ['example.com', 'write https://example.com'],
    ['//example.com/', 'write https://example.com'],
    ['https://example.com/', 'write https://example.com'],
    ['https://example.com?x', 'write https://example.com'],
    ['https://*.example.com', 'list each origin'],
  ])('the origin %s', (origin, remedy) => {
    const findings = findingsOf(cors({ AllowOrigins: [origin, UNKNOWN] }));
    expect(findings.map((finding) => finding.remedy)).toEqual(remedy === undefined ? [] : [remedy]);
  });

  test.each<[unknown, string[]]>([
    [UNKNOWN, []],
    [{ AllowOrigins: UNKNOWN, AllowCredentials: true }, []],
    [{ AllowOrigins: ['*'], AllowCredentials: 'true' }, ['CorsCredentialsWithAnyOrigin']],
    [{ AllowOrigins: ['*'], AllowCredentials: false }, []],
    [{ AllowMethods: ['*'], AllowHeaders: ['*'], ExposeHeaders: ['x-a'] }, []],
    [{ AllowMethods: ['FETCH'], ExposeHeaders: ['x a'] }, ['CorsHeaderInvalid', 'CorsMethodInvalid']],
    [{ MaxAge: 1.5 }, ['CorsMaxAgeOutOfRange']],
    [{ MaxAge: -1 }, []],
  ])('%j', (configuration, codes) => {
    expectCodes(cors(configuration), codes);
  });

  test.each([
    ['get', 'write GET'],
    ['FETCH', expect.stringMatching(/^use one of /)],
  ])('the method %s', (method, remedy) => {
    expect(findingsOf(cors({ AllowMethods: [method] }))).toEqual([expect.objectContaining({ code: 'CorsMethodInvalid', remedy })]);
  });

  const preflight = (routes: Record<string, string>, api: object = { CorsConfiguration: { AllowOrigins: ['*'] } }) => ({
    Api: v2('Api', { ProtocolType: 'HTTP', ...api }),
    ...Object.fromEntries(
      Object.entries(routes).map(([RouteKey, AuthorizationType], index) => [
        `Route${index}`,
        ofApi('Route', { RouteKey, AuthorizationType, ...(AuthorizationType === 'JWT' ? { AuthorizerId: 'a1' } : {}) }),
      ]),
    ),
  });

  test.each<[Record<string, string>, number]>([
    [{ 'ANY /a': 'JWT' }, 1],
    [{ $default: 'AWS_IAM' }, 1],
    [{ 'OPTIONS /a': 'JWT' }, 1],
    [{ 'GET /a': 'JWT', 'ANY /b': 'NONE' }, 0],
    [{ 'ANY /a': 'JWT', 'OPTIONS /a': 'NONE' }, 0],
    [{ 'ANY /a/{id}': 'JWT', 'OPTIONS /a/{proxy+}': 'NONE' }, 0],
    [{ 'ANY /a': 'JWT', 'OPTIONS /{any+}': 'NONE' }, 0],
    [{ $default: 'JWT', 'OPTIONS /{path+}': 'NONE' }, 0],
    [{ 'ANY /a': 'JWT', $default: 'NONE' }, 0],
    [{ 'ANY /a': 'JWT', 'OPTIONS /b': 'NONE' }, 1],
    [{ 'ANY /ab/c': 'JWT', 'OPTIONS /a/{proxy+}': 'NONE' }, 1],
  ])('preflight requests of %j', (routes, count) => {
    expectCodes(preflight(routes), Array<string>(count).fill('CorsPreflightAuthorized'));
    expectCodes(preflight(routes, {}), []);
  });

  test('of a WebSocket API has no preflight requests', () => {
    const api = { CorsConfiguration: { AllowOrigins: ['*'] }, ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' };
    const codes = findingsOf(preflight({ $default: 'AWS_IAM' }, api)).map(({ code }) => code);
    expect(codes).not.toContain('CorsPreflightAuthorized');
  });

  test('the remedy opens what the route takes', () => {
    const remedies = findingsOf(preflight({ 'ANY /a': 'JWT', $default: 'JWT' })).map(({ remedy }) => remedy);
    expect(remedies[0]).toContain('"OPTIONS /a"');
    expect(remedies[1]).toContain('"OPTIONS /{proxy+}"');
  });

  test('routes with unknown keys are left alone', () => {
    const route = ofApi('Route', { RouteKey: UNKNOWN, AuthorizationType: 'AWS_IAM' });
    expectCodes({ ...preflight({}), Route: route }, []);
  });
});

describe('deployments', () => {
  const deployed = (rest: object, api: object = webSocketApi) => ({
    Api: api,
    Connect: bare('$connect'),
    Join: bare('join', { Condition: 'A' }),
    Deployment: ofApi('Deployment', {}, { ...rest }),
  });

  test.each<[object, string[]]>([
    [{}, ['DeploymentBeforeRoutes']],
    [{ DependsOn: ['Api'] }, ['DeploymentBeforeRoutes']],
    [{ DependsOn: 'Connect' }, []],
    [{ DependsOn: 'Join' }, ['DeploymentMissesRoutes']],
  ])('%j', (rest, codes) => {
    expectCodes(deployed(rest), codes);
  });

  test('of routes that are not all in the template are left alone', () => {
    expectCodes(deployed({}), [], { Transform: 'X' });
    expectCodes({ Deployment: v2('Deployment', { ApiId: UNKNOWN }) }, []);
    for (const origin of ['Body', 'BodyS3Location', 'Target']) {
      expectCodes(deployed({}, v2('Api', { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: 'x', [origin]: 'y' })), []);
    }
  });

  test('name a few of many routes', () => {
    const routes = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`R${index}`, bare(`r${index}`)]));
    const [finding] = findingsOf({ Api: webSocketApi, ...routes, Deployment: ofApi('Deployment') });
    expect(finding).toMatchObject({ remedy: 'add DependsOn: R0, R1, R2, R3, R4 and more', property: 'DependsOn' });
    const { R5: _, R6: __, ...five } = routes;
    expect(findingsOf({ Api: webSocketApi, ...five, Deployment: ofApi('Deployment') })[0].remedy).toBe('add DependsOn: R0, R1, R2, R3, R4');
    expect(findingsOf({ Api: webSocketApi, Deployment: ofApi('Deployment') })[0].remedy).toBe('add a route, and list it in DependsOn');
  });

  test.each<[object, string[]]>([
    [{ AutoDeploy: true }, []],
    [{ DeploymentId: 'a' }, []],
    [{ AutoDeploy: false, DeploymentId: 'a' }, []],
    [{ AutoDeploy: 'true', DeploymentId: { Ref: 'Deployment' } }, ['AutoDeployWithDeployment']],
  ])('a stage with %j', (properties, codes) => {
    expectCodes({ Api: httpApi, Stage: stage(properties) }, codes);
  });
});

describe('API mappings', () => {
  const mapped = (properties: object, api: object = httpApi, rest: object = {}) => ({
    Api: api,
    Other: httpApi,
    Stage: stage({}),
    Test: v2('Stage', { ApiId: { Ref: 'Other' }, StageName: 'test' }),
    Mapping: ofApi('ApiMapping', { Stage: { Ref: 'Stage' }, DomainName: 'a.example', ...properties }, { ...rest }),
  });

  test.each<[object, string[]]>([
    [{ ApiMappingKey: '' }, []],
    [{ ApiMappingKey: 'a/b-c' }, []],
    [{ ApiMappingKey: '/' }, ['ApiMappingKeySlash']],
    [{ ApiMappingKey: 'a/' }, ['ApiMappingKeyEmptySegment']],
    [{ ApiMappingKey: 'a//b' }, ['ApiMappingKeyEmptySegment']],
    [{ ApiMappingKey: 'a'.repeat(300) }, []],
    [{ ApiMappingKey: 'a'.repeat(301) }, ['ApiMappingKeyInvalid']],
    [{ ApiMappingKey: UNKNOWN, Stage: UNKNOWN }, []],
    [{ Stage: { Ref: 'Parameter' } }, []],
    [{ Stage: { Ref: 'Test' } }, ['ApiMappingStageUnknown']],
    [{ Stage: '$default' }, ['ApiMappingStageUnknown']],
    [{ Stage: 'live' }, ['ApiMappingBeforeStage']],
    [{ ApiId: UNKNOWN, Stage: 'x' }, []],
    [{ ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, Stage: 'x' }, ['ApiMappingStageUnknown']],
  ])('%j', (properties, codes) => {
    expectCodes(mapped(properties), codes);
  });

  test('of an unknown stage have a remedy', () => {
    const { Mapping } = mapped({ Stage: 'x' });
    expect(findingsOf(mapped({ Stage: 'x' }))).toEqual([expect.objectContaining({ remedy: 'use one of live' })]);
    expect(findingsOf({ Api: httpApi, Mapping })).toEqual([expect.objectContaining({ remedy: 'add the stage' })]);
  });

  test('beyond a bound are not compared with stages', () => {
    const mapping = mapped({ Stage: 'x' }).Mapping;
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`M${index}`, mapping]));
    expectCodes({ Api: httpApi, ...many }, Array<string>(100).fill('ApiMappingStageUnknown'));
  });

  test('of a stage that is named in full, and created before', () => {
    expectCodes(mapped({ Stage: 'live' }, httpApi, { DependsOn: ['Stage'] }), []);
  });

  test('of an API that has a stage of its own, or whose stages are not all known', () => {
    expectCodes(mapped({ Stage: '$default' }, v2('Api', { ProtocolType: 'HTTP', Target: 'https://a.example' })), []);
    expectCodes(mapped({ Stage: 'x' }), [], { Transform: 'X' });
    expectCodes({ ...mapped({ Stage: 'x' }), Stage: stage({ StageName: UNKNOWN }) }, []);
    expectCodes({ Api: httpApi, Mapping: ofApi('ApiMapping', { Stage: 'x', DomainName: 'a.example' }) }, ['ApiMappingStageUnknown']);
  });
});
