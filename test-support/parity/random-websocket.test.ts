import { Duration, type Stack, type Stage } from 'aws-cdk-lib';
import {
  type IWebSocketRouteAuthorizer,
  WebSocketApi,
  WebSocketNoneAuthorizer,
  WebSocketRoute,
  type WebSocketRouteIntegration,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import fc from 'fast-check';
import { test } from 'vitest';
import { webSocketVariants } from '../family';
import { handlerIn } from '../functions';
import type { Integrations, WebSocketVariant } from '../variant';
import { declared } from './expect-same-template';
import {
  type AppPlan,
  backendStack,
  elsewhere,
  expectNoDifferenceIn,
  type IntegrationPlan,
  index,
  LIMIT,
  makeStacks,
  ownOptions,
  ownValues,
  pick,
  type RoutePlan,
  RUNS,
  seed,
  stackKinds,
} from './random-apps';

const drops = (await webSocketVariants()).filter(({ inCdk }) => inCdk);

/** If the CDK's class creates a permission only for the first route, routes in other stacks also lack the references of a permission. */
const permitsOneRoute = declared.some(({ id }) => id === 'websocket-permission-on-every-route');

type Plan = AppPlan<ApiPlan, WebSocketIntegrationPlan, WebSocketRoutePlan>;

interface ApiPlan {
  readonly stack: number;
  readonly authorizer: (typeof AUTHORIZERS)[number];
  /** Whether the routes of connections are options of the API or separate constructs. */
  readonly inProps: boolean;
  readonly staged: boolean;
  /** The integrations of `$connect`, `$disconnect` and `$default` among those of the API, or none. */
  readonly own: readonly (number | undefined)[];
  readonly returnResponse: boolean;
}

/** Without a stack, the route is created with `addRoute` of the API. */
interface WebSocketRoutePlan extends RoutePlan {
  readonly returnResponse?: boolean;
  readonly apiKeyRequired?: boolean;
}

interface WebSocketIntegrationPlan extends IntegrationPlan {
  readonly lateParameter: boolean;
}

const AUTHORIZERS = ['none', 'iam', 'lambda'] as const;
const KEYS = ['$connect', '$disconnect', '$default'] as const;
const mayBe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const plans: fc.Arbitrary<Plan> = fc.record({
  stacks: stackKinds,
  apis: fc.array(
    fc.record({
      stack: index,
      authorizer: fc.constantFrom(...AUTHORIZERS),
      inProps: fc.boolean(),
      staged: fc.boolean(),
      own: fc.array(mayBe(index), { minLength: KEYS.length, maxLength: KEYS.length }),
      returnResponse: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  integrations: fc.array(
    fc.record({
      variant: index,
      api: index,
      stack: elsewhere,
      id: fc.constantFrom('Send', 'Join', 'Integration', 'x'),
      timeout: mayBe(fc.integer({ min: 50, max: 29_000 })),
      lateParameter: fc.boolean(),
      own: ownValues,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  // The CDK refuses a second route with the same key. The plans of the APIs have equal keys in two APIs.
  routes: fc.uniqueArray(
    fc.record({
      integration: index,
      stack: elsewhere,
      key: fc.constantFrom('send', 'join', 'join room', 'a/b', 'leave', 'x', 'typing', '*'),
      returnResponse: mayBe(fc.boolean()),
      apiKeyRequired: mayBe(fc.boolean()),
    }),
    { selector: ({ key }) => key, maxLength: 8 },
  ),
});

function build(plan: Plan, root: Stage, integrations: Integrations): void {
  const stacks = makeStacks(plan.stacks, root);
  const apiStacks = plan.apis.map(({ stack }) => pick(stacks, stack));
  const late: Record<string, string>[] = plan.integrations.map(() => ({}));
  const made = plan.integrations.map((integration, at) =>
    make(integration, late[at], backendStack(integration, stacks, apiStacks), integrations),
  );
  const apis = plan.apis.map((api, at) => makeApi(api, at, apiStacks[at], madeFor(plan, at, made)));
  for (const { integration, stack, key, returnResponse, apiKeyRequired } of plan.routes) {
    const { api, variant } = pick(plan.integrations, integration);
    const webSocketApi = pick(apis, api);
    const options = { integration: pick(made, integration), returnResponse };
    if (stack === undefined || (permitsOneRoute && pick(drops, variant).className === 'WebSocketLambdaIntegration')) {
      webSocketApi.addRoute(key, options);
    } else {
      new WebSocketRoute(pick(stacks, stack), `Route ${key}`, { ...options, webSocketApi, routeKey: key, apiKeyRequired });
    }
  }
  for (const [at, { lateParameter }] of plan.integrations.entries()) {
    if (lateParameter) {
      late[at]['integration.request.header.late'] = 'context.requestId';
    }
  }
}

/** The integrations of one API. */
function madeFor(plan: Plan, api: number, made: readonly WebSocketRouteIntegration[]): WebSocketRouteIntegration[] {
  return made.filter((_integration, at) => plan.integrations[at].api % plan.apis.length === api);
}

function makeApi(plan: ApiPlan, at: number, stack: Stack, own: readonly WebSocketRouteIntegration[]): WebSocketApi {
  const routes = KEYS.flatMap((key, index) => {
    const integration = plan.own[index];
    return integration === undefined || own.length === 0 ? [] : [{ key, integration: pick(own, integration) }];
  });
  const [connect, disconnect, byDefault] = KEYS.map((key) => {
    const route = routes.find((candidate) => candidate.key === key);
    return route && { integration: route.integration, returnResponse: plan.returnResponse && key === '$default' };
  });
  const connectRouteOptions = connect && { ...connect, authorizer: authorizerIn(stack, plan) };
  const props = plan.inProps ? { connectRouteOptions, disconnectRouteOptions: disconnect, defaultRouteOptions: byDefault } : {};
  const webSocketApi = new WebSocketApi(stack, `Api${at}`, props);
  if (!plan.inProps) {
    for (const [index, options] of [connectRouteOptions, disconnect, byDefault].entries()) {
      if (options !== undefined) {
        webSocketApi.addRoute(KEYS[index], options);
      }
    }
  }
  if (plan.staged) {
    new WebSocketStage(stack, `Stage${at}`, { webSocketApi, stageName: 'live', autoDeploy: true });
  }
  return webSocketApi;
}

function authorizerIn(stack: Stack, { authorizer }: ApiPlan): IWebSocketRouteAuthorizer {
  return {
    none: () => new WebSocketNoneAuthorizer(),
    iam: () => new WebSocketIamAuthorizer(),
    lambda: () => new WebSocketLambdaAuthorizer('Authorizer', handlerIn(stack, 'AuthorizerHandler')),
  }[authorizer]();
}

function make(
  plan: WebSocketIntegrationPlan,
  late: Record<string, string>,
  scope: Stack,
  integrations: Integrations,
): WebSocketRouteIntegration {
  const variant: WebSocketVariant = pick(drops, plan.variant);
  const takes = (option: string) => option in variant.options;
  const own = ownOptions(variant.options, plan.own);
  return variant.create(integrations, scope, plan.id, {
    ...own,
    ...(takes('requestParameters') && plan.lateParameter ? { requestParameters: Object.assign(late, own.requestParameters) } : {}),
    // The CDK's mock integration has no timeout.
    ...(variant.className === 'WebSocketMockIntegration' || plan.timeout === undefined ? {} : { timeout: Duration.millis(plan.timeout) }),
  });
}

test(`${RUNS} random WebSocket apps have no undeclared difference (seed ${seed})`, () => expectNoDifferenceIn(plans, build), LIMIT);
