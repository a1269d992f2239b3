/** What an AWS service gets from a mapping. */
export interface MappedServiceCall {
  /** Parameters by their names. */
  readonly parameters: { [name: string]: string };

  /**
   * Names of the parameters that have no value, be they required or not: with any of them the service is not
   * called, and the client gets status 400.
   */
  readonly unresolved: string[];
}
