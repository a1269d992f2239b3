import { expect } from 'vitest';
import type { FunctionPlan } from '../../src/definitions/function';
import type { ApiPlan } from '../../src/definitions/http-api';
import type { IntegrationPlan } from '../../src/definitions/integration';
import { type Plan, type PlanOptions, readPlan } from '../../src/definitions/plan';
import type { RoutePlan } from '../../src/definitions/route';
import type { Unserved } from '../../src/diagnostics/diagnostics';
import { api, integration, permission, route, stage, template } from '../support';

/** A function that runs here. */
export const fn = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = async () => 1' }, ...properties },
});

/** One API, one route `GET /`, one function behind it. */
export const books = (more: object = {}) => ({
  Api: api(),
  Default: stage('$default'),
  Fn: fn(),
  Int: integration(),
  FnPermission: permission(undefined),
  Route: route('GET /'),
  ...more,
});

/** The plan of a template with these resources beside those of `books`. */
export function planOf(more: object = {}, rest: object = {}, options?: PlanOptions): Plan {
  return readPlan(template(books(more), rest), options);
}

export function onlyApi({ apis }: Plan): ApiPlan {
  expect(apis).toHaveLength(1);
  return apis[0] as ApiPlan;
}

export function routeOf(plan: Plan, key = 'GET /'): RoutePlan {
  const route = plan.apis.flatMap(({ routes }) => routes).find((each) => each.key === key);
  expect(route, key).toBeDefined();
  return route as RoutePlan;
}

export function servedIntegration(plan: Plan, key?: string): IntegrationPlan {
  const { integration } = routeOf(plan, key);
  expect(integration).toMatchObject({ kind: 'served' });
  return integration as IntegrationPlan;
}

/** Why a route's integration is not served, which must be a diagnostic, too. */
export function unservedBecause(plan: Plan, key?: string): string {
  const { integration } = routeOf(plan, key);
  expect(integration).toMatchObject({ kind: 'unserved' });
  const { reason } = integration as Unserved;
  expect(diagnosticTexts(plan)).toContain(reason);
  return reason;
}

export function functionOf(plan: Plan, key?: string): FunctionPlan {
  const { target } = servedIntegration(plan, key);
  expect(target.kind).toBe('lambda');
  return (target as Extract<typeof target, { kind: 'lambda' }>).function;
}

/** The texts of all diagnostics. */
export function diagnosticTexts({ diagnostics }: Plan): readonly string[] {
  return diagnostics.map(({ text }) => text);
}

/** The value of a variable in the environment of a function, and the diagnostics about it. */
export function inEnvironment(value: unknown, more: object = {}, rest: object = {}, options?: PlanOptions) {
  const plan = planOf({ Fn: fn({ Environment: { Variables: { X: value } } }), ...more }, rest, options);
  return { text: functionOf(plan).environment.X, diagnostics: diagnosticTexts(plan) };
}
