/** A public key as a key set holds it. */
export type Jwk = Readonly<Record<string, unknown>>;

/** Where the keys of an issuer come from. */
export interface KeySource {
  /** For people. */
  readonly shown: string;
  /** Whether to load again before a token is looked at. */
  isStale(): boolean;
  /** Whether to load again for a key that is not there. */
  mayHaveMore(): boolean;
  /** Rejects with an `Error` that tells people what is wrong. */
  load(): Promise<readonly Jwk[]>;
}

/** The keys of a key set in JSON. */
export function parseKeySet(text: string, shown: string): readonly Jwk[] {
  const keys = (parse(text) as { readonly keys?: unknown } | null | undefined)?.keys;
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'object' && key !== null)) {
    throw new Error(`${shown} is no JSON Web Key Set: it has to be a JSON object with a list of keys, {"keys": [...]}`);
  }
  return keys as readonly Jwk[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
