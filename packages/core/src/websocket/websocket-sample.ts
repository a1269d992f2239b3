/** A message or a handshake, to evaluate a request template with. */
export interface SampleMessage {
  /**
   * The message of the client.
   *
   * @default - none, as on `$connect` and `$disconnect`
   */
  readonly body?: string;

  /**
   * Headers of the handshake, with `$connect`.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };

  /**
   * Query string parameters of the handshake, decoded, with `$connect`.
   *
   * @default - none
   */
  readonly queryString?: { [name: string]: string };

  /**
   * Context variables by the name behind `$context.`, such as `connectionId` or `identity.sourceIp`, or nested.
   *
   * @default - none
   */
  readonly context?: { [name: string]: unknown };

  /**
   * Stage variables.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };

  /**
   * The keys of the integration responses of a mock integration, such as `$default` and `/200/`.
   *
   * @default - none
   */
  readonly integrationResponseKeys?: string[];
}

/** The response of a backend, to evaluate a response template with. */
export interface SampleIntegrationResponse {
  /**
   * The body.
   *
   * @default - none
   */
  readonly body?: string;

  /**
   * The status code.
   *
   * @default 200
   */
  readonly statusCode?: number;

  /**
   * The `errorMessage` in the result of a Lambda function of an AWS integration. It selects the integration response
   * instead of the status code.
   *
   * @default - none
   */
  readonly errorMessage?: string;

  /**
   * Context variables by the name behind `$context.`, such as `connectionId` or `identity.sourceIp`, or nested.
   *
   * @default - none
   */
  readonly context?: { [name: string]: unknown };

  /**
   * Stage variables.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };

  /**
   * The keys of the integration responses, such as `$default` and `/4\d\d/`.
   *
   * @default - none
   */
  readonly integrationResponseKeys?: string[];
}

/** The result of a template. */
export interface RenderedTemplate {
  /** The text that the template prints: the request to the backend, or the message to the client. */
  readonly body: string;

  /** References that have no value and print nothing, as they are written, each once. */
  readonly missing: string[];

  /**
   * Why the template fails with this sample: the service then sends an error to the client. `body` ends there.
   *
   * @default - the template does not fail
   */
  readonly failure?: string;

  /**
   * The key of the integration response that is selected.
   *
   * @default - none of the sample's keys matches, or it has none
   */
  readonly integrationResponseKey?: string;
}
