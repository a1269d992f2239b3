/** One thing that is wrong with an integration, or doubtful. */
export interface IntegrationProblem {
  /**
   * A stable name in PascalCase, such as `UrlInvalid`.
   *
   * A warning is acknowledged under its kebab-case form, such as
   * `@apigwv2-integrations/url-variable-unknown`.
   */
  readonly code: string;

  /** What is wrong, with the value that was received: lower case, no full stop. */
  readonly message: string;

  /** What to change: lower case, no full stop. */
  readonly remedy: string;

  /**
   * The value that was received.
   *
   * @default - none
   */
  readonly value?: string;

  /**
   * The value with a caret under the place, two lines.
   *
   * @default - none
   */
  readonly excerpt?: string;

  /**
   * How much it weighs.
   *
   * @default ProblemSeverity.ERROR
   */
  readonly severity?: ProblemSeverity;
}

/** How much a problem weighs. */
export enum ProblemSeverity {
  /** The service refuses it, or it can never work: an error is thrown. */
  ERROR = 'error',
  /** It is doubtful: a warning that can be acknowledged. */
  WARNING = 'warning',
}
