import { resolve } from 'node:path';
import type { KeyLike } from 'jose';
import { loadDependency } from '../../load-dependency';
import { FileSource, type Jwk, type KeySource, UrlSource } from './key-source';
import type { Problem } from './refusals';
import type { Token } from './token';

/** The algorithms that the service supports. */
const ALGORITHMS: readonly unknown[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
/** Number of tokens whose verification is cached, since clients reuse tokens. */
const MAX_VERIFIED_TOKENS = 1000;

/** The keys of an issuer. */
export class KeySet {
  private jwks: readonly Jwk[] = [];
  private readonly verified = new Set<string>();
  /** Why the keys could not be loaded. */
  private failure: Problem | undefined;
  private loading: Promise<void> | undefined;

  public constructor(private readonly source: KeySource) {}

  /** Verifies a token's signature; undefined if it is valid. */
  public verify(token: Token): Problem | undefined | Promise<Problem | undefined> {
    const isStale = this.source.isStale();
    return this.verified.has(token.text) && !isStale ? undefined : this.verifyUncached(token, isStale);
  }

  private async verifyUncached(token: Token, isStale: boolean): Promise<Problem | undefined> {
    const { alg, kid } = token.header;
    if (!ALGORITHMS.includes(alg)) {
      const name = typeof alg === 'string' && /^\w{1,16}$/.test(alg) ? alg : 'unknown';
      return {
        description: `signing method ${name} is invalid`,
        reason: `the token is signed with ${JSON.stringify(alg)}, expected ${ALGORITHMS.join(', ')}`,
      };
    }
    if (typeof kid !== 'string') {
      return { description: 'the token has no key id', reason: 'the token names no key: its header must have a kid' };
    }
    if (isStale) {
      await this.load();
    }
    if (this.find(kid) === undefined) {
      await (this.loading ?? (this.source.canReload() ? this.load() : undefined));
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
    return this.checkSignature(token, jwk, alg as string);
  }

  private find(kid: string): Jwk | undefined {
    return this.jwks.find((jwk) => jwk.kid === kid && jwk.kty === 'RSA' && (jwk.use === undefined || jwk.use === 'sig'));
  }

  private async checkSignature({ text }: Token, jwk: Jwk, alg: string): Promise<Problem | undefined> {
    const { compactVerify, importJWK } = loadDependency<typeof import('jose')>('jose');
    try {
      if (jwk.alg !== undefined && jwk.alg !== alg) {
        throw new Error(`the key is for ${JSON.stringify(jwk.alg)}, and the token is signed with ${alg}`);
      }
      const key = (await importJWK({ kty: 'RSA', n: String(jwk.n), e: String(jwk.e) }, alg)) as KeyLike;
      await compactVerify(text, key, { algorithms: [alg] });
    } catch (error) {
      return {
        description: 'the signature is invalid',
        reason: `the token's signature cannot be verified with ${this.source.shown}: ${(error as Error).message}`,
      };
    }
    this.remember(text);
    return undefined;
  }

  private remember(text: string): void {
    const [oldest] = this.verified;
    if (this.verified.size >= MAX_VERIFIED_TOKENS && oldest !== undefined) {
      this.verified.delete(oldest);
    }
    this.verified.add(text);
  }

  /** Concurrent callers share one load. */
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
          this.failure = { description: 'JWKS communication error', reason: `the keys cannot be loaded: ${error.message}` };
        },
      )
      .finally(() => {
        this.verified.clear();
        this.loading = undefined;
      });
    return this.loading;
  }
}

/** Shared by the process, since many routes have the same authorizer. */
const keySets = new Map<string, KeySet>();

/**
 * The key set in a file or at a URL.
 *
 * @throws UserError for a file that cannot be read
 */
export function keySetFrom(source: string): KeySet {
  const isUrl = /^https?:\/\//i.test(source);
  const key = isUrl ? source : resolve(source);
  let keys = keySets.get(key);
  if (keys === undefined) {
    keys = new KeySet(isUrl ? new UrlSource(source) : new FileSource(source));
    keySets.set(key, keys);
  }
  return keys;
}
