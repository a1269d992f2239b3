import { isIntegrationError } from './integration-error';
import type { IntegrationProblem } from './integration-problem';

/** Recognizes the errors that integrations throw, and returns their problems. */
export abstract class IntegrationErrors {
  /**
   * Whether a thrown value is an error of an integration of this package family.
   *
   * Languages other than JavaScript receive only the message of an error: search it for `[Code]`.
   */
  // biome-ignore lint/suspicious/noExplicitAny: jsii knows no unknown
  public static is(error: any): boolean {
    return isIntegrationError(error);
  }

  /** All problems that an error of an integration contains. Empty for any other value. */
  // biome-ignore lint/suspicious/noExplicitAny: jsii knows no unknown
  public static problemsOf(error: any): IntegrationProblem[] {
    return isIntegrationError(error) ? [...error.problems] : [];
  }
}
