import type { Stack } from 'aws-cdk-lib';

/** The integration classes of the CDK or of this family, by name. */
// biome-ignore lint/suspicious/noExplicitAny: classes of the same name have different option types
export type Classes = Record<string, new (...args: any[]) => any>;

/** An app that can be built with integration classes of the CDK or of this family, or with L1 resources only. */
export interface Scenario {
  /** The short name of the package that exports the class, and the name of the class. */
  readonly package: string;
  readonly className: string;
  /** Adds an API with the given number of routes to a stack. */
  l2(stack: Stack, routes: number, classes: Classes): void;
  l1(stack: Stack, routes: number): void;
  /** The same with the CDK's API and routes, and L1 resources in place of the integration. */
  minimal?(stack: Stack, routes: number): void;
  /** Adds the same without routes. */
  bare(stack: Stack): void;
}
