/** A function's result; undefined for text that is no JSON. */
export function parseResult(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
