import { isIntegrationError } from './integration-error';
import type { IntegrationProblem } from './integration-problem';

/** Recognises the errors that integrations throw, and reads what they tell. */
export abstract class IntegrationErrors {
  /**
   * Whether something that was thrown is an error of an integration of this family.
   *
   * In languages other than JavaScript only the message of an error arrives: look
   * for its `[Code]` there.
   */
  // biome-ignore lint/suspicious/noExplicitAny: jsii knows no unknown
  public static is(error: any): boolean {
    return isIntegrationError(error);
  }

  /** All problems that an error of an integration tells; none for any other value. */
  // biome-ignore lint/suspicious/noExplicitAny: jsii knows no unknown
  public static problemsOf(error: any): IntegrationProblem[] {
    return isIntegrationError(error) ? [...error.problems] : [];
  }
}
