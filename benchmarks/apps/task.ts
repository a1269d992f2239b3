/**
 * The classes that create the integrations. `l1` uses L1 resources only, which is the lower limit. `minimal` uses the CDK's
 * own API and routes with an integration that does nothing, which is the lower limit for classes with these routes.
 */
export type Flavour = 'ours' | 'cdk' | 'l1' | 'minimal';

/** Describes an app to build and synthesize. */
export interface Task {
  /** The file in `apps` that contains the scenario, and the name of its export. */
  readonly file: string;
  readonly scenario: string;
  readonly flavour: Flavour;
  readonly routes: number;
  /** The number of unrelated constructs in the stack. */
  readonly others?: number;
  /** The methods to measure in addition, which adds a little overhead. */
  readonly watch?: 'binding' | 'mapping-checks';
  /** The folder in which to keep the cloud assembly. */
  readonly keep?: string;
}

/** The measurements of a process. */
export interface Measured {
  /** CPU time of the whole process, in seconds. */
  readonly cpu: number;
  /** CPU time until the constructs were created, in seconds. */
  readonly construct: number;
  /** Peak memory, in MiB. */
  readonly memory: number;
  /** The median time of the watched methods, in microseconds. */
  readonly watched?: number;
}
