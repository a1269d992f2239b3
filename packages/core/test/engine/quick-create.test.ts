import { Resources, type Template } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { expectCodes, findingsOf, httpApi, v2 } from './template-support';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:shop';
const quick = (properties: object = {}) => v2('Api', { Name: 'Shop', ProtocolType: 'HTTP', Target: FUNCTION, ...properties });
const overrides = (properties: object, ApiId: unknown = { Ref: 'Api' }) => v2('ApiGatewayManagedOverrides', { ApiId, ...properties });

describe('an API with a target', () => {
  test.each<[object, string[]]>([
    [{}, []],
    [{ ProtocolType: undefined }, []],
    [{ Target: 'https://shop.example.com' }, []],
    [{ Target: 'shop.example.com' }, ['UrlInvalid']],
    [{ Target: { 'Fn::Sub': 'https://${Host}/shop' } }, []],
    [{ Target: { 'Fn::Sub': ['https://${Host}/my shop', { Host: 'a.example' }] } }, ['UrlMalformed']],
    [{ Target: { 'Fn::Sub': ['https://${Host}', { Host: { Ref: 'Host' } }] } }, []],
    [{ Target: { 'Fn::Join': ['', ['https://', { Ref: 'Host' }]] } }, []],
    [{ Target: { 'Fn::Sub': '${Function.Arn}' } }, ['InvokePermissionMissing']],
    [{ Target: { Ref: 'Unknown' } }, []],
    [{ Target: { Ref: 'Url' } }, ['UrlMalformed']],
    [{ Target: { Ref: 'AWS::NoValue' } }, []],
    [{ RouteKey: 'GET /shop' }, []],
    [{ RouteKey: 'GET shop' }, ['RouteKeyInvalid']],
    [{ CredentialsArn: { Ref: 'Role' } }, ['ReferenceKindInvalid']],
    [{ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action', Target: 'x' }, []],
    [{ Target: { 'Fn::GetAtt': ['Function', 'Arn'] } }, ['InvokePermissionMissing']],
  ])('%j', (properties, codes) => {
    const others = { Function: { Type: 'AWS::Lambda::Function' }, Role: { Type: 'AWS::IAM::Role' } };
    const Parameters = { Url: { Type: 'String', Default: 'https://shop.example.com/my shop' }, Host: { Type: 'String' } };
    expectCodes({ Api: quick(properties), ...others }, codes, { Parameters });
  });

  test('has its problems where they are written', () => {
    const located = (properties: object) =>
      findingsOf({ Api: quick(properties) }).map(({ logicalId, property }) => `${logicalId} ${property}`);
    expect(located({ Target: 'shop.example.com' })).toEqual(['Api Properties/Target']);
    expect(located({ RouteKey: 'GET shop' })).toEqual(['Api Properties/RouteKey']);
  });

  test('has a route and a stage', () => {
    const settings = { Stage: { RouteSettings: { $default: { ThrottlingRateLimit: 10 } } } };
    expectCodes({ Api: quick(), Over: overrides(settings) }, []);
    const mapping = v2('ApiMapping', { ApiId: { Ref: 'Api' }, DomainName: 'shop.example.com', Stage: '$default' });
    expectCodes({ Api: quick(), Mapping: mapping }, []);
    expectCodes({ Api: httpApi, Mapping: mapping }, ['ApiMappingStageUnknown']);
  });
});

describe('overrides of what the service creates', () => {
  test.each<[object, unknown, string[]]>([
    [{ Integration: { PayloadFormatVersion: '1.0', TimeoutInMillis: 29_000 } }, { Ref: 'Api' }, []],
    [{ Integration: { TimeoutInMillis: 99_999 } }, { Ref: 'Api' }, ['Over Properties/Integration/TimeoutInMillis']],
    [{ Integration: { TimeoutInMillis: 99_999 } }, { 'Fn::GetAtt': ['Api', 'ApiId'] }, ['Over Properties/Integration/TimeoutInMillis']],
    [{ Integration: { TimeoutInMillis: 99_999 } }, { Ref: 'Other' }, []],
    [{ Route: { AuthorizationType: 'JWT' } }, { Ref: 'Api' }, ['Api Properties/Target']],
    [{ Route: { AuthorizationScopes: ['a'] } }, { Ref: 'Api' }, ['Over Properties/Route/AuthorizationScopes']],
    [
      { Stage: { DefaultRouteSettings: { LoggingLevel: 'INFO' } } },
      { Ref: 'Api' },
      ['Over Properties/Stage/DefaultRouteSettings/LoggingLevel'],
    ],
    [{ Stage: { StageVariables: { 'a-b': 'c' } } }, { Ref: 'Api' }, ['Over Properties/Stage/StageVariables/a-b']],
    [{ Stage: 'x' }, { Ref: 'Api' }, []],
  ])('%j of %j', (properties, apiId, locations) => {
    const findings = findingsOf({ Api: quick(), Over: overrides(properties, apiId) });
    expect(findings.map(({ logicalId, property }) => `${logicalId} ${property}`)).toEqual(locations);
  });
});

test('what the service creates is named after its API', () => {
  const shop: Template = { id: 'Shop', body: { Resources: { Api: quick() } } };
  expect(new Resources([shop]).find(shop, 'Api/Target')?.nameIn(shop)).toBe('Api/Target');
});
