import { Budget } from './budget';
import { JavaRegex } from './regex';

const CATCH_ALL = '$default';

/**
 * Returns the key of the integration response that the service selects: the first one whose expression matches the whole
 * status code or error message, otherwise `$default`. Returns undefined if there is no such key.
 */
export function selectIntegrationResponse(keys: readonly string[], answer: string): string | undefined {
  const matching = keys.find((key) => key !== CATCH_ALL && matches(key, answer));
  return matching ?? keys.find((key) => key === CATCH_ALL);
}

function matches(key: string, answer: string): boolean {
  const [, pattern] = /^\/(.*)\/$/s.exec(key) ?? [];
  try {
    return pattern !== undefined && new JavaRegex(pattern, new Budget()).matches(answer);
  } catch {
    // An unsupported expression selects nothing.
    return false;
  }
}

/** Returns the status code in the output of a mock integration's request template. The service also accepts unquoted names. */
export function mockStatusCode(printed: string): string | undefined {
  return /(?:^\s*\{|,)\s*["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(printed)?.[1];
}
