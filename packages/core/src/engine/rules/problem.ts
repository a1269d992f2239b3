import { type RuleCode, SEVERITIES } from '../catalogue/severities';
import type { Problem } from '../problem';

/** A problem with the severity of the catalogue. */
export function problem(code: RuleCode, value: string | undefined, message: string, remedy: string): Problem {
  return { code, severity: SEVERITIES[code], ...(value === undefined ? {} : { value }), message, remedy };
}
