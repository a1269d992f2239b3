import { NestedStack, Stack, type Stage } from 'aws-cdk-lib';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Integrations } from '../variant';
import { expectNoUndeclaredDifference } from './expect-same-template';

export const RUNS = 300;

/** In milliseconds: many of the apps have a network of their own, and a busy machine takes its time. */
export const LIMIT = 300_000;

/** With which a run is repeated. */
export const seed = Number(process.env.TEST_SEED);

/** An index into a list of whichever length, for `pick`. */
export const index = fc.nat({ max: 5 });

/** A stack other than the one where it would be. Mostly none: all over the place ends in cycles, which the CDK refuses. */
export const elsewhere = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: index });

export type StackKind = 'top' | 'nested';
export const stackKinds = fc.array(fc.constantFrom<StackKind[]>('top', 'nested'), { minLength: 1, maxLength: 3 });

/** Indices that pick among the values which the options of a class have. */
export const ownValues = fc.array(fc.nat({ max: 20 }), { minLength: 3, maxLength: 3 });

export const pick = <T>(list: readonly T[], at: number): T => list[at % list.length];

/** A plan in plain data, so that both builds of it, and its report when it fails, are the same. */
export interface AppPlan<Api, Integration extends IntegrationPlan, Route extends RoutePlan> {
  readonly stacks: readonly StackKind[];
  readonly apis: readonly Api[];
  readonly integrations: readonly Integration[];
  readonly routes: readonly Route[];
}

export interface IntegrationPlan {
  readonly variant: number;
  readonly api: number;
  /** The backend's stack, or none for the API's own. */
  readonly stack?: number;
  readonly id: string;
  readonly timeout?: number;
  /** Picks among the values that the class's own options have. */
  readonly own: readonly number[];
}

export interface RoutePlan {
  /** Which also says which API: one bound to two is refused, as a case of its own shows. */
  readonly integration: number;
  /** The stack, or none for the API's own. */
  readonly stack?: number;
  readonly key: string;
}

/** Where an integration's backend is made. */
export const backendStack = ({ stack, api }: IntegrationPlan, stacks: readonly Stack[], apiStacks: readonly Stack[]): Stack =>
  stack === undefined ? pick(apiStacks, api) : pick(stacks, stack);

/** The options of a class's own, each with one of its values or left out. */
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

/** Builds an app for each of many plans, with the CDK's integrations and with the family's. */
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
  // An app that the CDK refuses compares errors alone: most must get as far as a template.
  expect(synthesized).toBeGreaterThan(RUNS / 3);
}
