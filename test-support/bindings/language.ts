/** One check that runs in another language. */
export interface Program {
  readonly name: string;
  /** Throws what is wrong. */
  run(): void;
}

/** A language of jsii whose programs use the packages as its users do: as distributions, not as sources. */
export interface Language {
  readonly name: string;
  /** Builds and installs the distributions, and finds the programs. Throws when the machine lacks something. */
  prepare(): Prepared;
}

export interface Prepared {
  readonly programs: readonly Program[];
  /** The versions that the programs run against. */
  readonly against: string;
}
