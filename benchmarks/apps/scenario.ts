import type { Stack } from 'aws-cdk-lib';

/** The integration classes of one flavour, by name: the two have different option types under equal names. */
// biome-ignore lint/suspicious/noExplicitAny: the two flavours take different options under equal names
export type Classes = Record<string, new (...args: any[]) => any>;

/** One app: with integration classes, whoever made them, and with L1 resources alone, which is the limit. */
export interface Scenario {
  /** The package of this family that has the class, and its name. */
  readonly package: string;
  readonly className: string;
  /** Adds an API with so many routes to a stack. */
  l2(stack: Stack, routes: number, classes: Classes): void;
  l1(stack: Stack, routes: number): void;
  /** The same with the CDK's API and routes, and L1 for what the integration makes. */
  least?(stack: Stack, routes: number): void;
  /** Adds the same without routes. */
  bare(stack: Stack): void;
}
