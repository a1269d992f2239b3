/** What is known of the resource that a service integration calls. What is left out is unknown, and not judged. */
export interface HttpServiceResourceFacts {
  /**
   * Whether a queue is a FIFO queue.
   *
   * @default - unknown
   */
  readonly fifo?: boolean;

  /**
   * Whether a FIFO queue knows by a message's body that it has it already.
   *
   * @default - unknown
   */
  readonly contentBasedDeduplication?: boolean;

  /**
   * Whether a state machine is an EXPRESS one.
   *
   * @default - unknown
   */
  readonly express?: boolean;
}
