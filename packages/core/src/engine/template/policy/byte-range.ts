/** The size of something after deployment, in bytes. The minimum and the maximum differ by the unknown parts. */
export interface ByteRange {
  readonly min: number;
  readonly max: number;
}

export const NO_BYTES: ByteRange = { min: 0, max: 0 };

/** The range of a known text. */
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

/** Truncates a range at a length. If it may be truncated, `min` is at most the given minimum of a truncated text. */
export function atMost({ min, max }: ByteRange, limit: number, cut: number): ByteRange {
  return { min: max > limit ? Math.min(min, cut) : min, max: Math.min(max, limit) };
}
