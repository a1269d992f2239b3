import { Budget } from './budget';
import { JavaRegex } from './regex';

const CATCH_ALL = '$default';

/**
 * The key of the integration response that the service selects: the first whose expression matches the status code or
 * the error message as a whole, and `$default` where none does. Nothing where there is no such key.
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
    // An expression that is not evaluated selects nothing.
    return false;
  }
}

/** The status code in what the request template of a mock integration printed. The service reads names without quotes, too. */
export function mockStatusCode(printed: string): string | undefined {
  return /(?:^\s*\{|,)\s*["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(printed)?.[1];
}
