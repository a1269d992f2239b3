import { SourceArn } from '@apigwv2-integrations/core/engine';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { api, integration, lambdaResource, permission, route, routeOf, stage, template } from './support';

const ARN = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}';
const both = { Dev: stage('dev'), Prod: stage('prod') };

function permissionFor(key: string, source: unknown, resources: object = both, properties: object = {}) {
  const path = template({
    Api: api(),
    Fn: lambdaResource,
    Int: integration(),
    Route: route(key),
    Permission: permission(source, properties),
    ...resources,
  });
  return routeOf(path, key).permission;
}

const sub = (tail: string) => ({ 'Fn::Sub': `${ARN}/${tail}` });

describe.each([
  ['GET /books/{id}', '*/GET/books/{id}', 'allowed', 'this route'],
  ['GET /books/{id}', '*/*/books/{id}', 'allowed', 'this path'],
  ['GET /books/{id}', '*/POST/books/{id}', 'missing', 'none found'],
  ['GET /books/{id}', '*/*/books', 'missing', 'none found'],
  ['GET /books/{id}', '*/*/books/*', 'allowed', 'routes */*/books/*'],
  ['GET /books/{id}', '*/GET/book?/{id}', 'allowed', 'routes */GET/book?/{id}'],
  ['GET /books/{id}', '*', 'allowed', 'any route'],
  ['GET /books/{id}', '*/*', 'allowed', 'any route'],
  ['GET /books/{id}', '*/*/*', 'allowed', 'any route'],
  ['GET /', '*/*/', 'allowed', 'this path'],
  ['GET /books', 'dev/GET/books', 'partial', 'this route (stage dev only)'],
  ['GET /books', 'test/GET/books', 'missing', 'none found'],
  ['GET /books', '${Dev}/GET/books', 'partial', 'this route (stage dev only)'],
  ['GET /books', '${Unknown}/GET/books', 'unknown', 'unknown until deployed'],
  ['GET /books', '${Unknown}/GET/films', 'missing', 'none found'],
  ['ANY /books', '*/*/books', 'allowed', 'this path'],
  ['ANY /books', '*/ANY/books', 'allowed', 'this route'],
  ['ANY /books', '*/GET/books', 'partial', 'this path (method GET only)'],
  ['$default', '*/$default', 'allowed', 'this route'],
  ['$default', '*/*', 'allowed', 'any route'],
  ['$default', '*/*/*', 'missing', 'none found'],
  ['$connect', '*$connect', 'allowed', 'this route'],
  ['$connect', '*/$disconnect', 'missing', 'none found'],
])('route %s and source .../%s', (key, tail, status, summary) => {
  test(`is ${status}`, () => {
    expect(permissionFor(key, sub(tail))).toMatchObject({ status, summary });
  });
});

test.each([
  ['no source at all', undefined, 'any API'],
  ['everything', '*', 'any API'],
  ['every API', 'arn:aws:execute-api:*', 'any API'],
  ['every API of the account', 'arn:aws:execute-api:eu-west-1:123456789012:*/*/GET/books', 'any API'],
  ['another service', 'arn:aws:s3:::bucket/*', 'none found'],
  ['something else', 'whatever', 'none found'],
  ['the API without a slash', { 'Fn::Sub': `${ARN}*` }, 'any route'],
  ['another API', { 'Fn::Sub': ARN.replace('${Api}', '${Other}/*') }, 'none found'],
  ['an API that a parameter names', { 'Fn::Sub': ARN.replace('${Api}', '${Param}/*') }, 'unknown until deployed'],
  ['an API by a fixed id', 'arn:aws:execute-api:eu-west-1:123456789012:abc123/*', 'unknown until deployed'],
])('reads a source that matches %s', (_, source, summary) => {
  expect(permissionFor('GET /books', source, { ...both, Other: api() }).summary).toBe(summary);
});

test.each([
  ['for another service', { Principal: 's3.amazonaws.com' }],
  ['for another action', { Action: 'lambda:GetFunction' }],
  ['for function URLs', { FunctionUrlAuthType: 'NONE' }],
  ['for another function', { FunctionName: { Ref: 'Other' } }],
  ['for an alias of the function', { FunctionName: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, ':live']] } }],
])('ignores a permission %s', (_, properties) => {
  expect(permissionFor('GET /books', sub('*'), { Other: lambdaResource }, properties).status).toBe('missing');
});

test('accepts references, any principal and any action', () => {
  const properties = { FunctionName: { Ref: 'Fn' }, Principal: '*', Action: 'lambda:*' };
  expect(permissionFor('GET /books', sub('*/*'), both, properties).summary).toBe('any route');
});

test('combines two permissions that cover all stages', () => {
  const resources = { ...both, Second: permission(sub('prod/*/books')) };
  expect(permissionFor('GET /books', sub('dev/*/books'), resources)).toMatchObject({
    status: 'allowed',
    summary: 'this path',
    grants: [{ name: 'Permission' }, { name: 'Second' }],
  });
});

test('draws no conclusion from one stage if the assembly has none', () => {
  expect(permissionFor('GET /books', sub('prod/GET/books'), {}).status).toBe('unknown');
  expect(permissionFor('GET /books', sub('prod/GET/films'), {}).status).toBe('missing');
  expect(permissionFor('GET /books', sub('*/GET/books'), {}).status).toBe('allowed');
});

test('finds the permission of an imported function', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:thing';
  const resources = { Int: integration({ IntegrationUri: arn }) };
  expect(permissionFor('GET /books', sub('*/*/books'), resources, { FunctionName: 'thing' }).summary).toBe('this path');
});

test('identifies an API outside the assembly by its ID', () => {
  const path = template({
    Fn: lambdaResource,
    Int: integration({ ApiId: 'abc123' }),
    Route: route('GET /a', { ApiId: 'abc123' }),
    Mine: permission('arn:aws:execute-api:eu-west-1:123456789012:abc123/*/*/a', { Principal: 'apigateway.amazonaws.com' }),
    Others: permission('arn:aws:execute-api:eu-west-1:123456789012:def456/*/*/a'),
  });
  expect(routeOf(path, 'GET /a').permission).toMatchObject({ summary: 'this path', grants: [{ name: 'Mine' }] });
});

test('compares each of many routes with few permissions', () => {
  const count = 300;
  const resources: Record<string, unknown> = { Api: api(), Fn: lambdaResource, Int: integration() };
  for (let index = 0; index < count; index++) {
    resources[`Route${index}`] = route(`GET /r${index}`);
    resources[`Permission${index}`] = permission(sub(`*/*/r${index}`));
  }
  const compared = vi.spyOn(SourceArn.prototype, 'match');
  onTestFinished(() => compared.mockRestore());
  expect(routeOf(template(resources), 'GET /r299').permission.summary).toBe('this path');
  expect(compared.mock.calls.length).toBeGreaterThanOrEqual(count);
  expect(compared.mock.calls.length).toBeLessThanOrEqual(2 * count);
});
