import { CONSTRUCT_CODES, RULES } from './catalogue';
import { suggest } from './names/suggest';

/** The context key that lowers errors to warnings: an object from error codes to reasons. */
export const LOWERED_ERRORS = '@apigwv2-integrations/core:loweredErrors';

const CODES: readonly string[] = [...RULES.map(({ code }) => code), ...CONSTRUCT_CODES];
const CODE_SET: ReadonlySet<string> = new Set(CODES);

/** The reason for which an error code is lowered, if the value of that context key has one. */
export function reasonToLower(lowered: unknown, code: string): string | undefined {
  if (typeof lowered !== 'object' || lowered === null || !Object.hasOwn(lowered, code)) {
    return undefined;
  }
  const reason: unknown = (lowered as Record<string, unknown>)[code];
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}

/** A code in that context key that no rule and no construct of this family has. */
export interface MisspeltCode {
  readonly written: string;
  /** The code that it most likely means. */
  readonly meant: string;
}

/**
 * Finds codes in the value of that context key that are probably misspelt codes of this family. Other unknown codes may
 * belong to a backend from another author, and are not reported.
 *
 * @param foreign codes of other authors that are known to exist
 */
export function misspeltCodes(lowered: unknown, foreign: readonly string[] = []): readonly MisspeltCode[] {
  if (typeof lowered !== 'object' || lowered === null) {
    return [];
  }
  return Object.keys(lowered).flatMap((written) => {
    const meant = CODE_SET.has(written) || foreign.includes(written) ? undefined : nearest(written);
    return meant === undefined ? [] : [{ written, meant }];
  });
}

/** Also recognizes a code that is written as the id of an acknowledgement. */
function nearest(written: string): string | undefined {
  return suggest(written.replace(/^.*\//s, '').replaceAll('-', ''), CODES);
}
