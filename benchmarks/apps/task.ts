/**
 * Whose classes make the integrations; `l1` for none at all, which is the limit; `least` for the CDK's own API and routes
 * with an integration that does nothing, which is the least that classes for these routes can cost.
 */
export type Flavour = 'ours' | 'cdk' | 'l1' | 'least';

/** An app to build and synthesize. */
export interface Task {
  /** The file of `apps` in which the scenario is, and the name of its export. */
  readonly file: string;
  readonly scenario: string;
  readonly flavour: Flavour;
  readonly routes: number;
  /** How many other constructs the stack has. */
  readonly others?: number;
  /** What to measure the time within, too. It costs a little itself. */
  readonly watch?: 'binding' | 'mapping-checks';
  /** Where to leave what is synthesized. */
  readonly keep?: string;
}

/** What a process took. */
export interface Measured {
  /** CPU time of the whole process, in seconds. */
  readonly cpu: number;
  /** CPU time until the constructs were there, in seconds. */
  readonly construct: number;
  /** Peak memory, in MiB. */
  readonly memory: number;
  /** Time within what is watched, in microseconds: the median of all times. */
  readonly watched?: number;
}
