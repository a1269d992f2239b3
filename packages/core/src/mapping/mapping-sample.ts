/** A request as a client sends it, to evaluate a mapping with. */
export interface SampleRequest {
  /**
   * The path, without the stage.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * The values of the route's path variables.
   *
   * @default - none
   */
  readonly pathVariables?: { [name: string]: string };

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
   * Query string parameters of one value each, decoded.
   *
   * @default - none
   */
  readonly queryString?: { [name: string]: string };

  /**
   * Query string parameters that come several times, beside `queryString`.
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
   * Context variables by the name behind `$context.`, such as `authorizer.claims.sub`.
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
