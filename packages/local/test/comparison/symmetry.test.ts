import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTemplates } from '../../src/comparison/compare-apis';
import type { Change, ChangeKind } from '../../src/index';
import { loadAssembly } from '../../src/load-assembly';
import { api, integration, lambdaResource, permission, route, stage, template } from '../support';

const KEYS = ['GET /a', 'POST /a', 'ANY /a', 'GET /a/{id}', 'ANY /{proxy+}', 'GET /a/{id}/b', '$default'] as const;
const AUTHORIZATIONS = [
  {},
  { AuthorizationType: 'AWS_IAM' },
  { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' } },
  { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' }, AuthorizationScopes: ['x'] },
  { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' }, AuthorizationScopes: ['x', 'y'] },
] as const;
const SOURCES = ['*/*', '*/GET/a', 'prod/*/a', '*/*/a'] as const;

const routes = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.record({ authorization: fc.nat(AUTHORIZATIONS.length - 1), integration: fc.nat(2), suffix: fc.nat(1) }),
);
const apps = fc.record({
  routes,
  timeouts: fc.array(fc.constantFrom(undefined, 100, 200), { minLength: 3, maxLength: 3 }),
  suffix: fc.nat(1),
  sources: fc.subarray([...SOURCES]),
  stages: fc.subarray(['prod', 'beta', '$default']),
  origins: fc.option(fc.subarray(['*', 'https://a.example', 'https://b.example'])),
  apiSuffix: fc.constantFrom('', '', '', '2'),
});
type App = typeof apps extends fc.Arbitrary<infer T> ? T : never;

/** A template; suffixes make logical IDs others. */
function resourcesOf(app: App): object {
  const apiId = `Api${app.apiSuffix}`;
  const resources: Record<string, unknown> = {
    [apiId]: api(app.origins === null ? {} : { CorsConfiguration: { AllowOrigins: app.origins } }),
    Fn: lambdaResource,
    Users: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: { AuthorizerType: 'JWT', Name: 'u', JwtConfiguration: { Issuer: 'https://a.example' } },
    },
  };
  for (const [index, timeout] of app.timeouts.entries()) {
    const to = index === 0 ? {} : { IntegrationType: 'HTTP_PROXY', IntegrationUri: `https://${index}.example`, IntegrationMethod: 'ANY' };
    resources[`Int${index}x${app.suffix}`] = integration({ TimeoutInMillis: timeout, ...to });
  }
  for (const [key, { authorization, integration: index, suffix }] of Object.entries(app.routes)) {
    resources[`Route${KEYS.indexOf(key as (typeof KEYS)[number])}x${suffix}`] = route(key, {
      ...AUTHORIZATIONS[authorization],
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: `Int${index}x${app.suffix}` }]] },
    });
  }
  for (const [index, source] of app.sources.entries()) {
    resources[`Permission${index}`] = permission({ 'Fn::Sub': `arn:aws:execute-api:eu-west-1:1:\${${apiId}}/${source}` });
  }
  for (const name of app.stages) {
    resources[`Stage${name}`] = stage(name);
  }
  return JSON.parse(JSON.stringify(resources).replaceAll('{"Ref":"Api"}', `{"Ref":"${apiId}"}`));
}

const templatesOf = (app: App) => loadAssembly(template(resourcesOf(app))).templates;

const MIRRORED: Partial<Record<ChangeKind, ChangeKind>> = {
  'api-added': 'api-removed',
  'stage-added': 'stage-removed',
  'route-added': 'route-removed',
  'route-opened': 'authorization-required',
  'authorization-widened': 'authorization-narrowed',
  'permission-widened': 'permission-narrowed',
};
const MIRROR = new Map(Object.entries(MIRRORED).flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));

/** Each kind with each of its routes, which messages may group differently. */
const effects = (changes: readonly Change[]) =>
  changes
    .flatMap(({ kind, routes: keys, before, after }) => (keys.length === 0 ? [''] : keys).map((key) => ({ kind, key, before, after })))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
const mirrored = (changes: readonly Change[]) =>
  effects(
    changes.map((change) => ({
      ...change,
      kind: (MIRROR.get(change.kind) ?? change.kind) as ChangeKind,
      before: change.after,
      after: change.before,
    })),
  );

test('an app has no changes compared with itself', () => {
  fc.assert(
    fc.property(apps, (app) => {
      expect(compareTemplates(templatesOf(app), templatesOf(app))).toEqual([]);
    }),
    { numRuns: 25, seed: Number(process.env.TEST_SEED) },
  );
});

test('the changes from one app to another are those of the opposite direction, mirrored', () => {
  let found = 0;
  fc.assert(
    fc.property(apps, apps, (one, other) => {
      const [before, after] = [templatesOf(one), templatesOf(other)];
      const there = compareTemplates(before, after);
      found += there.length;
      expect(effects(there)).toEqual(mirrored(compareTemplates(after, before)));
    }),
    { numRuns: 60, seed: Number(process.env.TEST_SEED) },
  );
  expect(found).toBeGreaterThan(60);
});

test('every route that only one app has is reported as added or as removed', () => {
  fc.assert(
    fc.property(apps, apps, (one, other) => {
      const changes = compareTemplates(templatesOf(one), templatesOf(other));
      const keysOf = (kind: ChangeKind) => changes.filter((change) => change.kind === kind).flatMap(({ routes: keys }) => keys);
      expect(keysOf('route-added').sort()).toEqual(
        Object.keys(other.routes)
          .filter((key) => !Object.hasOwn(one.routes, key))
          .sort(),
      );
      expect(keysOf('route-removed').sort()).toEqual(
        Object.keys(one.routes)
          .filter((key) => !Object.hasOwn(other.routes, key))
          .sort(),
      );
    }),
    { numRuns: 25, seed: Number(process.env.TEST_SEED) },
  );
});
