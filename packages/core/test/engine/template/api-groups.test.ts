import { groupByApi, integrationOf, Resolver, Resources, type Template } from '@apigwv2-integrations/core/engine';
import { expect, test } from 'vitest';
import { httpApi, httpProxy, ofApi, route, v2 } from '../template-support';

/** The groups of templates as logical ids. */
function groupsOf(...templates: Template[]) {
  const resolver = new Resolver(new Resources(templates));
  return groupByApi(resolver.resources.everything(), resolver).map(({ api, protocol, routes, integrations, stages, authorizers }) => ({
    api: api?.key,
    protocol,
    routes: routes.map(({ resource, integration }) => `${resource.logicalId} -> ${integration?.key}`),
    integrations: integrations.map(({ resource, routes: of, responses }) => `${resource.logicalId} ${of.length} ${responses}`),
    others: [...stages, ...authorizers].map(({ logicalId }) => logicalId),
  }));
}

const template = (id: string, Resources: object, rest: object = {}): Template => ({ id, body: { Resources, ...rest } });

test('groups resources of several templates by API', () => {
  const shared = { Outputs: { Id: { Value: { Ref: 'Api' }, Export: { Name: 'api' } } } };
  const ApiId = { 'Fn::ImportValue': 'api' };
  const one = template(
    'one',
    { Stage: ofApi('Stage'), Api: httpApi, Integration: httpProxy(), Route: route('GET /', 'Integration') },
    shared,
  );
  const two = template('two', {
    Authorizer: v2('Authorizer', { ApiId }),
    Integration: v2('Integration', { ApiId }),
    Route: v2('Route', { ApiId, RouteKey: 'GET /b', Target: { 'Fn::Sub': 'integrations/${Integration}' } }),
    Other: { Type: 'AWS::S3::Bucket' },
  });

  expect(groupsOf(one, two)).toEqual([
    {
      api: 'one#Api',
      protocol: 'HTTP',
      routes: ['Route -> one#Integration', 'Route -> two#Integration'],
      integrations: ['Integration 1 0', 'Integration 1 0'],
      others: ['Stage', 'Authorizer'],
    },
  ]);
});

test('groups routes by equal API expressions only', () => {
  const of = (ApiId?: unknown) => v2('Route', { ApiId, RouteKey: 'GET /' });
  const choice = { 'Fn::If': ['A', { Ref: 'One' }, { Ref: 'Two' }] };
  const groups = groupsOf(template('app', { A: of(choice), B: of(choice), C: of(), D: of(), E: of({ a: 1 }), F: of({ a: 1 }) }));
  expect(groups.map(({ routes }) => routes.length)).toEqual([2, 1, 1, 1, 1]);
});

test('counts integration responses per integration', () => {
  const response = (IntegrationId: unknown) => ofApi('IntegrationResponse', { IntegrationId });
  const [group] = groupsOf(
    template('app', {
      Api: httpApi,
      Integration: httpProxy(),
      A: response({ Ref: 'Integration' }),
      B: response({ Ref: 'Integration' }),
      C: response('abc'),
    }),
  );
  expect(group.integrations).toEqual(['Integration 0 2']);
});

test.each<[string, unknown, string | undefined]>([
  ['with the prefix', { 'Fn::Sub': 'integrations/${It}' }, 'It'],
  ['without the prefix', { Ref: 'It' }, 'It'],
  ['of another type', { Ref: 'Api' }, undefined],
  ['by its id', 'integrations/abc', undefined],
])('finds the integration of a target %s', (_, target, logicalId) => {
  const app = template('app', { It: v2('Integration'), Api: httpApi });
  expect(integrationOf(new Resolver(new Resources([app])).resolve(target, app))?.logicalId).toBe(logicalId);
});
