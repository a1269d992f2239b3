/** What went wrong in a function, in the service's words. */
export interface FunctionError {
  /** Class of the error, or the `typeof` of anything else that was thrown. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** Lines of the stack. */
  readonly trace: readonly string[];
}

/** What came of an invocation. */
export type InvokeResult =
  /** The function returned; the payload is its result as JSON. */
  | { readonly kind: 'result'; readonly payload: string }
  /** The function threw, or its result cannot be sent. */
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** The function ran into its own timeout; its environment is gone. */
  | { readonly kind: 'timeout'; readonly millis: number }
  /** The caller's time was up; a function that has begun goes on until its own timeout. */
  | { readonly kind: 'given-up'; readonly millis: number; readonly begun: boolean }
  /** As many invocations as the function may have at once were under way. */
  | { readonly kind: 'throttled'; readonly limit: number }
  /** The environment ended in the middle. */
  | { readonly kind: 'crash'; readonly reason: string }
  /** There is nothing to call: code or handler does not load. */
  | { readonly kind: 'unloadable'; readonly reason: string }
  /** The host was closed. */
  | { readonly kind: 'closed' };
