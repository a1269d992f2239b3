import { describe, expect, test } from 'vitest';
import { integration, route } from '../support';
import { diagnosticTexts, planOf, routeOf, servedIntegration, unservedBecause } from './support';

const ref = (Ref: string) => ({ Ref });
const withIntegration = (properties: object, more: object = {}, rest?: object) => planOf({ Int: integration(properties), ...more }, rest);
const proxy = (properties: object = {}) => ({
  IntegrationType: 'HTTP_PROXY',
  IntegrationMethod: 'ANY',
  IntegrationUri: 'https://a.example/{proxy}',
  PayloadFormatVersion: '1.0',
  ...properties,
});
const linked = (properties: object = {}) => proxy({ ConnectionType: 'VPC_LINK', ConnectionId: ref('Link'), ...properties });

describe('on a function', () => {
  test.each(['1.0', '2.0'])('reads payload format %s', (version) => {
    expect(servedIntegration(withIntegration({ PayloadFormatVersion: version })).target).toMatchObject({
      kind: 'lambda',
      payloadFormatVersion: version,
    });
  });

  test.each([
    ['3.0', '3.0'],
    [undefined, 'which is missing'],
  ])('rejects payload format %s', (version, shown) => {
    expect(unservedBecause(withIntegration({ PayloadFormatVersion: version }))).toBe(
      `the service refuses its PayloadFormatVersion, ${shown}: write 1.0 or 2.0`,
    );
  });
});

describe('on a URL', () => {
  test('keeps path variables of a URL', () => {
    const { target, name } = servedIntegration(
      withIntegration(proxy({ IntegrationUri: 'https://${stageVariables.host}/{proxy}', IntegrationMethod: 'POST' })),
    );
    expect(name).toBe('Int');
    expect(target).toEqual({ kind: 'url', url: 'https://${stageVariables.host}/{proxy}', method: 'POST' });
  });

  test('resolves references in a URL, and reports unknown ones', () => {
    const plan = withIntegration(
      proxy({ IntegrationUri: { 'Fn::Sub': 'http://${Host}:8080/${AWS::Region}' } }),
      {},
      { Parameters: { Host: {} } },
    );
    expect(servedIntegration(plan).target).toMatchObject({ url: 'http://Host:8080/us-east-1' });
    expect(diagnosticTexts(plan)).toEqual([expect.stringContaining('is used for it in the integration Int: set "Host"')]);
  });

  test('resolves the name of a function in a URL', () => {
    const plan = withIntegration(proxy({ IntegrationUri: { 'Fn::Sub': 'http://127.0.0.1:8080/${Fn}' } }));
    expect(servedIntegration(plan).target).toMatchObject({ kind: 'url', url: 'http://127.0.0.1:8080/Fn' });
  });

  test('accepts a URL from a stage variable', () => {
    expect(servedIntegration(withIntegration(proxy({ IntegrationUri: '${stageVariables.url}' }))).target).toMatchObject({ method: 'ANY' });
  });

  test('reads a URL integration without a method', () => {
    expect(servedIntegration(withIntegration(proxy({ IntegrationMethod: undefined }))).target).toMatchObject({ method: 'ANY' });
  });

  test.each<[unknown, RegExp]>([
    ['a.example', /^its URL is a\.example: an HTTP_PROXY integration needs one that begins with http/],
    ['ftp://a.example', /^its URL is ftp/],
    [undefined, /^its URL is missing/],
    [ref('Url'), /^its URL is Url/],
  ])('rejects %j', (IntegrationUri, reason) => {
    expect(unservedBecause(withIntegration(proxy({ IntegrationUri }), {}, { Parameters: { Url: {} } }))).toMatch(reason);
  });
});

describe('through a VPC link', () => {
  const alb = {
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Metadata: { 'aws:cdk:path': 'app/Alb/Http/Resource' } },
    Service: { Type: 'AWS::ServiceDiscovery::Service' },
    Link: { Type: 'AWS::ApiGatewayV2::VpcLink' },
  };
  const target = (properties: object, rest?: object) => {
    const found = servedIntegration(withIntegration(linked(properties), alb, rest)).target;
    expect(found.kind).toBe('private');
    return found as Extract<typeof found, { kind: 'private' }>;
  };

  test('reads a listener with all its names', () => {
    expect(target({ IntegrationUri: ref('Listener'), IntegrationMethod: 'GET' })).toEqual({
      kind: 'private',
      names: ['app/Alb/Http', 'Listener', 'app/Listener', expect.stringMatching(/^arn:aws:elasticloadbalancing:.*:listener\/app\//)],
      service: 'listener',
      method: 'GET',
      serverName: undefined,
    });
  });

  test('reads the server name to verify', () => {
    expect(
      target({ IntegrationUri: ref('Listener'), TlsConfig: { ServerNameToVerify: { 'Fn::Sub': '${AWS::Region}.internal' } } }).serverName,
    ).toBe('us-east-1.internal');
  });

  test('reads a Cloud Map service without its filter', () => {
    const arn = expect.stringMatching(/:service\/srv-[a-z0-9]{16}$/);
    expect(target({ IntegrationUri: { 'Fn::Sub': '${Service.Arn}?stage=prod' } })).toMatchObject({
      service: 'cloud-map',
      names: ['Service', 'app/Service', arn],
    });
  });

  test.each([
    ['arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/a/1/2', 'listener'],
    ['arn:aws:servicediscovery:eu-west-1:1:service/srv-1', 'cloud-map'],
    ['arn:aws:other:eu-west-1:1:x', 'unknown'],
  ])('%s', (arn, service) => {
    expect(target({ IntegrationUri: arn })).toMatchObject({ names: [arn], service });
  });

  test('reads a backend named by a parameter', () => {
    expect(target({ IntegrationUri: ref('Arn') }, { Parameters: { Arn: { Default: 'arn:x' } } }).names).toEqual(['arn:x']);
    expect(target({ IntegrationUri: ref('Arn') }, { Parameters: { Arn: {} } }).names).toEqual(['Arn']);
    expect(target({ IntegrationUri: { 'Fn::ImportValue': 'listener' } }).names).toEqual(['listener']);
  });
});

describe('mappings', () => {
  test('resolves request mappings in order', () => {
    const plan = withIntegration(
      proxy({
        RequestParameters: { 'append:header.x-table': ref('Table'), 'remove:querystring.q': '', 'overwrite:path': '/v2${request.path}' },
      }),
      { Table: { Type: 'AWS::DynamoDB::Table' } },
    );
    expect(servedIntegration(plan).requestMapping).toEqual([
      ['append:header.x-table', 'Table'],
      ['remove:querystring.q', ''],
      ['overwrite:path', '/v2${request.path}'],
    ]);
  });

  test('reads response mappings by status code', () => {
    const plan = withIntegration({
      ResponseParameters: {
        '200': { ResponseParameters: [{ Destination: 'append:header.x-region', Source: ref('AWS::Region') }] },
        '404': {
          ResponseParameters: [
            { Destination: 'overwrite:statuscode', Source: 403 },
            { Destination: 'remove:header.x', Source: "''" },
          ],
        },
      },
    });
    expect([...servedIntegration(plan).responseMapping]).toEqual([
      [200, [['append:header.x-region', 'us-east-1']]],
      [
        404,
        [
          ['overwrite:statuscode', '403'],
          ['remove:header.x', "''"],
        ],
      ],
    ]);
  });

  test.each<[string, object, RegExp]>([
    [
      'a reserved header',
      { RequestParameters: { 'overwrite:header.Via': 'x' } },
      /^the service refuses its parameter mapping: .* \[HeaderReserved\]: /,
    ],
    ['a broken value', { RequestParameters: { 'overwrite:path': '${request.path' } }, /\[ExpressionInvalid\]/],
    [
      'a status that is none',
      { ResponseParameters: { '2xx': { ResponseParameters: [{ Destination: 'remove:header.x', Source: "''" }] } } },
      /\[ResponseStatusInvalid\]/,
    ],
    [
      'a source of the other direction',
      { ResponseParameters: { '200': { ResponseParameters: [{ Destination: 'append:header.x', Source: '$request.header.x' }] } } },
      /\[SourceNotInDirection\]/,
    ],
  ])('rejects %s', (_, properties, reason) => {
    const plan = withIntegration(properties);
    const { integration: found } = routeOf(plan);
    expect(found.kind === 'unserved' ? found.reason : '').toMatch(reason);
  });

  test.each(['Authorization', 'X-AMZ-Date', 'x-amzn-trace-id', 'Transfer-Encoding', 'Connection', 'Origin', 'Via'])(
    'never writes the reserved header %s',
    (name) => {
      for (const entry of [{ [`overwrite:header.${name}`]: 'forged' }, { [`remove:header.${name.toLowerCase()}`]: '' }]) {
        expect(unservedBecause(withIntegration({ RequestParameters: entry }))).toContain('[HeaderReserved]');
      }
    },
  );

  test.each([
    { RequestParameters: { 'overwrite:header.a\r\nX-Admin': 'true', 'append:header.fine': 'x' } },
    { RequestParameters: { 'append:header.a b': 'x' } },
    { ResponseParameters: { '200': { ResponseParameters: [{ Destination: 'append:header.c d', Source: 'x' }] } } },
  ])('rejects the header name %j', (properties) => {
    expect(unservedBecause(withIntegration(properties))).toContain('[DestinationNameInvalid]');
  });

  test('serves a mapping with warnings', () => {
    expect(servedIntegration(withIntegration({ RequestParameters: { myKey: 'x' } })).requestMapping).toEqual([['myKey', 'x']]);
  });
});

describe('timeouts', () => {
  test.each([
    [undefined, 30_000],
    [50, 50],
    ['29000', 29_000],
    [ref('Millis'), 1_234],
  ])('%j', (TimeoutInMillis, millis) => {
    const plan = withIntegration({ TimeoutInMillis }, {}, { Parameters: { Millis: { Default: 1234 } } });
    expect(servedIntegration(plan).timeoutMillis).toBe(millis);
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test.each([
    [1, 50],
    [60_000, 30_000],
    ['soon', 30_000],
  ])('clamps a timeout of %j to the service’s range, and reports it', (TimeoutInMillis, millis) => {
    const plan = withIntegration({ TimeoutInMillis });
    expect(servedIntegration(plan).timeoutMillis).toBe(millis);
    expect(diagnosticTexts(plan)).toEqual([
      `the service refuses its timeout of ${TimeoutInMillis} ms, so ${millis} ms are used here: write 50 to 30000`,
    ]);
  });
});

test.each<[string, object, RegExp]>([
  ['a mock', { IntegrationType: 'MOCK', IntegrationUri: '' }, /^HTTP APIs have no MOCK integrations/],
  ['a URL without proxy', proxy({ IntegrationType: 'HTTP' }), /^HTTP APIs have no HTTP integrations/],
  ['no type', { IntegrationType: undefined, IntegrationUri: undefined }, /^its type, which is missing, is not served/],
])('rejects %s', (_, properties, reason) => {
  expect(unservedBecause(withIntegration(properties))).toMatch(reason);
});

test('accepts names of object members', () => {
  const names = JSON.parse(
    '{"RequestParameters":{"__proto__":"x"},"ResponseParameters":{"__proto__":{"ResponseParameters":[{"Destination":"a","Source":"b"}]}}}',
  );
  expect(routeOf(withIntegration(names)).integration).toMatchObject({ kind: 'unserved' });
  const plan = planOf(JSON.parse(JSON.stringify({ proto: route('GET /p') }).replace('proto', '__proto__')));
  expect(routeOf(plan, 'GET /p').location.logicalId).toBe('__proto__');
});
