/** An error or a warning about an integration. */
export interface IntegrationProblem {
  /**
   * A stable name in PascalCase, such as `UrlInvalid`.
   *
   * To acknowledge a warning, use its kebab-case form, such as
   * `@apigwv2-integrations/url-variable-unknown`.
   */
  readonly code: string;

  /** What is wrong, with the received value; starts with a lower-case letter and has no full stop. */
  readonly message: string;

  /** What to change; starts with a lower-case letter and has no full stop. */
  readonly remedy: string;

  /**
   * The received value.
   *
   * @default - none
   */
  readonly value?: string;

  /**
   * Two lines: the value, and a caret under the position of the problem.
   *
   * @default - none
   */
  readonly excerpt?: string;

  /**
   * The severity.
   *
   * @default ProblemSeverity.ERROR
   */
  readonly severity?: ProblemSeverity;
}

/** The severity of a problem. */
export enum ProblemSeverity {
  /** The service rejects the configuration, or it can never work. An error is thrown. */
  ERROR = 'error',
  /** The configuration may be wrong. A warning is added, which you can acknowledge. */
  WARNING = 'warning',
}
