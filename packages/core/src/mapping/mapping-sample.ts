/** A request of a client with which to evaluate a mapping. */
export interface SampleRequest {
  /**
   * The path without the stage.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * The values of the route's path variables, by name.
   *
   * @default - none
   */
  readonly pathVariables?: { [name: string]: string };

  /**
   * Headers with one value, by name.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Headers with several values, by name, in addition to `headers`.
   *
   * @default - none
   */
  readonly multiValueHeaders?: { [name: string]: string[] };

  /**
   * Query string parameters with one value, decoded, by name.
   *
   * @default - none
   */
  readonly queryString?: { [name: string]: string };

  /**
   * Query string parameters with several values, by name, in addition to `queryString`.
   *
   * @default - none
   */
  readonly multiValueQueryString?: { [name: string]: string[] };

  /**
   * The body.
   *
   * @default - none
   */
  readonly body?: string;

  /**
   * Context variables by their name after `$context.`, such as `authorizer.claims.sub`.
   *
   * @default - none
   */
  readonly context?: { [name: string]: string };

  /**
   * Stage variables, by name.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };
}

/** A response of a backend with which to evaluate a mapping. */
export interface SampleResponse {
  /** The status code, which selects the entries of the mapping. */
  readonly statusCode: number;

  /**
   * Headers with one value, by name.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Headers with several values, by name, in addition to `headers`.
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
   * Context variables by their name after `$context.`, such as `requestId`.
   *
   * @default - none
   */
  readonly context?: { [name: string]: string };

  /**
   * Stage variables, by name.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };
}
