import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/definitions/plan';
import type { WebSocketIntegrationPlan } from '../../src/definitions/websocket-integration';
import { checkServices, readEndpoints } from '../../src/integrations/aws/endpoints';
import { checkTargets, parseTargets } from '../../src/integrations/http/targets';
import { chatTemplate, wsRoute } from '../websocket-api/app';
import { readIntegration, response } from '../websocket-api/integrations/support';

const served = (properties: object, more: object = {}) => {
  const { plan, diagnostics } = readIntegration(properties, more);
  expect(plan).toMatchObject({ kind: 'served' });
  return { plan: plan as WebSocketIntegrationPlan, texts: diagnostics.map(({ text }) => text) };
};

describe('integrations of WebSocket APIs', () => {
  it('have the defaults of the service', () => {
    const { plan, texts } = served({ IntegrationType: 'MOCK', IntegrationUri: '' });
    expect(plan).toEqual({
      kind: 'served',
      name: 'Int',
      location: { logicalId: 'Int', path: undefined, stack: 'App', file: 'app.json' },
      type: 'MOCK',
      target: { kind: 'mock' },
      timeoutMillis: 29_000,
      requestParameters: [],
      requestTemplates: { selection: undefined, templates: new Map() },
      passthrough: 'WHEN_NO_MATCH',
      contentHandling: undefined,
      responses: [],
    });
    expect(texts).toEqual([]);
  });

  it.each([
    ['30000', 29_000],
    ['20', 50],
    ['1000', 1000],
  ])('have a timeout of %s', (TimeoutInMillis, millis) => {
    const { plan, texts } = served({ IntegrationType: 'MOCK', TimeoutInMillis });
    expect(plan.timeoutMillis).toBe(millis);
    expect(texts).toEqual(millis === 1000 ? [] : [expect.stringContaining('write 50 to 29000')]);
  });

  it('have their own integration responses', () => {
    const other = { ...response('/400/'), Properties: { ...response('/400/').Properties, IntegrationId: 'elsewhere' } };
    const { plan } = served(
      { IntegrationType: 'MOCK' },
      { One: response('/200/', { ContentHandlingStrategy: 'CONVERT_TO_TEXT' }), Other: other },
    );
    expect(plan.responses).toEqual([{ key: '/200/', contentHandling: 'CONVERT_TO_TEXT', selection: undefined, templates: new Map() }]);
  });

  it('report response parameters, which have no effect', () => {
    const more = { One: response('/200/', { ResponseParameters: { 'route.response.header.x': "'y'" } }) };
    expect(served({ IntegrationType: 'MOCK' }, more).texts).toEqual([expect.stringContaining('ResponseParameters have no effect')]);
  });

  it('report invalid templates', () => {
    const { texts } = served({ IntegrationType: 'MOCK', RequestTemplates: { a: '#if(' } });
    expect(texts).toEqual([expect.stringContaining('the template "a" of its RequestTemplates is invalid: ')]);
  });

  it('report placeholders in templates', () => {
    const { texts } = served({ IntegrationType: 'MOCK', RequestTemplates: { a: { Ref: 'Unknown' } } });
    expect(texts).toEqual([expect.stringContaining('is used for it in the templates of Int')]);
  });

  it.each([
    [{ IntegrationType: 'VPC' }, 'the service refuses its type, VPC: write one of AWS_PROXY, AWS, HTTP_PROXY, HTTP, MOCK'],
    [{}, 'the service refuses its type, which is missing'],
    [{ IntegrationType: 'HTTP', IntegrationUri: 'ftp://x' }, 'its URL is ftp://x: an HTTP integration needs one'],
    [{ IntegrationType: 'HTTP_PROXY' }, 'its URL is missing'],
    [{ IntegrationType: 'AWS', IntegrationUri: 'arn:aws:sqs:r:a:q' }, 'its IntegrationUri is arn:aws:sqs:r:a:q: an AWS integration needs'],
    [{ IntegrationType: 'AWS' }, 'its IntegrationUri is missing: an AWS integration needs'],
    [{ IntegrationType: 'AWS_PROXY' }, 'its IntegrationUri is missing: an AWS_PROXY integration needs the ARN of a function'],
    [{ IntegrationType: 'AWS_PROXY', IntegrationUri: 'arn:aws:apigateway:r:sqs:action/SendMessage' }, 'not in the assembly'],
  ])('%j is not served, which is reported', (properties, reason) => {
    const { plan, diagnostics } = readIntegration(properties);
    expect(plan).toEqual({ kind: 'unserved', reason: expect.stringContaining(reason) });
    expect(diagnostics.map(({ text }) => text)).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    ['dynamodb:action/PutItem', { serviceName: 'dynamodb', action: 'PutItem', path: '/' }],
    ['sqs:path/123/q', { serviceName: 'sqs', action: undefined, path: '/123/q' }],
    ['dynamodb:path//', { serviceName: 'dynamodb', action: undefined, path: '/' }],
    ['s3:action/GetObject&Bucket=b', { serviceName: 's3', action: 'GetObject', path: '/?Bucket=b' }],
    ['s3:action/GetObject?Bucket=b', { serviceName: 's3', action: 'GetObject', path: '/?Bucket=b' }],
    ['runtime.sagemaker:path/endpoints/x', { serviceName: 'sagemaker', action: undefined, path: '/endpoints/x' }],
  ])('call %s', (resource, target) => {
    const uri = { 'Fn::Sub': `arn:\${AWS::Partition}:apigateway:eu-west-1:${resource}` };
    expect(served({ IntegrationType: 'AWS', IntegrationUri: uri }).plan.target).toEqual({
      kind: 'action',
      region: 'eu-west-1',
      method: 'POST',
      ...target,
    });
  });

  it.each([
    [undefined, 'POST'],
    ['ANY', 'POST'],
    ['PUT', 'PUT'],
  ])('with the method %s send %s', (IntegrationMethod, method) => {
    expect(served({ IntegrationType: 'HTTP', IntegrationUri: 'http://x', IntegrationMethod }).plan.target).toMatchObject({ method });
  });

  it.each(['NEVER', 'WHEN_NO_TEMPLATES', 'WHEN_NO_MATCH', 'other'])('have the passthrough behavior %s', (PassthroughBehavior) => {
    const expected = PassthroughBehavior === 'other' ? 'WHEN_NO_MATCH' : PassthroughBehavior;
    expect(served({ IntegrationType: 'MOCK', PassthroughBehavior }).plan.passthrough).toBe(expected);
  });
});

describe('options', () => {
  const apisOf = (integration: object, more: object = {}) =>
    readPlan(chatTemplate({ integration: { IntegrationMethod: 'POST', ...integration }, routes: ['send'], more })).webSocketApis;
  const service = (name: string) =>
    apisOf(
      { IntegrationType: 'AWS', IntegrationUri: `arn:aws:apigateway:us-east-1:${name}:action/Run` },
      { Connect: wsRoute('$connect', 'None') },
    );

  it('may name services that WebSocket APIs call', () => {
    const endpoints = readEndpoints({ states: 'http://127.0.0.1:1' }, { environment: {} });
    expect(checkServices(endpoints, service('states'))).toEqual([]);
    expect(() => checkServices(endpoints, service('sns'))).toThrow(
      '--endpoint states is not called by any integration of the app: expected sns',
    );
  });

  it('report services that are not served', () => {
    expect(checkServices(readEndpoints({}, { environment: {} }), service('translate'))).toEqual([
      {
        location: expect.objectContaining({ logicalId: 'Int' }),
        text: expect.stringMatching(/^calls to translate are not served: .*dynamodb/),
      },
    ]);
  });

  it('may name origins and private targets of WebSocket APIs', () => {
    const url = apisOf({ IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://backend.example.com/x' });
    const check = (arg: string, apis = url) => checkTargets(parseTargets([arg]), apis);
    expect(() => check('https://backend.example.com=http://127.0.0.1:1')).not.toThrow();
    expect(() => check('https://other.example.com=http://127.0.0.1:1')).toThrow('expected https://backend.example.com');
    const link = { Link: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'l' } } };
    const linked = {
      IntegrationType: 'HTTP',
      IntegrationUri: 'http://internal.example.com/',
      ConnectionType: 'VPC_LINK',
      ConnectionId: { Ref: 'Link' },
    };
    expect(() => check('Link=http://127.0.0.1:1', apisOf(linked, link))).not.toThrow();
    expect(() => check('Other=http://127.0.0.1:1', apisOf(linked, link))).toThrow('expected Link');
  });
});
