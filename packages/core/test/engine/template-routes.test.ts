import { describe, expect, test } from 'vitest';
import { expectCodes, httpApi, httpProxy, ofApi, route, v2, webSocketApi } from './template-support';

describe('route keys of HTTP APIs', () => {
  test.each([
    ['$default', []],
    ['ANY /', []],
    ['GET /books/{id}/{proxy+}', []],
    ['gett nope {', ['RouteKeyInvalid']],
    ['GET', ['RouteKeyInvalid']],
    ['', ['RouteKeyInvalid']],
    ['get /books', ['RouteMethodUnknown']],
    ['TRACE /books', ['RouteMethodUnknown']],
    ['GET /books//', ['RouteTrailingSlash']],
    ['GET /{proxy+}/', ['RouteTrailingSlash', 'GreedyVariableNotLast']],
    ['GET /a/{p+}/b/{q+}', ['GreedyVariableNotLast']],
    ['GET /x-{id}', ['PathVariablePartial']],
    ['GET /{id', ['PathVariablePartial']],
    [{ Ref: 'Key' }, []],
  ])('%j', (key, codes) => {
    expectCodes({ Api: httpApi, Route: route(key) }, codes);
  });

  test('suggests the correct name of a misspelled method', () => {
    expect(expectCodes({ Api: httpApi, Route: route('get /') }, ['RouteMethodUnknown'])[0].remedy).toBe('did you mean GET?');
    expect(expectCodes({ Api: httpApi, Route: route('CONNECTION /') }, ['RouteMethodUnknown'])[0].remedy).toMatch(/^use one of ANY, /);
  });
});

describe('routes that match the same requests', () => {
  test('reports the second of two equal routes, with the name of the first', () => {
    const [twin] = expectCodes({ Api: httpApi, A: route('GET /'), B: route('GET /') }, ['RouteKeyTwice']);
    expect(twin).toMatchObject({ logicalId: 'B', message: expect.stringContaining('A already has the route key') });
    const [rival] = expectCodes({ Api: httpApi, A: route('GET /o/{a}'), B: route('GET /o/{b}') }, ['RoutesDifferByVariable']);
    expect(rival).toMatchObject({ logicalId: 'B', message: expect.stringContaining('GET /o/{a} of A') });
  });

  test.each([
    [route('GET /o/{a}'), route('GET /o/{a+}')],
    [route('GET /o/{a}'), route('PUT /o/{a}')],
    [route('GET /'), route('GET /', undefined, { ApiId: 'other' })],
    [route('GET /'), route('GET /', undefined, {}, { Condition: 'Sometimes' })],
    [route({ Ref: 'Key' }), route({ Ref: 'Key' })],
  ])('%#: accepts routes that match different requests', (A, B) => {
    expectCodes({ Api: httpApi, A, B }, []);
  });

  test('does not read variables in WebSocket route keys', () => {
    expectCodes({ Api: webSocketApi, A: route('{a}'), B: route('{b}') }, []);
    expectCodes({ Api: webSocketApi, A: route('a'), B: route('a') }, ['RouteKeyTwice']);
  });

  test('shortens a long key in the message', () => {
    const long = `GET /${'a'.repeat(1000)}`;
    const [finding] = expectCodes({ Api: httpApi, A: route(`${long}/{a}`), B: route(`${long}/{b}`) }, ['RoutesDifferByVariable']);
    expect(finding.message.length).toBeLessThan(1300);
  });
});

describe('targets', () => {
  const target = (Target: unknown, rest: object = {}) => ({
    Api: httpApi,
    Integration: httpProxy(),
    Route: ofApi('Route', { RouteKey: 'GET /', Target }),
    ...rest,
  });

  test.each([
    [{ 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] }],
    [{ 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] }],
    [{ 'Fn::Sub': 'integrations/${Integration}' }],
    [{ 'Fn::Join': ['', ['integrations/', { 'Fn::Sub': '${Integration}' }]] }],
    [{ 'Fn::Join': ['', ['integrations/', { Ref: 'AWS::StackName' }]] }],
    [{ 'Fn::Join': ['', ['integrations/', { 'Fn::ImportValue': 'x' }]] }],
    [{ 'Fn::Join': ['-', ['integrations', { Ref: 'Elsewhere' }]] }],
    [{ 'Fn::Join': ['', ['integrations/', { Ref: 'Elsewhere' }, 'x']] }],
    [{ 'Fn::Join': 'integrations' }],
    [{ 'Fn::Join': ['', [{ toString: 1 }, 'x']] }],
    [{ 'Fn::If': ['A', 'b', 'c'] }],
    [{ 'Fn::Sub': 'integrations/${Integration.IntegrationArn}' }],
    [{ Ref: 'AWS::NoValue' }],
  ])('accepts the target %j', (Target) => {
    expectCodes(target(Target), []);
  });

  test.each(['Custom::Integration', 'AWS::CloudFormation::CustomResource', 'Acme::Http::Integration::MODULE'])(
    'treats the attribute of a %s as unknown',
    (Type) => {
      expectCodes(target({ 'Fn::Sub': 'integrations/${Made}' }, { Made: { Type } }), []);
    },
  );

  test.each([
    [{ 'Fn::Sub': 'integrations/${Elsewhere}' }, 'TargetMissing', 'is not a resource in this template'],
    [{ 'Fn::Join': ['/', ['integrations', { Ref: 'Api' }]] }, 'TargetMissing', 'is not an integration, but an AWS::ApiGatewayV2::Api'],
    [{ Ref: 'Integration' }, 'TargetWithoutPrefix', 'without the prefix integrations/'],
    [{ 'Fn::Sub': '${Integration}' }, 'TargetWithoutPrefix', 'without the prefix integrations/'],
    ['abc123', 'TargetWithoutPrefix', 'does not begin with integrations/'],
    ['integrations/doesnotexist', 'TargetLiteral', 'doesnotexist'],
    [{ 'Fn::Sub': ['integrations/${X}', { X: 'y' }] }, 'TargetLiteral', '"y"'],
  ])('reports the target %j', (Target, code, message) => {
    const [finding] = expectCodes(target(Target), [code]);
    expect(finding).toMatchObject({ logicalId: 'Route', property: 'Properties/Target', message: expect.stringContaining(message) });
  });

  test('accepts a literal ID for an API outside the template', () => {
    expectCodes({ Route: v2('Route', { ApiId: 'a1b2c3', RouteKey: 'GET /', Target: 'integrations/abc123' }) }, []);
  });

  test('treats parameters and macros as unknown', () => {
    const resources = target({ 'Fn::Sub': 'integrations/${Elsewhere}' });
    expectCodes(resources, [], { Parameters: { Elsewhere: { Type: 'String' } } });
    expectCodes(resources, [], { Transform: 'AWS::Serverless-2016-10-31' });
    expectCodes({ ...resources, 'Fn::ForEach::Integrations': ['X', ['a'], {}] }, []);
  });

  test('reports an integration of another API', () => {
    const Other = v2('Api', { Name: 'Other', ProtocolType: 'HTTP' });
    const resources = target({ 'Fn::Sub': 'integrations/${Integration}' }, { Other, Integration: httpProxy({ ApiId: { Ref: 'Other' } }) });
    expectCodes(resources, ['TargetOfOtherApi']);
    expectCodes({ ...resources, Integration: httpProxy({ ApiId: { 'Fn::If': ['A', { Ref: 'B' }, { Ref: 'C' }] } }) }, []);
  });
});

describe('WebSocket routes and responses', () => {
  test.each([
    ['$connect', []],
    ['$disconnect', []],
    ['$default', []],
    ['join', []],
    ['GET /x/', []],
    ['$join', ['WebSocketRouteKeyReserved']],
    [{ Ref: 'Key' }, []],
  ])('checks the route key %j', (key, codes) => {
    expectCodes({ Api: webSocketApi, Route: route(key) }, codes);
  });

  test.each([
    ['$default', []],
    ['/a.*/', []],
    ['200', ['IntegrationResponseKeyInvalid']],
    [{ Ref: 'Key' }, []],
  ])('checks an integration response for %j', (IntegrationResponseKey, codes) => {
    expectCodes({ Response: ofApi('IntegrationResponse', { IntegrationId: 'x', IntegrationResponseKey }) }, codes);
    expectCodes({ Response: ofApi('RouteResponse', { RouteResponseKey: { Ref: 'Key' } }) }, []);
  });

  test('requires an integration response for a non-proxy integration that responds', () => {
    const resources = (type: unknown, properties: Record<string, unknown>, others: object = {}) => ({
      Api: webSocketApi,
      Integration: ofApi('Integration', { IntegrationType: type, IntegrationUri: { Ref: 'Uri' } }),
      Route: route('join', 'Integration', properties),
      ...others,
    });
    const answers = (RouteId: unknown) => ({ Answer: ofApi('RouteResponse', { RouteId, RouteResponseKey: '$default' }) });
    const twoWay = answers({ Ref: 'Route' });
    const response = (number: number) =>
      ofApi('IntegrationResponse', { IntegrationId: { Ref: 'Integration' }, IntegrationResponseKey: `/${number}/` });
    const [missing] = expectCodes(resources('AWS', {}, twoWay), ['IntegrationResponseMissing']);
    expect(missing.message).toContain('a route with a response leads');
    expectCodes(resources('AWS', {}, { ...twoWay, R1: response(1), R2: response(2) }), []);
    expectCodes(resources('AWS', {}), []);
    expectCodes(resources('AWS', { RouteResponseSelectionExpression: '$default' }), []);
    expectCodes(resources('AWS', {}, answers({ Ref: 'Other' })), []);
    const [finding] = expectCodes(resources('AWS', { RouteKey: '$connect' }), ['IntegrationResponseMissing']);
    expect(finding.message).toContain('the route $connect leads');
    expectCodes(resources('AWS', { RouteKey: '$connect' }, { R1: response(1) }), []);
    expectCodes(resources('AWS_PROXY', {}, twoWay), []);
    expectCodes(resources({ Ref: 'Type' }, {}, twoWay), []);
  });
});
