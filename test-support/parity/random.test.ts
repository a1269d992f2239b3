import { Duration, NestedStack, Stack, type Stage } from 'aws-cdk-lib';
import {
  HttpApi,
  type HttpMethod,
  HttpRoute,
  type HttpRouteIntegration,
  HttpRouteKey,
  MappingValue,
  type ParameterMapping,
} from 'aws-cdk-lib/aws-apigatewayv2';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { httpVariants } from '../family';
import { type Integrations, type IntegrationVariant, mappingFor, type Options } from '../variant';
import { expectNoUndeclaredDifference } from './expect-same-template';

const RUNS = 300;
/** In milliseconds: many of the apps have a network of their own, and a busy machine takes its time. */
const LIMIT = 300_000;
const seed = Number(process.env.TEST_SEED);
const drops = (await httpVariants()).filter(({ inCdk }) => inCdk);

/** A plan in plain data, so that both builds of it, and its report when it fails, are the same. */
interface Plan {
  readonly stacks: readonly ('top' | 'nested')[];
  readonly apis: readonly number[];
  readonly integrations: readonly IntegrationPlan[];
  readonly routes: readonly RoutePlan[];
}

interface RoutePlan {
  /** Which also says which API: one bound to two is refused, as a case of its own shows. */
  readonly integration: number;
  /** The stack, or none for the API's own. */
  readonly stack?: number;
  readonly key: string;
  readonly method: string;
}

interface IntegrationPlan {
  readonly variant: number;
  readonly api: number;
  readonly byDefault: boolean;
  /** The backend's stack, or none for the API's own. */
  readonly stack?: number;
  readonly id: string;
  readonly timeout?: number;
  readonly mapping?: readonly (readonly [string, string])[];
  readonly lateMapping: boolean;
  /** Picks among the values that the class's own options have. */
  readonly own: readonly number[];
}

const index = fc.nat({ max: 5 });
// Mostly none: routes and backends all over the place end in cyclic stacks, which the CDK refuses.
const elsewhere = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: index });
const plans: fc.Arbitrary<Plan> = fc.record({
  stacks: fc.array(fc.constantFrom('top' as const, 'nested' as const), { minLength: 1, maxLength: 3 }),
  apis: fc.array(index, { minLength: 1, maxLength: 3 }),
  integrations: fc.array(
    fc.record({
      variant: index,
      api: index,
      byDefault: fc.boolean(),
      stack: elsewhere,
      id: fc.constantFrom('Books', 'Docs', 'Integration', 'x'),
      timeout: fc.option(fc.integer({ min: 50, max: 29_000 }), { nil: undefined }),
      mapping: fc.option(
        fc.array(
          fc.tuple(
            fc.constantFrom('append:header.a', 'overwrite:querystring.b', 'remove:header.c', 'overwrite:path'),
            fc.constantFrom('$request.header.x', 'text', ''),
          ),
          {
            maxLength: 4,
          },
        ),
        { nil: undefined },
      ),
      lateMapping: fc.boolean(),
      own: fc.array(fc.nat({ max: 20 }), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  routes: fc.array(
    fc.record({
      integration: index,
      stack: elsewhere,
      key: fc.constantFrom('/', '/books', '/books/{id}', '/a/b', '/{proxy+}', '$default'),
      method: fc.constantFrom('ANY', 'GET', 'POST', 'DELETE'),
    }),
    { maxLength: 12 },
  ),
});

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length];

function build(plan: Plan, root: Stage, integrations: Integrations): void {
  const top = new Stack(root, 'Top');
  const stacks = plan.stacks.map((kind, at) => (kind === 'top' ? new Stack(root, `Stack${at}`) : new NestedStack(top, `Nested${at}`)));
  const mappings = plan.integrations.map(mappingOf);
  const apiStacks = plan.apis.map((stack) => pick(stacks, stack));
  const stackOf = (integration: IntegrationPlan) =>
    integration.stack === undefined ? pick(apiStacks, integration.api) : pick(stacks, integration.stack);
  const made = plan.integrations.map((integration, at) => make(integration, mappings[at], stackOf(integration), integrations));
  const apis = apiStacks.map((stack, at) => {
    const byDefault = plan.integrations.findIndex((integration) => integration.byDefault && integration.api % apiStacks.length === at);
    return new HttpApi(stack, `Api${at}`, { defaultIntegration: made[byDefault] });
  });
  for (const [at, { integration, stack, key, method }] of plan.routes.entries()) {
    const { api } = pick(plan.integrations, integration);
    const routeKey = key === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(key, method as HttpMethod);
    new HttpRoute(stack === undefined ? pick(apiStacks, api) : pick(stacks, stack), `Route${at}`, {
      httpApi: pick(apis, api),
      integration: pick(made, integration),
      routeKey,
    });
  }
  for (const [at, { lateMapping }] of plan.integrations.entries()) {
    if (lateMapping) {
      mappings[at]?.overwriteHeader('late', MappingValue.requestPath());
    }
  }
}

function optionsOf({ variant, own }: IntegrationPlan): Options {
  return Object.fromEntries(
    Object.entries(pick(drops, variant).options).map(([name, values], at) => [name, pick([undefined, ...values], own[at % own.length])]),
  );
}

function mappingOf(plan: IntegrationPlan): ParameterMapping | undefined {
  return plan.mapping && mappingFor(pick(drops, plan.variant), Object.fromEntries(plan.mapping), optionsOf(plan));
}

function make(
  plan: IntegrationPlan,
  parameterMapping: ParameterMapping | undefined,
  scope: Stack,
  integrations: Integrations,
): HttpRouteIntegration {
  const variant: IntegrationVariant = pick(drops, plan.variant);
  return variant.create(integrations, scope, plan.id, {
    ...optionsOf(plan),
    parameterMapping,
    ...(plan.timeout === undefined || variant.lacksInCdk?.includes('timeout') ? {} : { timeout: Duration.millis(plan.timeout) }),
  });
}

test(
  `${RUNS} random apps have no undeclared difference (seed ${seed})`,
  () => {
    let synthesized = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const { ours } = expectNoUndeclaredDifference((app, integrations) => build(plan, app, integrations));
        synthesized += 'templates' in ours ? 1 : 0;
      }),
      { numRuns: RUNS, seed },
    );
    console.log(`random apps: seed ${seed}, ${synthesized} of ${RUNS} synthesized, the others refused by both with the same error`);
    // An app that the CDK refuses compares errors alone: most must get as far as a template.
    expect(synthesized).toBeGreaterThan(RUNS / 3);
  },
  LIMIT,
);
