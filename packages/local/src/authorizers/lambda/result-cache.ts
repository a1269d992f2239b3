import type { AuthorizerResult } from './result';

/** The number of results that are cached. The oldest is removed for a new one. */
const MAX_CACHED_RESULTS = 1000;

interface CachedResult {
  readonly result: AuthorizerResult;
  readonly expiresAt: number;
}

/** Caches the results of Lambda authorizers by identity. */
export class ResultCache {
  private readonly results = new Map<string, CachedResult>();

  public get(key: string): AuthorizerResult | undefined {
    const cached = this.results.get(key);
    if (cached !== undefined && cached.expiresAt <= Date.now()) {
      this.results.delete(key);
      return undefined;
    }
    return cached?.result;
  }

  public set(key: string, result: AuthorizerResult, ttlSeconds: number): void {
    this.results.delete(key);
    const [oldest] = this.results.keys();
    if (this.results.size >= MAX_CACHED_RESULTS && oldest !== undefined) {
      this.results.delete(oldest);
    }
    this.results.set(key, { result, expiresAt: Date.now() + ttlSeconds * 1000 });
  }
}
