import { describe, expect, test } from 'vitest';
import { expectCodes, httpApi, httpProxy, ofApi, route, webSocketApi } from './template-support';

describe('request mappings of HTTP APIs', () => {
  test('each finding names its entry', () => {
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

  test('values that CloudFormation works out are not judged, their keys are', () => {
    const RequestParameters = { 'append:header.via': { 'Fn::Sub': '$nonsense.x' }, 'append:header.n': 5, 'append:header.ok': { Ref: 'X' } };
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters }) }, ['HeaderReserved']);
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters: { 'Fn::If': ['A', {}, {}] } }) }, []);
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters: ['append:header.via'] }) }, []);
  });

  test('path variables are asked of each route that shares the integration', () => {
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

  test('a value that is too long anyway is not held against routes', () => {
    const RequestParameters = { 'append:header.x': '${request.path.id}'.repeat(60) };
    expectCodes({ Api: httpApi, Integration: httpProxy({ RequestParameters }), Route: route('GET /a', 'Integration') }, [
      'MappingValueTooLong',
    ]);
  });
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

  test('a finding names status and entry', () => {
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
  ])('a source of %j', (value, codes) => {
    expectCodes(of(HEADER, value), codes);
  });

  test('the remedy takes the dollar sign off, or names what there is', () => {
    expect(expectCodes(of(HEADER, '${context.stage}'), ['WebSocketSourceInvalid'])[0].remedy).toMatch(/^write context\.stage:/);
    expect(expectCodes(of(HEADER, '$x'), ['WebSocketSourceInvalid'])[0].remedy).toMatch(/^write route\.request\.body\.NAME/);
  });

  test.each(['integration.request.header.x y', 'header.x', 'overwrite:path'])('%s is no destination', (key) => {
    expectCodes(of(key, "'a'"), ['WebSocketDestinationInvalid']);
  });

  test('only $connect has headers, and declares them', () => {
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
