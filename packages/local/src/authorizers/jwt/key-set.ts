import { resolve } from 'node:path';
import type { KeyLike } from 'jose';
import { FileSource, type Jwk, type KeySource, UrlSource } from './key-source';
import type { Problem } from './refusals';
import type { Token } from './token';

/** The service knows no other algorithms. */
const ALGORITHMS: readonly unknown[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
/** Tokens come again and again: so many are remembered whose signature was found good. */
const MAX_VERIFIED = 1000;

/** The keys of an issuer. */
export class KeySet {
  private jwks: readonly Jwk[] = [];
  private readonly verified = new Set<string>();
  /** Why there are no keys. */
  private failure: Problem | undefined;
  private loading: Promise<void> | undefined;

  public constructor(private readonly source: KeySource) {}

  /** What is wrong with a token's signature; nothing when one of the keys made it. */
  public verify(token: Token): Problem | undefined | Promise<Problem | undefined> {
    const isStale = this.source.isStale();
    return this.verified.has(token.text) && !isStale ? undefined : this.look(token, isStale);
  }

  private async look(token: Token, isStale: boolean): Promise<Problem | undefined> {
    const { alg, kid } = token.header;
    if (!ALGORITHMS.includes(alg)) {
      const name = typeof alg === 'string' && /^\w{1,16}$/.test(alg) ? alg : 'unknown';
      return {
        description: `signing method ${name} is invalid`,
        reason: `the token is signed with ${JSON.stringify(alg)}, expected ${ALGORITHMS.join(', ')}`,
      };
    }
    if (typeof kid !== 'string') {
      return { description: 'the token has no key id', reason: 'the token names no key: its header has to have a kid' };
    }
    if (isStale) {
      await this.load();
    }
    if (this.find(kid) === undefined) {
      await (this.loading ?? (this.source.mayHaveMore() ? this.load() : undefined));
    }
    const jwk = this.find(kid);
    if (jwk === undefined) {
      return (
        this.failure ?? {
          description: 'the key of the token is not known',
          reason: `${this.source.shown} has no RSA key with the kid ${JSON.stringify(kid)}`,
        }
      );
    }
    return this.check(token, jwk, alg as string);
  }

  private find(kid: string): Jwk | undefined {
    return this.jwks.find((jwk) => jwk.kid === kid && jwk.kty === 'RSA' && (jwk.use === undefined || jwk.use === 'sig'));
  }

  private async check({ text }: Token, jwk: Jwk, alg: string): Promise<Problem | undefined> {
    const { compactVerify, importJWK } = await import('jose');
    try {
      if (jwk.alg !== undefined && jwk.alg !== alg) {
        throw new Error(`the key is for ${JSON.stringify(jwk.alg)}, and the token is signed with ${alg}`);
      }
      const key = (await importJWK({ kty: 'RSA', n: String(jwk.n), e: String(jwk.e) }, alg)) as KeyLike;
      await compactVerify(text, key, { algorithms: [alg] });
    } catch (error) {
      return {
        description: 'the signature is invalid',
        reason: `the token's signature is not good for ${this.source.shown}: ${(error as Error).message}`,
      };
    }
    this.remember(text);
    return undefined;
  }

  private remember(text: string): void {
    const [oldest] = this.verified;
    if (this.verified.size >= MAX_VERIFIED && oldest !== undefined) {
      this.verified.delete(oldest);
    }
    this.verified.add(text);
  }

  /** One at a time, however many tokens wait for it. */
  private load(): Promise<void> {
    this.loading ??= this.source
      .load()
      .then(
        (jwks) => {
          this.jwks = jwks;
          this.failure = undefined;
        },
        (error: Error) => {
          this.jwks = [];
          this.failure = { description: 'JWKS communication error', reason: `there are no keys: ${error.message}` };
        },
      )
      .finally(() => {
        this.verified.clear();
        this.loading = undefined;
      });
    return this.loading;
  }
}

/** Of the process: many routes have one authorizer. */
const known = new Map<string, KeySet>();

/**
 * The keys in a file or at a URL.
 *
 * @throws UserError for a file that cannot be read
 */
export function keySetFrom(source: string): KeySet {
  const isUrl = /^https?:\/\//i.test(source);
  const key = isUrl ? source : resolve(source);
  let keys = known.get(key);
  if (keys === undefined) {
    keys = new KeySet(isUrl ? new UrlSource(source) : new FileSource(source));
    known.set(key, keys);
  }
  return keys;
}
