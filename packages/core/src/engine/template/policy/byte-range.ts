/** How many bytes something has once it is deployed: what is known of it sets both ends, what is not parts them. */
export interface ByteRange {
  readonly min: number;
  readonly max: number;
}

export const NO_BYTES: ByteRange = { min: 0, max: 0 };

/** A text that is known. */
export function bytesOfText(text: string): ByteRange {
  const bytes = new TextEncoder().encode(text).length;
  return { min: bytes, max: bytes };
}

export function between(min: number, max: number): ByteRange {
  return { min, max };
}

export function sum(...parts: readonly ByteRange[]): ByteRange {
  return parts.reduce((all, { min, max }) => ({ min: all.min + min, max: all.max + max }), NO_BYTES);
}

/** The same, cut off at a length. Where it may be cut, `min` stays what the caller says a cut text has. */
export function atMost({ min, max }: ByteRange, limit: number, cut: number): ByteRange {
  return { min: max > limit ? Math.min(min, cut) : min, max: Math.min(max, limit) };
}
