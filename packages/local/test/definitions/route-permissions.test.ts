import { describe, expect, test } from 'vitest';
import { readPlan } from '../../src/definitions/plan';
import { integration, permission, route } from '../support';
import { chatTemplate } from '../websocket-api/app';
import { books, diagnosticTexts, fn, planOf, routeOf } from './support';

const sourceOf = (tail: string) => ({ 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${tail}` });
const FUNCTION = { 'Fn::GetAtt': ['Fn', 'Arn'] };

describe('the function of a route', () => {
  test.each<[string, object]>([
    ['a permission for every API', { FnPermission: permission(undefined) }],
    ['a permission for every route', { FnPermission: permission(sourceOf('*')) }],
    ['a permission for the route', { FnPermission: permission(sourceOf('*/GET/')) }],
    ['a permission for the stage', { FnPermission: permission(sourceOf('$default/GET/')) }],
    ['a permission with a source that only the deployment knows', { FnPermission: permission({ 'Fn::ImportValue': 'Source' }) }],
    ['a role', { FnPermission: undefined, Int: integration({ CredentialsArn: 'arn:aws:iam::123456789012:role/caller' }) }],
    [
      'an ARN of another app',
      { FnPermission: undefined, Int: integration({ IntegrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:other' }) },
    ],
    ['a resource that a macro completes', { FnPermission: undefined, 'Fn::Transform': { Name: 'AWS::Include' } }],
    [
      'stage variables in its name',
      {
        FnPermission: undefined,
        Fn: fn({ FunctionName: 'books' }),
        Int: integration({ IntegrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.name}' }),
      },
    ],
  ])('may be invoked with %s', (_, more) => {
    const plan = planOf(more);

    expect(routeOf(plan).notPermitted).toBeUndefined();
    expect(diagnosticTexts(plan).filter((text) => text.includes('permission'))).toEqual([]);
  });

  test.each<[string, object | undefined, RegExp]>([
    ['no permission', undefined, /^no permission allows the API to invoke the function Fn$/],
    ['a permission for another principal', permission(undefined, { Principal: 'events.amazonaws.com' }), /Fn$/],
    ['a permission of another function', permission(undefined, { FunctionName: 'other' }), /Fn$/],
    [
      'a permission for another route',
      permission(sourceOf('*/POST/')),
      /Fn \(the sources of its permissions are arn:aws:execute-api:.*\/\*\/POST\/\)$/,
    ],
    ['a permission for an authorizer', permission(sourceOf('authorizers/abc')), /authorizers\/abc\)$/],
  ])('may not be invoked with %s', (_, granted, reason) => {
    const plan = planOf({ FnPermission: granted });

    expect(routeOf(plan).notPermitted).toMatch(reason);
    expect(plan.diagnostics).toEqual([
      {
        location: expect.objectContaining({ logicalId: 'Int' }),
        sourceLocation: expect.stringMatching(/\.json:1$/),
        text: expect.stringMatching(/ for the route GET \/: add an AWS::Lambda::Permission .* with --strict-permissions$/),
      },
    ]);
  });

  test('is not compared with permissions if the API is of another app', () => {
    const other = { ApiId: 'abcdefghij' };
    const plan = planOf({
      Api: undefined,
      Default: undefined,
      FnPermission: undefined,
      Int: integration(other),
      Route: route('GET /', other),
    });

    expect(routeOf(plan).notPermitted).toBeUndefined();
  });

  test('is reported once for all its routes', () => {
    const more = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`More${index}`, route(`GET /${index}`)]));
    const plan = planOf({ FnPermission: permission(sourceOf('*/GET/3')), ...more });

    expect(diagnosticTexts(plan)).toEqual([
      expect.stringContaining(' for the routes GET /, GET /0, GET /1, GET /2, GET /4 and 1 more: add '),
    ]);
    expect(routeOf(plan, 'GET /3').notPermitted).toBeUndefined();
    expect(routeOf(plan, 'GET /5').notPermitted).toBeDefined();
  });

  test('of an API that quick create makes is compared, too', () => {
    const quick = planOf({ ...books({ Int: undefined, Route: undefined, FnPermission: undefined }), Api: quickApi() });

    expect(routeOf(quick, '$default').notPermitted).toMatch(/^no permission/);
  });
});

test.each([
  [permission(sourceOf('*')), {}],
  [permission(sourceOf('*/$connect')), { $default: expect.stringMatching(/^no permission/) }],
  [undefined, { $connect: expect.stringMatching(/Fn$/), $default: expect.stringMatching(/Fn$/) }],
])('the routes of a WebSocket API are compared with %j', (FnPermission, expected) => {
  const plan = readPlan(chatTemplate({ routes: ['$connect', '$default'], more: { FnPermission } }));
  const routes = plan.webSocketApis[0]?.routes ?? [];

  expect(Object.fromEntries(routes.flatMap(({ key, notPermitted }) => (notPermitted === undefined ? [] : [[key, notPermitted]])))).toEqual(
    expected,
  );
});

const quickApi = () => ({ Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'books', ProtocolType: 'HTTP', Target: FUNCTION } });
