/** What Lambda takes as a result, in bytes. */
export const MAX_RESULT_BYTES = 6_291_556;

/** A result as Lambda sends it: what JSON has no word for is null. */
export function serialize(result: unknown): string {
  const payload = stringify(result) ?? 'null';
  // A character is three bytes at most: most results need no counting.
  if (payload.length * 3 > MAX_RESULT_BYTES && Buffer.byteLength(payload) > MAX_RESULT_BYTES) {
    throw named(
      'Function.ResponseSizeTooLarge',
      `Response payload size exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`,
    );
  }
  return payload;
}

function stringify(result: unknown): string | undefined {
  try {
    return JSON.stringify(result);
  } catch (error) {
    throw named('Error', `Unable to stringify response body: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
