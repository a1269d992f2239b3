import { Duration, type Stack, type Stage } from 'aws-cdk-lib';
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
import { test } from 'vitest';
import { httpVariants } from '../family';
import { type Integrations, type IntegrationVariant, mappingFor } from '../variant';
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

const drops = (await httpVariants()).filter(({ inCdk }) => inCdk);

type Plan = AppPlan<number, HttpIntegrationPlan, HttpRoutePlan>;

interface HttpRoutePlan extends RoutePlan {
  readonly method: string;
}

interface HttpIntegrationPlan extends IntegrationPlan {
  readonly byDefault: boolean;
  readonly mapping?: readonly (readonly [string, string])[];
  readonly lateMapping: boolean;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  stacks: stackKinds,
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
      own: ownValues,
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

function build(plan: Plan, root: Stage, integrations: Integrations): void {
  const stacks = makeStacks(plan.stacks, root);
  const mappings = plan.integrations.map(mappingOf);
  const apiStacks = plan.apis.map((stack) => pick(stacks, stack));
  const made = plan.integrations.map((integration, at) =>
    make(integration, mappings[at], backendStack(integration, stacks, apiStacks), integrations),
  );
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

function mappingOf({ mapping, own, variant: at }: HttpIntegrationPlan): ParameterMapping | undefined {
  const variant = pick(drops, at);
  return mapping && mappingFor(variant, Object.fromEntries(mapping), ownOptions(variant.options, own));
}

function make(
  plan: HttpIntegrationPlan,
  parameterMapping: ParameterMapping | undefined,
  scope: Stack,
  integrations: Integrations,
): HttpRouteIntegration {
  const variant: IntegrationVariant = pick(drops, plan.variant);
  return variant.create(integrations, scope, plan.id, {
    ...ownOptions(variant.options, plan.own),
    parameterMapping,
    ...(plan.timeout === undefined || variant.lacksInCdk?.includes('timeout') ? {} : { timeout: Duration.millis(plan.timeout) }),
  });
}

test(`${RUNS} random HTTP apps have no undeclared difference (seed ${seed})`, () => expectNoDifferenceIn(plans, build), LIMIT);
