import { type Jwk, type KeySource, parseKeySet } from './key-source';

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
