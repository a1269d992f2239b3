import { describe, expect, test } from 'vitest';
import { expectCodes, httpApi, ofApi, route, v2, webSocketApi } from './template-support';

describe('the number of resources', () => {
  const stack = (others: number) => ({
    Api: httpApi,
    Integration: ofApi('Integration', {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: 'https://a.example',
      PayloadFormatVersion: '1.0',
    }),
    Route: route('GET /a', 'Integration'),
    ...Object.fromEntries(Array.from({ length: others }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic' }])),
  });

  test('counts all resources against the maximum, and names those of routes', () => {
    const [finding] = expectCodes(stack(447), ['ResourcesNearQuota']);
    expect(finding?.message).toContain('the stack has 450 resources, of which 2 are routes');
    expectCodes(stack(446), []);
  });
});

describe('selection expressions', () => {
  const webSocket = (RouteSelectionExpression: unknown) => ({ Api: v2('Api', { ProtocolType: 'WEBSOCKET', RouteSelectionExpression }) });

  test.each([
    ['$request.body.action', []],
    ['${request.body.service}/${request.body.action}', []],
    ['action', []],
    ['\\$default', []],
    [{ Ref: 'Expression' }, []],
    ['', ['SelectionExpressionInvalid']],
    ['$request.body', ['SelectionExpressionInvalid']],
    ['$request.header.x', ['SelectionExpressionInvalid']],
    ['${request.body.action', ['SelectionExpressionInvalid']],
    ['$request.body..action', ['SelectionExpressionInvalid']],
    [undefined, ['SelectionExpressionMissing']],
  ])('WebSocket API: %j', (expression, codes) => {
    expectCodes(webSocket(expression), codes);
  });

  test.each([
    ['${request.method} ${request.path}', []],
    [undefined, []],
    [{ Ref: 'Expression' }, []],
    ['$request.body.action', ['SelectionExpressionFixed']],
  ])('HTTP API: %j', (RouteSelectionExpression, codes) => {
    expectCodes({ Api: v2('Api', { ProtocolType: 'HTTP', RouteSelectionExpression }) }, codes);
  });
});

describe('the source of API keys', () => {
  test.each([
    ['$request.header.x-api-key', []],
    ['${request.header.X-Api-Key}', []],
    ['$context.authorizer.usageIdentifierKey', []],
    ['${context.authorizer.usageIdentifierKey}', []],
    [{ Ref: 'Expression' }, []],
    ['${request.header.x-api-key', ['ApiKeyExpressionInvalid']],
    ['$request.querystring.key', ['ApiKeyExpressionInvalid']],
  ])('%j', (ApiKeySelectionExpression, codes) => {
    const properties = { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action', ApiKeySelectionExpression };
    expectCodes({ Api: v2('Api', properties) }, codes);
    expectCodes({ Api: v2('Api', { ProtocolType: 'HTTP', ApiKeySelectionExpression }) }, []);
  });
});

describe('limits', () => {
  const texts = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

  test('does not count conditional values', () => {
    const JWT = { AuthorizationType: 'JWT', AuthorizerId: 'a1' };
    const scopes = [...texts(10), { Ref: 'AWS::NoValue' }, { 'Fn::If': ['A', 'b', { Ref: 'AWS::NoValue' }] }];
    expectCodes({ Route: v2('Route', { ...JWT, AuthorizationScopes: scopes }) }, []);
    expectCodes({ Route: v2('Route', { ...JWT, AuthorizationScopes: [...scopes, { Ref: 'Scope' }] }) }, ['ScopesOverQuota']);
    expectCodes({ Link: v2('VpcLink', { SubnetIds: { Ref: 'Subnets' } }) }, []);
  });

  test('measures an access log format in bytes', () => {
    const stage = (Format: unknown) => ({
      Stage: v2('Stage', { StageName: 'live', AccessLogSettings: { Format, DestinationArn: { Ref: 'Logs' } } }),
    });
    expectCodes(stage('é'.repeat(1600)), ['AccessLogFormatTooLong']);
    expectCodes(stage({ 'Fn::Sub': `${'a'.repeat(4000)}\${X}` }), []);
  });

  test.each([
    ['a'.repeat(32_769), ['ModelSchemaTooLong']],
    [{ enum: texts(10_000) }, ['ModelSchemaTooLong']],
    [{ title: { Ref: 'Title' }, minimum: 1, default: null }, []],
  ])('%#: checks the length of a schema', (Schema, codes) => {
    expectCodes({ Model: v2('Model', { Name: 'Message', Schema }) }, codes);
  });
});

describe('CORS', () => {
  test.each([
    [{ MaxAge: -1 }, []],
    [{ MaxAge: 86_400 }, []],
    [{ MaxAge: '86401' }, ['CorsMaxAgeOutOfRange']],
    [{ MaxAge: -2 }, ['CorsMaxAgeOutOfRange']],
    [{ MaxAge: 1.5 }, ['CorsMaxAgeOutOfRange']],
    [{ MaxAge: { Ref: 'Age' } }, []],
    [{ AllowCredentials: true, AllowOrigins: ['*'] }, ['CorsCredentialsWithAnyOrigin']],
    [{ AllowCredentials: 'true', AllowOrigins: ['https://a.example', '*'] }, ['CorsCredentialsWithAnyOrigin']],
    [{ AllowCredentials: false, AllowOrigins: ['*'] }, []],
    [{ AllowCredentials: true, AllowOrigins: { Ref: 'Origins' } }, []],
    [{ AllowCredentials: true, AllowOrigins: ['https://*'] }, []],
    [{ Ref: 'Cors' }, []],
  ])('%j', (CorsConfiguration, codes) => {
    expectCodes({ Api: v2('Api', { ProtocolType: 'HTTP', CorsConfiguration }) }, codes);
  });
});

describe('texts', () => {
  test.each([
    [v2('Api', { Name: '' })],
    [v2('Api', { Name: 'a', Version: 'v'.repeat(65) })],
    [v2('Route', { RouteKey: 'a', OperationName: 'o'.repeat(65) })],
    [
      v2('Route', {
        RouteKey: 'a',
        AuthorizationType: 'JWT',
        AuthorizerId: 'a1',
        AuthorizationScopes: ['a', 's'.repeat(65), { Ref: 'Scope' }],
      }),
    ],
    [v2('Stage', { StageName: 's'.repeat(129) })],
    [v2('Model', { Name: 'm'.repeat(129) })],
    [v2('VpcLink', { Name: 'v'.repeat(129) })],
    [v2('Integration', { TlsConfig: { ServerNameToVerify: '' } })],
  ])('%#: reports an empty or too long text', (Resource) => {
    expectCodes({ Resource }, ['TextLengthInvalid']);
  });

  test('checks the descriptions of all resources', () => {
    expectCodes({ Stage: v2('Stage', { StageName: 'a', Description: 'd'.repeat(1025) }), Api: v2('Api', { Description: 'd' }) }, [
      'DescriptionTooLong',
    ]);
  });

  test('accepts resource types named like object members', () => {
    expectCodes({ A: v2('constructor'), B: v2('__proto__'), C: v2('toString') }, []);
  });
});

describe('stages', () => {
  test.each([
    ['$default', []],
    ['live-1_b', []],
    [{ Ref: 'Name' }, []],
    ['a b', ['StageNameInvalid']],
    ['', ['TextLengthInvalid']],
  ])('the name %j', (StageName, codes) => {
    expectCodes({ Stage: v2('Stage', { StageName }) }, codes);
  });

  test.each([
    [{ color: 'https://a.example/?b=c&d=e,f#g~h_i-j' }, []],
    [{ color: '' }, []],
    [{ color: { Ref: 'Color' }, size: 5 }, []],
    [{ 'a-b': 'c' }, ['StageVariableNameInvalid']],
    [{ ['a'.repeat(65)]: 'c' }, ['StageVariableNameInvalid']],
    [{ color: '${x}' }, ['StageVariableValueInvalid']],
    [{ color: 'a'.repeat(513) }, ['StageVariableValueTooLong']],
    [{ Ref: 'Variables' }, []],
  ])('the variables %j', (StageVariables, codes) => {
    expectCodes({ Stage: v2('Stage', { StageName: 'live', StageVariables }) }, codes);
  });

  test('checks the path of an API mapping', () => {
    const mapping = (ApiMappingKey: unknown) => ({ Mapping: v2('ApiMapping', { ApiMappingKey }) });
    expectCodes(mapping("a/b-$_.+!*'()"), []);
    expectCodes(mapping({ Ref: 'Key' }), []);
    expectCodes(mapping('a'.repeat(301)), ['ApiMappingKeyInvalid']);
  });
});

describe('quotas', () => {
  const many = (count: number, make: (index: number) => object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, make(index)]));

  test('reports an exceeded quota once, on the API or on the first excess resource', () => {
    const routes = many(302, (index) => route(`GET /${index}`));
    expect(expectCodes({ Api: httpApi, ...routes }, ['RoutesOverQuota'])[0]).toMatchObject({ logicalId: 'Api', value: '302' });
    expect(expectCodes(routes, ['RoutesOverQuota'])[0]).toMatchObject({ logicalId: 'R300' });
  });

  test('counts each API separately, without conditional resources', () => {
    const half = (name: string) => many(200, (index) => v2('Route', { ApiId: name, RouteKey: `GET /${index}` }));
    const renamed = Object.fromEntries(Object.entries(half('b')).map(([name, value]) => [`B${name}`, value]));
    expectCodes({ ...half('a'), ...renamed }, []);
    expectCodes({ Api: httpApi, ...many(302, (index) => route(`GET /${index}`, undefined, {}, { Condition: 'C' })) }, []);
    expectCodes({ Api: webSocketApi, ...many(11, (index) => ofApi('Stage', { StageName: `s${index}` })) }, ['StagesOverQuota']);
  });
});

describe('the policy of a function', () => {
  const permissions = (count: number, properties: (index: number) => object, rest: object = {}) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `Permission${index}`,
        {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
            Principal: 'apigateway.amazonaws.com',
            Action: 'lambda:InvokeFunction',
            ...properties(index),
          },
          ...rest,
        },
      ]),
    );
  const arn = (index: number) => ({
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':execute-api:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        ':',
        { Ref: 'Api' },
        `/*/*/r${index}`,
      ],
    ],
  });

  test.each([
    ['joined', (index: number) => ({ SourceArn: arn(index) })],
    ['substituted', () => ({ SourceArn: { 'Fn::Sub': 'arn:x' } })],
    ['literal', (index: number) => ({ SourceArn: `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*/GET/books/${index}` })],
    ['of odd parts', () => ({ SourceArn: { 'Fn::Join': [{ Ref: 'Separator' }, ['arn', { 'Fn::GetAtt': ['A', 'B'] }, 5]] } })],
    ['absent', () => ({})],
    ['of unknown action', () => ({ Action: { Ref: 'Action' } })],
  ])('exceeds the policy size at about fifty statements, source ARN %s', (_, properties) => {
    const [finding] = expectCodes(permissions(60, properties), ['LambdaPolicyTooLarge']);
    expect(finding.logicalId).toBe('Permission59');
    expectCodes(permissions(40, properties), []);
  });

  test('checks policies per function, only with API Gateway permissions and without conditional ones', () => {
    expectCodes(
      permissions(100, () => ({ Principal: 's3.amazonaws.com' })),
      [],
    );
    expectCodes(
      permissions(100, () => ({ Principal: { Ref: 'Principal' } })),
      [],
    );
    expectCodes(
      permissions(100, (index) => ({ FunctionName: `f${index % 3}` })),
      [],
    );
    expectCodes(
      permissions(100, () => ({ FunctionName: { 'Fn::If': ['A', { Ref: 'B' }, { Ref: 'C' }] } })),
      [],
    );
    expectCodes(
      permissions(100, () => ({}), { Condition: 'C' }),
      [],
    );
  });
});
