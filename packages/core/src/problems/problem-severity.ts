/** How much a problem weighs. */
export enum ProblemSeverity {
  /** The service refuses it, or it can never work: an error is thrown. */
  ERROR = 'error',
  /** It is doubtful: a warning that can be acknowledged. */
  WARNING = 'warning',
}
