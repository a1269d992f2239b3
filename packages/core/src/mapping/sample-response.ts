/** A response as the backend gives it, to evaluate a mapping with. */
export interface SampleResponse {
  /** The status code, which chooses the mapping's entries. */
  readonly statusCode: number;

  /**
   * Headers of one value each.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Headers that come several times, beside `headers`.
   *
   * @default - none
   */
  readonly multiValueHeaders?: { [name: string]: string[] };

  /**
   * The body.
   *
   * @default - none
   */
  readonly body?: string;

  /**
   * Context variables by the name behind `$context.`, such as `requestId`.
   *
   * @default - none
   */
  readonly context?: { [name: string]: string };

  /**
   * Stage variables.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };
}
