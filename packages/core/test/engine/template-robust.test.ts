import { checkTemplate, RULES } from '@apigwv2-integrations/core/engine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf, httpApi, httpProxy, ofApi, route } from './template-support';

const TYPES = [
  'Api',
  'Route',
  'Integration',
  'Stage',
  'Authorizer',
  'ApiMapping',
  'RouteResponse',
  'IntegrationResponse',
  'Model',
  'VpcLink',
];
const PROPERTIES = [
  ...['ApiId', 'ProtocolType', 'RouteSelectionExpression', 'CorsConfiguration', 'Name', 'Description', 'RouteKey', 'Target'],
  ...['AuthorizationScopes', 'RouteResponseSelectionExpression', 'IntegrationType', 'IntegrationSubtype', 'IntegrationUri'],
  ...['IntegrationMethod', 'ConnectionType', 'CredentialsArn', 'PayloadFormatVersion', 'TimeoutInMillis', 'RequestParameters'],
  ...['ResponseParameters', 'StageName', 'StageVariables', 'ApiMappingKey', 'RouteResponseKey', 'IntegrationResponseKey', 'IntegrationId'],
  ...['ConnectionId', 'TlsConfig', 'ApiKeySelectionExpression', 'Schema', 'SubnetIds', 'JwtConfiguration', 'AccessLogSettings'],
];
const TEXTS = ['HTTP', 'WEBSOCKET', 'AWS_PROXY', 'HTTP_PROXY', 'MOCK', 'SQS-SendMessage', 'VPC_LINK', '$connect', 'GET /{a}', '*', 'true'];

const anyText = fc.oneof(fc.string(), fc.constantFrom(...TEXTS), fc.constantFrom('Ref', 'Fn::Join', 'Fn::Sub', '__proto__', 'toString'));
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, anyText, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object'), tie('reference')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(anyText, tie('value'), { maxKeys: 4 }),
  reference: fc.record({ Ref: fc.constantFrom('R0', 'R1', 'R2', 'R3', 'AWS::NoValue') }),
})).value;
const anyProperties = fc.dictionary(fc.constantFrom(...PROPERTIES), anyJson, { maxKeys: 12 });
const anyResource = fc.record(
  {
    Type: fc.oneof(fc.constantFrom(...TYPES.map((type) => `AWS::ApiGatewayV2::${type}`), 'AWS::Lambda::Permission'), anyJson),
    Properties: fc.oneof({ arbitrary: anyProperties, weight: 5 }, { arbitrary: anyJson, weight: 1 }),
    Metadata: anyJson,
    Condition: anyJson,
  },
  { requiredKeys: [] },
);
const anyResources = fc
  .array(anyResource, { maxLength: 6 })
  .map((list) => Object.fromEntries(list.map((resource, index) => [`R${index}`, resource])));

describe('any input', () => {
  test.each([
    undefined,
    null,
    5,
    'text',
    true,
    [],
    [[]],
    {},
    { Resources: null },
    { Resources: [] },
    { Resources: { A: null, B: 5, C: [] } },
  ])('%j has no findings', (template) => {
    expect(checkTemplate(template)).toEqual([]);
  });

  test('never throws for any JSON', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, fc.record({ Resources: anyResources, Parameters: anyJson }), fc.anything()), (template) => {
        const codes = new Set(RULES.map(({ code }) => code));
        for (const finding of checkTemplate(template)) {
          expect(codes).toContain(finding.code);
          expect(finding.logicalId).toBeTypeOf('string');
        }
      }),
      { numRuns: 2000, seed: Number(process.env.TEST_SEED) },
    );
  });

  test('reads names of object members like any other name', () => {
    const text = `{"Resources": {"__proto__": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"__proto__": {"Name": ""}}},
      "constructor": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": {"StageName": "a b"}}}}`;
    expect(checkTemplate(JSON.parse(text)).map(({ logicalId, code }) => `${logicalId} ${code}`)).toEqual(['constructor StageNameInvalid']);
  });

  test('treats deeply nested values as unknown', () => {
    let deep: unknown = 'end';
    for (let depth = 0; depth < 50_000; depth++) {
      deep = { 'Fn::Join': ['', ['integrations/', deep]] };
    }
    const properties = Object.fromEntries(PROPERTIES.map((name) => [name, deep]));
    const resources = Object.fromEntries(TYPES.map((type) => [type, { Type: `AWS::ApiGatewayV2::${type}`, Properties: properties }]));
    expect(() => checkTemplate({ Resources: resources })).not.toThrow();
  });
});

describe('the construct path', () => {
  test('reads the construct path from the template', () => {
    const stage = ofApi('Stage', { StageName: 'a b' }, { Metadata: { 'aws:cdk:path': 'Shop/Api/Stage' } });
    expect(findingsOf({ Stage: stage })[0].constructPath).toBe('Shop/Api/Stage');
    expect(findingsOf({ Stage: { ...stage, Metadata: { 'aws:cdk:path': 5, x: 1 } } })[0].constructPath).toBe('5');
  });
});

/** A template that counts how often something of it is read. */
function counting(template: object): { readonly template: object; reads(): number } {
  let reads = 0;
  const seen = new WeakMap<object, object>();
  const handler: ProxyHandler<object> = {
    get: (target, key, receiver) => {
      reads += 1;
      return watched(Reflect.get(target, key, receiver));
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target);
      reads += keys.length;
      return keys;
    },
  };
  const watched = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const known = seen.get(value) ?? new Proxy(value, handler);
    seen.set(value, known);
    return known;
  };
  return { template: watched(template) as object, reads: () => reads };
}

describe('work', () => {
  const shop = (count: number) => ({
    Resources: {
      Api: httpApi,
      Shared: httpProxy({ IntegrationUri: 'https://example.com/{id}', RequestParameters: { 'append:header.x': '$request.path.id' } }),
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Route${index}`, route(`GET /r${index}/{x}`, 'Shared')])),
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Integration${index}`, httpProxy({ Description: 'd' })])),
    },
  });

  test('takes time linear in the template size', () => {
    const readsOf = (count: number) => {
      const { template, reads } = counting(shop(count));
      const findings = checkTemplate(template);
      return { reads: reads(), findings: findings.length };
    };
    const [small, large] = [readsOf(100), readsOf(1_000)];

    expect(small.findings).toBeGreaterThan(100);
    expect(large.findings).toBeGreaterThan(small.findings * 9);
    expect(large.reads / small.reads).toBeLessThan(10.5);
    expect(large.reads / small.reads).toBeGreaterThan(9);
  });
});
