import { RULES } from './catalogue';
import { CONSTRUCT_CODES } from './construct-codes';
import { suggest } from './names/suggest';

/** The context key that lowers errors to warnings: an object from error codes to reasons. */
export const LOWERED_ERRORS = '@apigwv2-integrations/core:loweredErrors';

/** The type of the metadata with which constructs record in the assembly what the context key lowers. */
export const LOWERED_ERRORS_METADATA = '@apigwv2-integrations/core:loweredErrors';

const CODES: readonly string[] = [...RULES.map(({ code }) => code), ...CONSTRUCT_CODES];
const CODE_SET: ReadonlySet<string> = new Set(CODES);

/** Returns the reason for lowering an error code, if the value of the context key contains one. */
export function reasonToLower(lowered: unknown, code: string): string | undefined {
  if (typeof lowered !== 'object' || lowered === null || !Object.hasOwn(lowered, code)) {
    return undefined;
  }
  const reason: unknown = (lowered as Record<string, unknown>)[code];
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}

/** A code in the context key that no rule and no construct of these packages has. */
export interface MisspeltCode {
  readonly written: string;
  /** The code that is most likely meant. */
  readonly meant: string;
}

/**
 * Finds codes in the value of the context key that are probably misspelled codes of these packages. Other unknown codes
 * may belong to a custom backend, and are not reported.
 *
 * @param foreign known codes of custom backends
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

/** Also recognizes a code that is written as the ID of an acknowledgement. */
function nearest(written: string): string | undefined {
  return suggest(written.replace(/^.*\//s, '').replaceAll('-', ''), CODES);
}
