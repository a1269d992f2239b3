import { CONSTRUCT_CODES } from './catalogue/construct-codes';
import { SEVERITIES } from './catalogue/severities';
import { suggest } from './names/suggest';

/** The context key that lowers errors to warnings: an object from error codes to reasons. */
export const LOWERED_ERRORS = '@apigwv2-integrations/core:loweredErrors';

const CODES: readonly string[] = [...Object.keys(SEVERITIES), ...CONSTRUCT_CODES];
const KNOWN: ReadonlySet<string> = new Set(CODES);

/** The reason for which an error code is lowered, if the value of that context key has one. */
export function reasonToLower(lowered: unknown, code: string): string | undefined {
  if (typeof lowered !== 'object' || lowered === null || !Object.hasOwn(lowered, code)) {
    return undefined;
  }
  const reason: unknown = (lowered as Record<string, unknown>)[code];
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}

/** A code that is lowered and that nothing tells. */
export interface MisspeltCode {
  readonly written: string;
  /** The code that it most likely means. */
  readonly meant: string;
}

/**
 * Those codes in the value of that context key that are nearly one of this family. Any other that is not known here
 * may be one of somebody else's backend.
 *
 * @param told codes that are known to be somebody else's
 */
export function misspeltCodes(lowered: unknown, told: readonly string[] = []): readonly MisspeltCode[] {
  if (typeof lowered !== 'object' || lowered === null) {
    return [];
  }
  return Object.keys(lowered).flatMap((written) => {
    const meant = KNOWN.has(written) || told.includes(written) ? undefined : nearest(written);
    return meant === undefined ? [] : [{ written, meant }];
  });
}

/** Written as the id of an acknowledgement, a code is nearly itself. */
function nearest(written: string): string | undefined {
  return suggest(written.replace(/^.*\//s, '').replaceAll('-', ''), CODES);
}
