import { afterEach, describe, expect, test, vi } from 'vitest';
import { compileAuthorizer } from '../../src/authorizers/compile-authorizer';
import { asking, authorize, bearing, ISSUER, issuer, keyFile, now, plan, refused, unsigned } from './support';

const signer = await issuer();
const options = () => ({ jwks: { Users: keyFile(signer.jwk) } });

afterEach(() => {
  vi.useRealTimers();
});

const challenge = (description: string, scope = '') => `Bearer scope="${scope}" error="invalid_token" error_description="${description}"`;

describe('a token', () => {
  test('of the issuer for the audience is let in, with its claims', async () => {
    const token = await signer.token({ sub: 'me', groups: ['a', 'b'], address: { country: 'JP' }, email_verified: true, nickname: null });
    const outcome = await authorize(token, options());
    expect(outcome).toEqual({
      kind: 'jwt',
      claims: {
        iss: ISSUER,
        aud: 'books',
        exp: expect.any(Number),
        sub: 'me',
        groups: ['a', 'b'],
        address: { country: 'JP' },
        email_verified: true,
      },
      scopes: null,
    });
  });

  test('may hold a claim that JavaScript has a meaning for', async () => {
    const claims = `{"iss":"${ISSUER}","aud":"books","exp":${now() + 60},"__proto__":{"a":1},"constructor":"x"}`;
    const outcome = await authorize(unsigned(claims), { trustUnsignedTokens: true });
    expect(outcome).toMatchObject({ kind: 'jwt' });
    const { claims: found } = outcome as { claims: object };
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect(Object.keys(found)).toEqual(['iss', 'aud', 'exp', '__proto__', 'constructor']);
  });

  test.each([
    ['with Bearer', 'Bearer %'],
    ['with bearer', 'bearer  %'],
    ['alone', '%'],
  ])('is found %s', async (_, form) => {
    const token = await signer.token();
    const outcome = await compileAuthorizer(plan(), options()).authorize(asking([['AUTHORIZATION', form.replace('%', token)]]));
    expect(outcome).toMatchObject({ kind: 'jwt' });
  });

  test.each([
    ['a header', ['$request.header.X-Token'], asking([['x-token', '%']])],
    ['a query parameter', ['$request.querystring.token'], asking([], [['token', '%']])],
    ['the second source', ['$request.header.A', '$request.querystring.token'], asking([['A', '']], [['token', '%']])],
    ['a braced source', ['${request.header.a}'], asking([['A', '%']])],
  ])('is found in %s', async (_, identitySources, where) => {
    const token = await signer.token();
    const filled = JSON.parse(JSON.stringify(where).replace('%', token));
    await expect(compileAuthorizer(plan({ identitySources }), options()).authorize(filled)).resolves.toMatchObject({ kind: 'jwt' });
  });

  test.each([
    ['nowhere', asking([])],
    ['empty', asking([['Authorization', 'Bearer ']])],
    ['in a query parameter of another case', asking([], [['Token', 'x']])],
  ])('that is %s is refused', async (_, where) => {
    const authorizer = compileAuthorizer(
      plan({ identitySources: ['$request.header.Authorization', '$request.querystring.token'] }),
      options(),
    );
    expect(refused(await authorizer.authorize(where))).toEqual({
      challenge: 'Bearer',
      reason: 'there is no token in $request.header.Authorization, $request.querystring.token',
    });
  });

  test('is not looked for where a JWT authorizer looks for none', async () => {
    const authorizer = compileAuthorizer(plan({ identitySources: ['$context.identity.sourceIp'] }), options());
    expect(refused(await authorizer.authorize(bearing(await signer.token()))).challenge).toBe('Bearer');
  });

  test('that comes twice is refused', async () => {
    const token = await signer.token();
    const outcome = await compileAuthorizer(plan(), options()).authorize(
      asking([
        ['Authorization', `Bearer ${token}`],
        ['authorization', `Bearer ${token}`],
      ]),
    );
    expect(refused(outcome).challenge).toContain('error="invalid_token"');
  });

  test.each([
    ['not-a-token', 'token contains an invalid number of segments'],
    ['a.b.c.d', 'token contains an invalid number of segments'],
    ['a..c', 'the token cannot be decoded'],
    ['?.b.c', 'the token cannot be decoded'],
    [unsigned('text'), 'the token cannot be decoded'],
    [unsigned('[]'), 'the token cannot be decoded'],
    [unsigned('null'), 'the token cannot be decoded'],
    [unsigned({}, '{'), 'the token cannot be decoded'],
  ])('%s is refused', async (token, description) => {
    expect(refused(await authorize(token, options())).challenge).toBe(challenge(description));
  });
});

describe('the claims of a token', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['another issuer', { iss: `${ISSUER}/` }, 'issuer does not match', `the token's issuer is "${ISSUER}/", expected ${ISSUER}`],
    ['no issuer', { iss: undefined }, 'issuer does not match', "the token's issuer is missing"],
    [
      'another audience',
      { aud: 'films' },
      'the token does not have a valid audience',
      'the token\'s aud is "films", expected books or shelves',
    ],
    [
      'an audience beside a client',
      { aud: ['films'], client_id: 'books' },
      'the token does not have a valid audience',
      'the token\'s aud is ["films"]',
    ],
    ['neither', { aud: undefined }, 'the token does not have a valid audience', "the token's client_id is missing"],
    ['an odd audience', { aud: { books: 1 } }, 'the token does not have a valid audience', 'the token\'s aud is {"books":1}'],
    ['an end before now', { exp: now() - 1 }, 'the token has expired', "the token's exp is "],
    ['an end at this very moment', { exp: Math.floor(Date.now() / 1000) }, 'the token has expired', "the token's exp is "],
    ['no end', { exp: undefined }, 'the token has expired', "the token's exp is missing, which must be later than now"],
    ['an end in words', { exp: 'tomorrow' }, 'the token has expired', 'the token\'s exp is "tomorrow"'],
    ['a beginning after now', { nbf: now() + 30 }, 'the token is not valid yet', "the token's nbf is "],
    ['an issue after now', { iat: now() + 30 }, 'the token is not valid yet', "the token's iat is "],
    ['an odd beginning', { nbf: null }, 'the token is not valid yet', "the token's nbf is null"],
  ])('with %s are refused', async (_, claims, description, reason) => {
    const token = unsigned({ iss: ISSUER, aud: 'books', exp: now() + 60, ...claims });
    const found = refused(await authorize(token, { trustUnsignedTokens: true }));
    expect(found.challenge).toBe(challenge(description));
    expect(found.reason).toContain(reason);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an audience among others', { aud: ['films', 'shelves'] }],
    ['a client instead of an audience', { aud: undefined, client_id: 'books' }],
    ['a beginning before now', { nbf: now() - 1, iat: now() - 1 }],
    ['a beginning now', { nbf: now(), iat: now() }],
  ])('with %s are let in', async (_, claims) => {
    const token = unsigned({ iss: ISSUER, aud: 'books', exp: now() + 60, ...claims });
    await expect(authorize(token, { trustUnsignedTokens: true })).resolves.toMatchObject({ kind: 'jwt' });
  });

  test('are refused where the authorizer has no audience', async () => {
    const { reason } = refused(await authorize(await signer.token(), options(), { audience: [] }));
    expect(reason).toBe('the token\'s aud is "books", expected an audience of the authorizer, which lists none');
  });

  test('are looked at with each request', async () => {
    const authorizer = compileAuthorizer(plan(), options());
    const token = await signer.token();
    await expect(authorizer.authorize(bearing(token))).resolves.toMatchObject({ kind: 'jwt' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect(refused(await authorizer.authorize(bearing(token))).challenge).toBe(challenge('the token has expired'));
  });
});

describe('the scopes of a route', () => {
  const scopes = ['books/read', 'books/write'];

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a text', { scope: 'openid  books/read' }, ['openid', 'books/read']],
    ['a list', { scope: ['books/write', 1] }, ['books/write']],
    ['scp', { scp: ['books/read'] }, ['books/read']],
    ['scp as a text', { scp: 'books/read x' }, ['books/read', 'x']],
    ['scope before scp', { scope: 'books/read', scp: 'x' }, ['books/read']],
  ])('accept a token that has one in %s, and are passed on', async (_, claims, expected) => {
    await expect(authorize(await signer.token(claims), options(), { scopes })).resolves.toMatchObject({ kind: 'jwt', scopes: expected });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['others', { scope: 'books openid' }, '"books openid"'],
    ['none', {}, '"none"'],
    ['odd ones', { scope: 7 }, '"none"'],
  ])('refuse a token that has %s', async (_, claims, had) => {
    expect(refused(await authorize(await signer.token(claims), options(), { scopes }), 403)).toEqual({
      challenge: 'Bearer scope="books/read books/write" error="insufficient_scope"',
      reason: `the route requires one of the scopes books/read books/write, and the token has ${had}`,
    });
  });

  test('are named where a token is refused', async () => {
    const { challenge: diagnostics } = refused(await authorize('x', options(), { scopes: ['a"b\r\n', 'c'] }));
    expect(diagnostics).toBe(challenge('token contains an invalid number of segments', 'ab c'));
  });
});
