import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { compileAuthorizer } from '../../src/authorizers/compile-authorizer';
import { checkKeySets } from '../../src/authorizers/jwt/jwt-authorizer';
import { UserError } from '../../src/user-error';
import { files } from '../support';
import { apiWith, authorize, bearing, ISSUER, issuer, keyFile, now, plan, refused, unsigned, writeKeys } from './support';

const signer = await issuer();
const other = await issuer('key-2');

afterEach(() => {
  vi.useRealTimers();
});

/** Moves the clock that decides whether to look again. */
function later(millis: number): void {
  const time = Date.now() + millis;
  vi.useFakeTimers({ toFake: ['Date'], now: time });
}

async function keyServer(
  answer: () => { readonly status?: number; readonly body: string },
): Promise<{ readonly url: string; asked(): number }> {
  let count = 0;
  const server: Server = createServer((_, response) => {
    count += 1;
    const { status = 200, body } = answer();
    response.writeHead(status, { connection: 'close', location: 'http://127.0.0.1/' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`, asked: () => count };
}

const keysOf = (...keys: readonly object[]) => JSON.stringify({ keys });

describe('keys', () => {
  test.each(['Users', 'App/Api/Users', 'AuthorizerUsers', ISSUER])('may be those of %s', async (name) => {
    await expect(authorize(await signer.token(), { jwks: { [name]: keyFile(signer.jwk) } })).resolves.toMatchObject({ kind: 'jwt' });
  });

  test('that nobody named refuse each token, and the reason gives the flags', async () => {
    expect(refused(await authorize(await signer.token(), { jwks: { Others: 'x' } }))).toEqual({
      challenge: 'Bearer scope="" error="invalid_token" error_description="JWKS communication error"',
      reason:
        'there are no keys for JWT authorizer Users: pass --jwks Users=<file or URL of its key set> to verify tokens, or --trust-unsigned-tokens to accept them unverified',
    });
  });

  test('are not needed where tokens are believed', async () => {
    const forged = `${(await signer.token()).slice(0, -4)}AAAA`;
    await expect(authorize(forged, { trustUnsignedTokens: true })).resolves.toMatchObject({ kind: 'jwt' });
  });

  test.each(['RS256', 'RS384', 'RS512', 'PS256'])('of RSA are good for %s', async (alg) => {
    const by = await issuer('key', alg);
    await expect(authorize(await by.token(), { jwks: { Users: keyFile(by.jwk) } })).resolves.toMatchObject({ kind: 'jwt' });
  });

  test.each(['ES256', 'EdDSA'])('for %s are not taken', async (alg) => {
    const by = await issuer('key', alg);
    expect(refused(await authorize(await by.token(), { jwks: { Users: keyFile(by.jwk) } })).challenge).toContain(
      `signing method ${alg} is invalid`,
    );
  });

  test('are not taken for a shared secret', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(signer.jwk));
    const token = await new SignJWT({ iss: ISSUER, aud: 'books', exp: now() + 60 })
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(secret);
    expect(refused(await authorize(token, { jwks: { Users: keyFile(signer.jwk) } })).challenge).toContain(
      'signing method HS256 is invalid',
    );
  });

  test.each([
    ['none', { alg: 'none', kid: 'key-1' }, 'signing method none is invalid'],
    ['odd', { alg: 'x" evil="', kid: 'key-1' }, 'signing method unknown is invalid'],
    ['missing', { kid: 'key-1' }, 'signing method unknown is invalid'],
  ])('do not accept an algorithm that is %s', async (_, header, description) => {
    const token = unsigned({ iss: ISSUER, aud: 'books', exp: now() + 60 }, header);
    expect(refused(await authorize(token, { jwks: { Users: keyFile(signer.jwk) } })).challenge).toContain(`"${description}"`);
  });

  test.each<[string, object, string]>([
    ['has no key id', { kid: undefined }, 'the token names no key: its header must have a kid'],
    ['names a key that is not there', { kid: 'key-9' }, 'has no RSA key with the kid "key-9"'],
    ['names another key', { kid: 'key-2' }, "the token's signature cannot be verified with"],
  ])('do not accept a token that %s', async (_, header, reason) => {
    const token = await signer.token({}, header as Record<string, unknown>);
    const found = refused(await authorize(token, { jwks: { Users: keyFile(signer.jwk, other.jwk) } }));
    expect(found.reason).toContain(reason);
  });

  test.each<[string, object]>([
    ['encryption', { use: 'enc' }],
    ['another algorithm', { alg: 'RS512' }],
    ['no number', { n: 7 }],
  ])('that are for %s are not taken', async (_, change) => {
    expect(refused(await authorize(await signer.token(), { jwks: { Users: keyFile({ ...signer.jwk, ...change }) } })).challenge).toMatch(
      /the key of the token is not known|the signature is invalid/,
    );
  });

  test('do not accept a token that was changed', async () => {
    const [head, , signature] = (await signer.token()).split('.');
    const body = Buffer.from(JSON.stringify({ iss: ISSUER, aud: 'books', exp: now() + 60, admin: true })).toString('base64url');
    const { challenge } = refused(await authorize(`${head}.${body}.${signature}`, { jwks: { Users: keyFile(signer.jwk) } }));
    expect(challenge).toContain('error_description="the signature is invalid"');
  });

  test('accept a token again without another look at its signature', async () => {
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: keyFile(signer.jwk) } });
    const token = await signer.token();
    expect(authorizer.authorize(bearing(token))).toBeInstanceOf(Promise);
    await authorizer.authorize(bearing(token));
    expect(authorizer.authorize(bearing(token))).toMatchObject({ kind: 'jwt' });
  });

  test('do not remember more tokens than they have room for', async () => {
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: keyFile(signer.jwk) } });
    const first = await signer.token({ jti: 'first' });
    await authorizer.authorize(bearing(first));
    for (let at = 0; at < 1000; at++) {
      await authorizer.authorize(bearing(await signer.token({ jti: at })));
    }
    expect(authorizer.authorize(bearing(first))).toBeInstanceOf(Promise);
  });

  test('are there for the first tokens, however many come at once', async () => {
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: keyFile(signer.jwk) } });
    const tokens = await Promise.all([1, 2, 3, 4].map((jti) => signer.token({ jti })));
    const outcomes = await Promise.all(tokens.map((token) => authorizer.authorize(bearing(token))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['jwt', 'jwt', 'jwt', 'jwt']);
  });
});

describe('a file of keys', () => {
  test('is read again for a key that is not in it', async () => {
    const path = keyFile(signer.jwk);
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: path } });
    await expect(authorizer.authorize(bearing(await signer.token()))).resolves.toMatchObject({ kind: 'jwt' });
    writeKeys(path, signer.jwk, other.jwk);
    await expect(authorizer.authorize(bearing(await other.token()))).resolves.toMatchObject({ kind: 'jwt' });
  });

  test('is read again when it changes, and what it no longer has is refused', async () => {
    const path = keyFile(signer.jwk);
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: path } });
    const token = await signer.token();
    await authorizer.authorize(bearing(token));
    writeKeys(path, other.jwk);
    later(1000);
    expect(refused(await authorizer.authorize(bearing(token))).reason).toContain('has no RSA key with the kid "key-1"');
  });

  test('that is gone refuses each token until it is back', async () => {
    const path = keyFile(signer.jwk);
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: path } });
    const token = await signer.token();
    await authorizer.authorize(bearing(token));
    rmSync(path);
    later(1000);
    expect(refused(await authorizer.authorize(bearing(token)))).toEqual({
      challenge: 'Bearer scope="" error="invalid_token" error_description="JWKS communication error"',
      reason: `the keys cannot be loaded: ${path} cannot be read (ENOENT): name the file of a JSON Web Key Set`,
    });
    writeKeys(path, signer.jwk);
    await expect(authorizer.authorize(bearing(token))).resolves.toMatchObject({ kind: 'jwt' });
  });

  test.each([
    ['is missing', 'missing.json', 'cannot be read (ENOENT): name the file of a JSON Web Key Set'],
    ['is no JSON', 'text.json', 'is not a JSON Web Key Set: it must be a JSON object with a list of keys, {"keys": [...]}'],
    ['is null', 'null.json', 'is not a JSON Web Key Set'],
    ['holds odd keys', 'odd.json', 'is not a JSON Web Key Set'],
  ])('that %s is a mistake at the start', (_, name, message) => {
    const path = `${files({ 'text.json': 'keys', 'null.json': 'null', 'odd.json': { keys: [1] } })}/${name}`;
    const compile = () => compileAuthorizer(plan(), { jwks: { Users: path } });
    expect(compile).toThrow(UserError);
    expect(compile).toThrow(`--jwks: ${path} ${message}`);
  });
});

describe('a URL of keys', () => {
  test('is asked with the first token, and then not again', async () => {
    const { url, asked } = await keyServer(() => ({ body: keysOf(signer.jwk) }));
    const authorizer = compileAuthorizer(plan(), { jwks: { [ISSUER]: url } });
    expect(asked()).toBe(0);
    await expect(authorizer.authorize(bearing(await signer.token()))).resolves.toMatchObject({ kind: 'jwt' });
    later(3_600_000);
    await expect(authorizer.authorize(bearing(await signer.token()))).resolves.toMatchObject({ kind: 'jwt' });
    expect(asked()).toBe(1);
  });

  test('is asked again for a key that it did not have, but not without end', async () => {
    let keys = [signer.jwk];
    const { url, asked } = await keyServer(() => ({ body: keysOf(...keys) }));
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: url } });
    const token = await other.token({ exp: now() + 3600 });
    for (let at = 0; at < 3; at++) {
      refused(await authorizer.authorize(bearing(token)));
    }
    expect(asked()).toBe(1);
    keys = [signer.jwk, other.jwk];
    later(5000);
    await expect(authorizer.authorize(bearing(token))).resolves.toMatchObject({ kind: 'jwt' });
    expect(asked()).toBe(2);
  });

  test.each<[string, number, string, string]>([
    ['answers an error', 500, '', 'answered 500'],
    ['redirects', 302, '', 'cannot be read: unexpected redirect'],
    ['has no keys', 200, '<html>', 'is not a JSON Web Key Set'],
  ])('that %s refuses each token', async (_, status, body, reason) => {
    const { url, asked } = await keyServer(() => ({ status, body }));
    const authorizer = compileAuthorizer(plan(), { jwks: { Users: url } });
    for (let at = 0; at < 2; at++) {
      const found = refused(await authorizer.authorize(bearing(await signer.token())));
      expect(found.challenge).toContain('JWKS communication error');
      expect(found.reason).toBe(
        `the keys cannot be loaded: ${url} ${reason}${reason.startsWith('is no') ? ': it must be a JSON object with a list of keys, {"keys": [...]}' : ''}`,
      );
    }
    expect(asked()).toBe(1);
  });

  test('that nobody answers refuses each token', async () => {
    const { reason } = refused(await authorize(await signer.token(), { jwks: { Users: 'http://127.0.0.1:1/jwks.json' } }));
    expect(reason).toMatch(/^the keys cannot be loaded: http:\/\/127\.0\.0\.1:1\/jwks\.json cannot be read: /);
  });
});

describe('key sets of an app', () => {
  test('are those of its authorizers', () => {
    const apis = [apiWith(plan(), { kind: 'none' }), apiWith(plan({ name: 'Admins' }))];
    expect(() => checkKeySets({ Users: 'a', Admins: 'b', [ISSUER]: 'c', AuthorizerUsers: 'd' }, apis)).not.toThrow();
  });

  test.each([
    [apiWith(plan()), `--jwks Usrs matches no JWT authorizer or issuer of the app: expected Users, ${ISSUER}`],
    [apiWith({ kind: 'iam' }), '--jwks Usrs matches no JWT authorizer or issuer of the app: remove it, the app has none'],
  ])('%# are nobody’s', (api, message) => {
    expect(() => checkKeySets({ Usrs: 'a' }, [api])).toThrow(message);
  });
});
