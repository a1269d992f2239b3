import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../user-error';

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
function parseKeySet(text: string, shown: string): readonly Jwk[] {
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

/** How often a file is looked at, at most. */
const LOOK_AGAIN_MILLIS = 1000;

/** A key set in a file, read again when it changes. */
export class FileSource implements KeySource {
  public readonly shown: string;
  private readonly path: string;
  private stamp = '';
  private lookedAt = 0;

  /** @throws UserError when it cannot be read now */
  public constructor(path: string) {
    this.path = resolve(path);
    this.shown = path;
    try {
      parseKeySet(this.read(), path);
    } catch (error) {
      throw new UserError(`--jwks: ${(error as Error).message}`);
    }
  }

  public isStale(): boolean {
    return Date.now() - this.lookedAt >= LOOK_AGAIN_MILLIS && this.mayHaveMore();
  }

  public mayHaveMore(): boolean {
    this.lookedAt = Date.now();
    return this.look() !== this.stamp;
  }

  public async load(): Promise<readonly Jwk[]> {
    this.stamp = this.look();
    return parseKeySet(this.read(), this.shown);
  }

  private read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      throw new Error(`${this.shown} cannot be read (${(error as NodeJS.ErrnoException).code}): name the file of a JSON Web Key Set`);
    }
  }

  private look(): string {
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found === undefined ? 'missing' : `${found.mtimeMs} ${found.size} ${found.ino}`;
  }
}

const FETCH_MILLIS = 5000;
/** Tokens with made-up keys must not make the gateway ask without end. */
const ASK_AGAIN_MILLIS = 5000;

/** A key set at a URL, asked for with the first token, and again when a key is not in it. */
export class UrlSource implements KeySource {
  private askedAt = Number.NEGATIVE_INFINITY;

  public constructor(public readonly shown: string) {}

  public isStale(): boolean {
    return this.askedAt === Number.NEGATIVE_INFINITY;
  }

  public mayHaveMore(): boolean {
    return Date.now() - this.askedAt >= ASK_AGAIN_MILLIS;
  }

  public async load(): Promise<readonly Jwk[]> {
    this.askedAt = Date.now();
    const response = await fetch(this.shown, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MILLIS) }).catch((error: Error) => {
      throw new Error(`${this.shown} cannot be read: ${(error.cause as Error | undefined)?.message ?? error.message}`);
    });
    if (!response.ok) {
      throw new Error(`${this.shown} answered ${response.status}`);
    }
    return parseKeySet(await response.text(), this.shown);
  }
}
