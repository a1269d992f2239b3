import { IntegrationErrors } from '@apigwv2-integrations/core';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  type HttpRouteIntegration,
  HttpRouteKey,
  WebSocketApi,
  WebSocketRoute,
  type WebSocketRouteIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { familyExports, httpVariants, webSocketVariants } from '../family';
import { synthesize, type Templates } from '../synthesize';
import type { Options } from '../variant';

/** An API of either protocol, and a function that adds a route to it. */
interface Routed {
  readonly api: Construct;
  route(scope: Construct, name: string, integration: unknown): void;
}

const family = await familyExports();
const http = (await httpVariants()).map(({ className, create }) => ({
  className,
  create: (scope: Construct, id: string, options: Options): unknown => create(family, scope, id, options),
  apiIn: (scope: Construct, id = 'Api'): Routed => {
    const httpApi = new HttpApi(scope, id);
    return {
      api: httpApi,
      route: (at, name, integration) =>
        new HttpRoute(at, name, {
          httpApi,
          routeKey: HttpRouteKey.with(`/${name}`, HttpMethod.GET),
          integration: integration as HttpRouteIntegration,
        }),
    };
  },
}));
const webSocket = (await webSocketVariants()).map(({ className, create }) => ({
  className,
  create: (scope: Construct, id: string, options: Options): unknown => create(family, scope, id, options),
  apiIn: (scope: Construct, id = 'Api'): Routed => {
    const webSocketApi = new WebSocketApi(scope, id);
    return {
      api: webSocketApi,
      route: (at, name, integration) =>
        new WebSocketRoute(at, name, { webSocketApi, routeKey: name, integration: integration as WebSocketRouteIntegration }),
    };
  },
}));

/** All resources except routes and their permissions, which are removed with a route. */
const idsIn = (templates: Templates): string[] =>
  Object.entries(templates)
    .flatMap(([file, { Resources = {} }]) =>
      Object.entries(Resources)
        .filter(([, { Type }]) => !['AWS::ApiGatewayV2::Route', 'AWS::Lambda::Permission'].includes(Type))
        .map(([logicalId]) => `${file} ${logicalId}`),
    )
    .sort();

describe.each([...http, ...webSocket])('$className', ({ create, apiIn }) => {
  const idsWith = (routes: readonly string[], options: Options) =>
    idsIn(
      synthesize((app) => {
        const stack = new Stack(app, 'Stack');
        const { route } = apiIn(stack);
        const shared = create(stack, 'Shared', options);
        const other = create(stack, 'Other', options);
        for (const name of routes) {
          route(stack, name, name.startsWith('other') ? other : shared);
        }
      }),
    );

  test('keeps its logical ID with stableId if routes change', () => {
    const ids = idsWith(['one', 'two', 'other'], { stableId: true });

    expect(idsWith(['two', 'other', 'one'], { stableId: true })).toEqual(ids);
    expect(idsWith(['other', 'renamed'], { stableId: true })).toEqual(ids);
    expect(idsWith(['two', 'other'], { stableId: true })).toEqual(ids);
    expect(idsWith(['two', 'three', 'one', 'other2', 'other1'], { stableId: true })).toEqual(ids);
  });

  test('has the CDK’s logical ID, which depends on its first route, without stableId', () => {
    expect(idsWith(['one', 'two', 'other'], {})).toEqual(idsWith(['one', 'two', 'other'], { stableId: false }));
    expect(idsWith(['two', 'other', 'one'], {})).not.toEqual(idsWith(['one', 'two', 'other'], {}));
  });

  test('reports an error that names both integrations if an ID is used twice on one API', () => {
    const stack = new Stack(new App(), 'Stack');
    const { route } = apiIn(stack);
    route(stack, 'one', create(stack, 'Same', { stableId: true }));

    expect(() => route(stack, 'two', create(stack, 'Same', { stableId: true }))).toThrow(
      /"Same" on route (GET \/)?two at Stack\/two:\n\[StableIdTaken\] the id "Same" is taken on the API Stack\/Api by \w+ "Same" on route (GET \/)?one at Stack\/one: /,
    );
  });

  test('accepts the same ID on two APIs, or once without stableId', () => {
    const stack = new Stack(new App(), 'Stack');
    const one = apiIn(stack, 'One');
    const two = apiIn(stack, 'Two');
    one.route(stack, 'a', create(stack, 'Same', { stableId: true }));
    two.route(stack, 'b', create(stack, 'Same', { stableId: true }));
    one.route(stack, 'c', create(stack, 'Same', {}));

    expect(one.api.node.tryFindChild('Same')).toBeDefined();
    expect(two.api.node.tryFindChild('Same')).toBeDefined();
  });

  test.each<[string, (app: App, stack: Stack) => Stack]>([
    ['another stack', (app) => new Stack(app, 'Routes')],
    ['a nested stack', (_, stack) => new NestedStack(stack, 'Nested')],
  ])('of a route in %s than its API stays with the route’s stack, where its backend is', (_, make) => {
    const ids = (names: readonly string[]) =>
      idsIn(
        synthesize((app) => {
          const stack = new Stack(app, 'Stack');
          const { route } = apiIn(stack);
          const scope = make(app, stack);
          const integration = create(scope, 'Shared', { stableId: true });
          const other = create(scope, 'Other', { stableId: true });
          for (const name of names) {
            route(scope, name, integration);
          }
          route(scope, 'last', other);
        }),
      );

    expect(ids(['two', 'one'])).toEqual(ids(['one', 'two']));
    expect(ids(['one']).filter((id) => id.includes('Integrations'))).not.toEqual([]);
  });
});

test('reports the location if another construct of the API has the ID', () => {
  const [{ create, apiIn }] = http;
  const stack = new Stack(new App(), 'Stack');
  const { route } = apiIn(stack);
  const taken = () => route(stack, 'one', create(stack, 'DefaultStage', { stableId: true }));

  expect(taken).toThrow(/\[StableIdTaken\] the id "DefaultStage" is taken on the API Stack\/Api by Stack\/Api\/DefaultStage: /);
});

test.each([
  ['a/b', 'a--b'],
  ['X', 'X-Backend'],
  ['X-Backend', 'X'],
])('reports an error that names both for ID %s and then %s', (first, second) => {
  const [{ create, apiIn }] = http;
  const stack = new Stack(new App(), 'Stack');
  const { route } = apiIn(stack);
  route(stack, 'one', create(stack, first, { stableId: true }));

  expect(() => route(stack, 'two', create(stack, second, { stableId: true }))).toThrow(
    new RegExp(`"${second}" on route GET /two .*\\n\\[StableIdTaken\\] .* by \\w+ "${first}" on route GET /one at Stack/one: `),
  );
});

test('an ID can be used again after its integration was removed from the tree', () => {
  const [{ create, apiIn }] = http;
  const stack = new Stack(new App(), 'Stack');
  const { api, route } = apiIn(stack);
  route(stack, 'one', create(stack, 'Same', { stableId: true }));
  for (const id of ['Same', 'Same-Backend']) {
    api.node.tryRemoveChild(id);
  }
  route(stack, 'two', create(stack, 'Same', { stableId: true }));

  expect(api.node.tryFindChild('Same')).toBeDefined();
});

test.each(['x'.repeat(400), 'books/{id} at ü'])('accepts the ID %s', (id) => {
  const [{ create, apiIn }] = http;
  const [logicalId] = idsIn(
    synthesize((app) => {
      const stack = new Stack(app, 'Stack');
      apiIn(stack).route(stack, 'one', create(stack, id, { stableId: true }));
    }),
  ).filter((text) => / Api[a-zA-Z]*[xi][0-9A-F]{8}$|books/.test(text));

  expect(logicalId.split(' ')[1]).toMatch(/^[A-Za-z0-9]{1,255}$/);
});

test('the error can be lowered, and the integration is then created in the CDK’s scope', () => {
  const [{ create, apiIn }] = http;
  const stack = new Stack(new App({ context: { '@apigwv2-integrations/core:loweredErrors': { StableIdTaken: 'later' } } }), 'Stack');
  const { route } = apiIn(stack);
  route(stack, 'one', create(stack, 'Same', { stableId: true }));
  route(stack, 'two', create(stack, 'Same', { stableId: true }));

  expect(stack.node.findChild('two').node.tryFindChild('Same')).toBeDefined();
});

test('reports an empty ID', () => {
  const [{ create, apiIn }] = http;
  const stack = new Stack(new App(), 'Stack');
  const codes = () => {
    try {
      apiIn(stack).route(stack, 'one', create(stack, '', { stableId: true }));
      return [];
    } catch (error) {
      return IntegrationErrors.problemsOf(error).map(({ code }) => code);
    }
  };

  expect(codes()).toEqual(['IdEmpty']);
});
