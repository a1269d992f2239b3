import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK, type KeyLike, SignJWT } from 'jose';
import { expect } from 'vitest';
import type { AuthorizerOptions, Refusal } from '../../src/authorizers/authorizer';
import { compileAuthorizer } from '../../src/authorizers/compile-authorizer';
import type { AuthorizerPlan } from '../../src/definitions/authorizer';
import type { ApiPlan } from '../../src/definitions/http-api';
import type { Field } from '../../src/gateway/message';
import type { Caller, RoutedRequest } from '../../src/gateway/routed-request';
import { folder } from '../support';

export type JwtPlan = Extract<AuthorizerPlan, { kind: 'jwt' }>;

export const ISSUER = 'https://issuer.example/pool';

export const plan = (given: Partial<JwtPlan> = {}): JwtPlan => ({
  kind: 'jwt',
  name: 'Users',
  location: { logicalId: 'AuthorizerUsers', path: 'App/Api/Users', stack: 'App', file: 'app.template.json' },
  issuer: ISSUER,
  audience: ['books', 'shelves'],
  identitySources: ['$request.header.Authorization'],
  scopes: [],
  ...given,
});

/** An issuer with a key. */
export interface Issuer {
  readonly jwk: JWK;
  readonly privateKey: KeyLike;
  /** A good token, but for what is given. */
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
}

export async function issuer(kid = 'key-1', alg = 'RS256'): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  return {
    jwk,
    privateKey,
    token: (claims = {}, header = {}) =>
      new SignJWT({ iss: ISSUER, aud: 'books', exp: now() + 60, ...claims }).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  };
}

export const now = () => Math.floor(Date.now() / 1000);

/** A file of keys of its own. */
export function keyFile(...jwks: readonly object[]): string {
  const path = join(folder(), 'keys.json');
  writeKeys(path, ...jwks);
  return path;
}

export function writeKeys(path: string, ...keys: readonly object[]): void {
  writeFileSync(path, JSON.stringify({ keys }));
}

/** A token without a signature. */
export function unsigned(claims: unknown, header: unknown = { alg: 'none' }): string {
  const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.`;
}

/** A request with these headers and query parameters. */
export function asking(headers: readonly Field[], query: readonly Field[] = []): RoutedRequest {
  return { request: { headers }, query } as RoutedRequest;
}

export const bearing = (token: string): RoutedRequest => asking([['authorization', `Bearer ${token}`]]);

/** What comes of a request with this token. */
export async function authorize(token: string, options: AuthorizerOptions, given: Partial<JwtPlan> = {}): Promise<Caller | Refusal> {
  return compileAuthorizer(plan(given), options).authorize(bearing(token));
}

/** Expects a refusal, and gives its challenge and reason. */
export function refused(outcome: Caller | Refusal, statusCode = 401): { readonly challenge: string | undefined; readonly reason: string } {
  expect(outcome).toMatchObject({ kind: 'refused', statusCode });
  const { headers, reason } = outcome as Refusal;
  return { challenge: headers.find(([name]) => name === 'www-authenticate')?.[1], reason };
}

export function apiWith(...authorizers: readonly AuthorizerPlan[]): ApiPlan {
  return { routes: authorizers.map((authorizer) => ({ authorizer })) } as unknown as ApiPlan;
}
