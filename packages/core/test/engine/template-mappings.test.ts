import { describe, expect, test } from 'vitest';
import { expectCodes, httpApi, httpProxy, ofApi, route, webSocketApi } from './template-support';

describe('request mappings of HTTP APIs', () => {
  test('locates each finding at its entry', () => {
    const RequestParameters = {
      'explode:header.x': '$request.heder.y',
      'append:header.a': 'b',
      'overwrite:header.A': 'c',
      myKey: 'myValue',
    };
    const findings = expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters }) }, [
      'ActionUnknown',
      'SourceUnknown',
      'HeaderTwice',
      'MappingKeyUnknown',
    ]);
    expect(findings.map(({ code, property }) => `${code} ${property}`).sort()).toEqual([
      'ActionUnknown Properties/RequestParameters/explode:header.x',
      'HeaderTwice Properties/RequestParameters/overwrite:header.A',
      'MappingKeyUnknown Properties/RequestParameters/myKey',
      'SourceUnknown Properties/RequestParameters/explode:header.x',
    ]);
  });

  test('checks keys, but not values that CloudFormation determines', () => {
    const RequestParameters = {
      'append:header.via': { 'Fn::Sub': '$nonsense.${X}' },
      'append:header.n': 5,
      'append:header.ok': { Ref: 'X' },
    };
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters }) }, ['HeaderReserved']);
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters: { 'Fn::If': ['A', {}, {}] } }) }, []);
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters: ['append:header.via'] }) }, []);
  });

  test('checks path variables on each route of a shared integration', () => {
    const findings = expectCodes(
      {
        Api: httpApi,
        Integration: httpProxy({ RequestParameters: { 'append:header.x': '${request.path.id}', 'append:header.y': '$request.path' } }),
        Has: route('GET /a/{id}', 'Integration'),
        Second: route('GET /b', 'Integration'),
        Default: route('$default', 'Integration'),
        Unknown: route({ Ref: 'Key' }, 'Integration'),
      },
      ['PathVariableUnknown', 'PathVariableUnknown'],
    );
    expect(findings.map(({ logicalId }) => logicalId)).toEqual(['Second', 'Default']);
  });

  test('does not check a too long value against routes', () => {
    const RequestParameters = { 'append:header.x': '${request.path.id}'.repeat(60) };
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters }), Route: route('GET /a', 'Integration') }, [
      'MappingValueTooLong',
    ]);
  });
});

test('a query string parameter may have the name of a reserved header', () => {
  const mapping = (key: string) => ({ Api: httpApi, Integration: httpProxy({ RequestParameters: { [key]: 'a' } }) });
  expectCodes(mapping('append:querystring.authorization'), []);
  expectCodes(mapping('append:header.authorization'), ['HeaderReserved']);
});

describe('response mappings', () => {
  const of = (value: unknown) => ({ Api: httpApi, Integration: httpProxy({ ResponseParameters: value }) });
  const entry = { Source: 'a', Destination: 'append:header.x' };

  test.each([
    [{ '200': { ResponseParameters: [entry] } }, []],
    [{ '200': { ResponseParameters: [{ Source: 'a', Destination: 'append:header.via' }] } }, ['HeaderReserved']],
    [{ '200': { ResponseParameters: [{ Source: '$request.header.x', Destination: 'append:header.x' }] } }, ['SourceNotInDirection']],
    [{ '200': { ResponseParameters: [entry, { ...entry, Destination: 'remove:header.X' }] } }, ['HeaderTwice']],
    [{ '99': { ResponseParameters: [entry] }, '2XX': {} }, ['ResponseStatusInvalid', 'ResponseStatusInvalid']],
    [{ '200': { 'append:header.a': 'v' } }, ['ResponseParametersFlat']],
    [{ '200': [entry] }, ['ResponseParametersFlat']],
    [{ '200': { responseParameters: [entry] } }, ['ResponseParametersCamelCase']],
    [{ '200': { ResponseParameters: [{ source: 'a', destination: 'append:header.x' }] } }, ['ResponseParametersCamelCase']],
    [{ '200': { ResponseParameters: [{ Source: 'a', destination: 'append:header.x' }] } }, ['ResponseParametersCamelCase']],
    [{ '200': { ResponseParameters: [{}] } }, ['ResponseParameterIncomplete', 'ResponseParameterIncomplete']],
    [{ '200': { ResponseParameters: [{ Source: { Ref: 'A' }, Destination: { Ref: 'B' } }, { Ref: 'C' }, null, 'x'] } }, []],
    [{ '200': { ResponseParameters: { Ref: 'A' } } }, []],
    [{ '200': { Ref: 'A' } }, []],
    [{ '200': {} }, []],
    [{ '200': 'text' }, []],
    [{ Ref: 'A' }, []],
  ])('%j', (value, codes) => {
    expectCodes(of(value), codes);
  });

  test('locates a finding at status code and entry', () => {
    const [finding] = expectCodes(of({ '403': { ResponseParameters: [{ Source: '', Destination: 'remove:path' }] } }), [
      'DestinationNotInDirection',
    ]);
    expect(finding.property).toBe('Properties/ResponseParameters/403/ResponseParameters/remove:path');
  });
});

describe('request mappings of WebSocket APIs', () => {
  const of = (key: string, value: unknown, routes: object = {}) => ({
    Api: webSocketApi,
    Integration: ofApi('Integration', {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { Ref: 'Uri' },
      RequestParameters: { [key]: value },
    }),
    ...routes,
  });
  const HEADER = 'integration.request.header.x';

  test.each([
    ['route.request.body', []],
    ['route.request.body.a[0].b', []],
    ["'text'", []],
    ['context.connectionId', []],
    ['stageVariables.color', []],
    [{ Ref: 'A' }, []],
    ['${context.connectionId}', ['WebSocketSourceInvalid']],
    ['text', ['WebSocketSourceInvalid']],
    [`'${'a'.repeat(512)}'`, ['MappingValueTooLong']],
    ['method.request.header.x', ['WebSocketSourceInvalid']],
  ])('checks the source %j', (value, codes) => {
    expectCodes(of(HEADER, value), codes);
  });

  test('suggests a source without the dollar sign, or lists the sources', () => {
    expect(expectCodes(of(HEADER, '${context.stage}'), ['WebSocketSourceInvalid'])[0].remedy).toMatch(/^write context\.stage:/);
    expect(expectCodes(of(HEADER, '$x'), ['WebSocketSourceInvalid'])[0].remedy).toMatch(/^write route\.request\.body\.NAME/);
  });

  test.each(['integration.request.header.x y', 'header.x', 'overwrite:path'])('rejects the destination %s', (key) => {
    expectCodes(of(key, "'a'"), ['WebSocketDestinationInvalid']);
  });

  test('allows headers only on $connect, which must declare them', () => {
    const source = 'route.request.header.token';
    const connect = (properties: object) => ({ Route: route('$connect', 'Integration', properties as Record<string, unknown>) });
    expectCodes(of(HEADER, source, { Route: route('join', 'Integration'), Odd: route({ Ref: 'Key' }, 'Integration') }), [
      'WebSocketSourceOnlyOnConnect',
    ]);
    expectCodes(of(HEADER, source, connect({})), ['WebSocketParameterNotDeclared']);
    expectCodes(of(HEADER, source, connect({ RequestParameters: {} })), ['WebSocketParameterNotDeclared']);
    expectCodes(of(HEADER, source, connect({ RequestParameters: { [source]: { Required: true } } })), []);
    expectCodes(of(HEADER, source, connect({ RequestParameters: { Ref: 'Declared' } })), []);
  });
});
