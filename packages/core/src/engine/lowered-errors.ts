/** The context key that lowers errors to warnings: an object from error codes to reasons. */
export const LOWERED_ERRORS = '@apigwv2-integrations/core:loweredErrors';

/** The reason for which an error code is lowered, if the value of that context key has one. */
export function reasonToLower(lowered: unknown, code: string): string | undefined {
  if (typeof lowered !== 'object' || lowered === null || !Object.hasOwn(lowered, code)) {
    return undefined;
  }
  const reason: unknown = (lowered as Record<string, unknown>)[code];
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}
