/** One check that runs in another language. */
export interface Program {
  readonly name: string;
  /** Throws an error if the check fails. */
  run(): void | Promise<void>;
}

/** A jsii language whose programs use the built distributions of the packages. */
export interface Language {
  readonly name: string;
  /** Builds and installs the distributions and lists the programs. Throws an error if the machine lacks a tool. */
  prepare(): Prepared;
}

export interface Prepared {
  readonly programs: readonly Program[];
  /** The versions that the programs run against. */
  readonly against: string;
}
