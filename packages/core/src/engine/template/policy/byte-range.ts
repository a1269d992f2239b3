/** How many bytes something has once it is deployed: what is known of it sets both ends, what is not parts them. */
export interface Bytes {
  readonly least: number;
  readonly most: number;
}

export const NO_BYTES: Bytes = { least: 0, most: 0 };

/** A text that is known. */
export function bytesOfText(text: string): Bytes {
  const bytes = new TextEncoder().encode(text).length;
  return { least: bytes, most: bytes };
}

export function between(least: number, most: number): Bytes {
  return { least, most };
}

export function sum(...parts: readonly Bytes[]): Bytes {
  return parts.reduce((all, { least, most }) => ({ least: all.least + least, most: all.most + most }), NO_BYTES);
}

/** The same, cut off at a length. Where it may be cut, `least` stays what the caller says a cut text has. */
export function atMost({ least, most }: Bytes, limit: number, cut: number): Bytes {
  return { least: most > limit ? Math.min(least, cut) : least, most: Math.min(most, limit) };
}
