import type { Environment } from './environment';

/** What the service gives the code to load, in milliseconds; a function's own timeout if that is longer. */
const LOAD_MILLIS = 10_000;

/** What is up with an environment that takes long. */
export type Lateness =
  /** Its code does not come to an end with loading. */
  | { readonly kind: 'loading'; readonly reason: string }
  /** An invocation is over the function's timeout. */
  | { readonly kind: 'timeout'; readonly reason: string }
  /** What waits behind its first invocation is better off elsewhere. */
  | { readonly kind: 'stuck' };

/** Looks at an environment, after what is over in it was answered. */
export function latenessOf(environment: Environment, timeoutMillis: number, now: number): Lateness | undefined {
  if (environment.state === 'starting') {
    const limit = Math.max(LOAD_MILLIS, timeoutMillis);
    const isLate = now - environment.startedAt > limit;
    return isLate ? { kind: 'loading', reason: `the code takes longer than ${limit / 1000} s to load` } : undefined;
  }
  environment.look();
  if (environment.busyMillis(now) > timeoutMillis) {
    return { kind: 'timeout', reason: `Task timed out after ${(timeoutMillis / 1000).toFixed(2)} seconds` };
  }
  return environment.isStuck(now) ? { kind: 'stuck' } : undefined;
}
