import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../user-error';

/** A public key in a key set. */
export type Jwk = Readonly<Record<string, unknown>>;

/** A source of an issuer's keys. */
export interface KeySource {
  /** File or URL for messages. */
  readonly shown: string;
  /** Whether the keys must be loaded before a token is verified. */
  isStale(): boolean;
  /** Whether loading again may bring a missing key. */
  canReload(): boolean;
  /** Rejects with an error whose message is fit for the log. */
  load(): Promise<readonly Jwk[]>;
}

/** Parses a JSON Web Key Set. */
function parseKeySet(text: string, shown: string): readonly Jwk[] {
  const keys = (parse(text) as { readonly keys?: unknown } | null | undefined)?.keys;
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'object' && key !== null)) {
    throw new Error(`${shown} is not a JSON Web Key Set: it must be a JSON object with a list of keys, {"keys": [...]}`);
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

/** Shortest time between two looks at the file. */
const MIN_STAT_INTERVAL_MILLIS = 1000;

/** A key set in a file, read again when it changes. */
export class FileSource implements KeySource {
  public readonly shown: string;
  private readonly path: string;
  private stamp = '';
  private checkedAt = 0;

  /** @throws UserError if the file cannot be read */
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
    return Date.now() - this.checkedAt >= MIN_STAT_INTERVAL_MILLIS && this.canReload();
  }

  public canReload(): boolean {
    this.checkedAt = Date.now();
    return this.currentStamp() !== this.stamp;
  }

  public async load(): Promise<readonly Jwk[]> {
    this.stamp = this.currentStamp();
    return parseKeySet(this.read(), this.shown);
  }

  private read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      throw new Error(`${this.shown} cannot be read (${(error as NodeJS.ErrnoException).code}): name the file of a JSON Web Key Set`);
    }
  }

  private currentStamp(): string {
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found === undefined ? 'missing' : `${found.mtimeMs} ${found.size} ${found.ino}`;
  }
}

const FETCH_TIMEOUT_MILLIS = 5000;
/** Shortest time between two fetches, since any token can name an unknown key. */
const MIN_FETCH_INTERVAL_MILLIS = 5000;

/** A key set at a URL, fetched for the first token and again for an unknown key. */
export class UrlSource implements KeySource {
  private fetchedAt = Number.NEGATIVE_INFINITY;

  public constructor(public readonly shown: string) {}

  public isStale(): boolean {
    return this.fetchedAt === Number.NEGATIVE_INFINITY;
  }

  public canReload(): boolean {
    return Date.now() - this.fetchedAt >= MIN_FETCH_INTERVAL_MILLIS;
  }

  public async load(): Promise<readonly Jwk[]> {
    this.fetchedAt = Date.now();
    const response = await fetch(this.shown, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MILLIS) }).catch(
      (error: Error) => {
        throw new Error(`${this.shown} cannot be read: ${(error.cause as Error | undefined)?.message ?? error.message}`);
      },
    );
    if (!response.ok) {
      throw new Error(`${this.shown} answered ${response.status}`);
    }
    return parseKeySet(await response.text(), this.shown);
  }
}
