import { NestedStack, Stack, type Stage } from 'aws-cdk-lib';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Integrations } from '../variant';
import { expectNoUndeclaredDifference } from './expect-same-template';

/** CI tries all; they would take a tenth of the time of all tests, and each run elsewhere has another seed. */
export const RUNS = process.env.CI ? 300 : 40;

/** In milliseconds. Many of the apps have a VPC, which takes time on a busy machine. */
export const LIMIT = 300_000;

/** The seed with which a run can be repeated. */
export const seed = Number(process.env.TEST_SEED);

/** An index into a list of any length, for `pick`. */
export const index = fc.nat({ max: 5 });

/** A different stack than usual. Mostly none, because many stacks lead to cycles, which the CDK refuses. */
export const elsewhere = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: index });

export type StackKind = 'top' | 'nested';
export const stackKinds = fc.array(fc.constantFrom<StackKind[]>('top', 'nested'), { minLength: 1, maxLength: 3 });

/** Indices that select values for the options of a class. */
export const ownValues = fc.array(fc.nat({ max: 20 }), { minLength: 3, maxLength: 3 });

export const pick = <T>(list: readonly T[], at: number): T => list[at % list.length];

/** A plan is plain data, so that both builds and the report of a failure are identical. */
export interface AppPlan<Api, Integration extends IntegrationPlan, Route extends RoutePlan> {
  readonly stacks: readonly StackKind[];
  readonly apis: readonly Api[];
  readonly integrations: readonly Integration[];
  readonly routes: readonly Route[];
}

export interface IntegrationPlan {
  readonly variant: number;
  readonly api: number;
  /** The stack of the backend, or undefined for that of the API. */
  readonly stack?: number;
  readonly id: string;
  readonly timeout?: number;
  /** Selects values for the options of the class. */
  readonly own: readonly number[];
}

export interface RoutePlan {
  /** The integration, which also selects the API, because one integration cannot be bound to two APIs. */
  readonly integration: number;
  /** The stack, or undefined for that of the API. */
  readonly stack?: number;
  readonly key: string;
}

/** The scope of an integration's backend. */
export const backendStack = ({ stack, api }: IntegrationPlan, stacks: readonly Stack[], apiStacks: readonly Stack[]): Stack =>
  stack === undefined ? pick(apiStacks, api) : pick(stacks, stack);

/** The options of a class, each with one of its values or omitted. */
export function ownOptions(options: Record<string, readonly unknown[]>, own: readonly number[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options)
      .map(([name, values], at) => [name, pick([undefined, ...values], own[at % own.length])])
      .filter(([, value]) => value !== undefined),
  );
}

export function makeStacks(kinds: readonly StackKind[], root: Stage): Stack[] {
  const top = new Stack(root, 'Top');
  return kinds.map((kind, at) => (kind === 'top' ? new Stack(root, `Stack${at}`) : new NestedStack(top, `Nested${at}`)));
}

/** Builds an app for each plan, with the CDK's integrations and with the family's. */
export function expectNoDifferenceIn<Plan>(
  plans: fc.Arbitrary<Plan>,
  build: (plan: Plan, root: Stage, integrations: Integrations) => void,
): void {
  let synthesized = 0;
  fc.assert(
    fc.property(plans, (plan) => {
      const { ours } = expectNoUndeclaredDifference((app, integrations) => build(plan, app, integrations));
      synthesized += 'templates' in ours ? 1 : 0;
    }),
    { numRuns: RUNS, seed },
  );
  console.log(`random apps: seed ${seed}, ${synthesized} of ${RUNS} synthesized, the others refused by both with the same error`);
  // For an app that the CDK refuses, only the errors are compared. Most apps must produce templates.
  expect(synthesized).toBeGreaterThan(RUNS / 3);
}
