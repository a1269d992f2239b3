import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalGateway } from '../src/index';
import { handwritten } from './serve/app';
import { folder, route, run } from './support';

const ISSUER = 'https://issuer.example';

const jwt = () =>
  handwritten({
    routes: [],
    more: {
      Auth: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'JWT',
          Name: 'pool',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: ISSUER, Audience: ['shop'] },
        },
      },
      Get: route('GET /', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Auth' }, AuthorizationScopes: ['books:read'] }),
    },
  });

const arguments_ = (keys: string, ...more: string[]) => ['token', '--issuer', ISSUER, '--audience', 'shop', '--keys', keys, ...more];

async function statusWith(keys: string, token: string): Promise<number> {
  const gateway = await LocalGateway.load(jwt(), { jwks: { pool: keys } });
  const { statusCode } = await gateway.inject({ path: '/', headers: { authorization: `Bearer ${token}` } });
  await gateway.close();
  return statusCode;
}

test('a token is accepted by a JWT authorizer with its key set', async () => {
  const keys = join(folder(), 'keys.json');
  const { code, out, err } = run(arguments_(keys, '--claim', 'scope=books:read books:write', '--claim', 'level=3'));
  expect(code).toBe(0);
  expect(err).toBe(
    `apigwv2-local: wrote the key set ${keys} for serve --jwks, and the private key ${keys.replace('.json', '.private.json')}: commit neither\n`,
  );
  expect(JSON.parse(Buffer.from(out.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ iss: ISSUER, aud: 'shop', level: 3 });
  expect(await statusWith(keys, out.trim())).toBe(200);
});

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

test('a token has the times, all audiences, and claims that are no JSON as text', () => {
  const keys = join(folder(), 'keys.json');
  const now = Math.floor(Date.now() / 1000);
  const { iat, exp, ...claims } = claimsOf(run(arguments_(keys, '--audience', 'admin', '--claim', 'name=[Ann', '--claim', 'on=true')).out);
  expect(claims).toEqual({ iss: ISSUER, aud: ['shop', 'admin'], name: '[Ann', on: true });
  expect(iat).toBeGreaterThanOrEqual(now);
  expect(iat).toBeLessThan(now + 60);
  expect(exp - iat).toBe(3600);
  expect(claimsOf(run(['token', '--issuer', ISSUER, '--keys', keys]).out)).not.toHaveProperty('aud');
});

test('the key set is jwks.json of the current folder by default', () => {
  const [current, other] = [process.cwd(), folder()];
  process.chdir(other);
  try {
    run(['token', '--issuer', ISSUER]);
  } finally {
    process.chdir(current);
  }
  expect(readdirSync(other).sort()).toEqual(['jwks.json', 'jwks.private.json']);
});

test('a second token is signed with the same key', async () => {
  const keys = join(folder(), 'keys.json');
  run(arguments_(keys));
  const before = readFileSync(keys, 'utf8');
  const { out, err } = run(arguments_(keys, '--claim', 'scope=books:read'));
  expect(err).toBe('');
  expect(readFileSync(keys, 'utf8')).toBe(before);
  expect(await statusWith(keys, out.trim())).toBe(200);
  expect(await statusWith(keys, run(arguments_(keys)).out.trim())).toBe(403);
});

test('an expired token and one of another key are refused', async () => {
  const keys = join(folder(), 'keys.json');
  expect(await statusWith(keys, (run(arguments_(keys, '--expires', '-1')).out ?? '').trim())).toBe(401);
  const other = run(arguments_(join(folder(), 'keys.json'), '--claim', 'scope=books:read')).out.trim();
  expect(await statusWith(keys, other)).toBe(401);
});

test('the private key is readable by its owner only, and not in the key set', () => {
  const keys = join(folder(), 'keys.json');
  run(arguments_(keys));
  expect(statSync(keys.replace('.json', '.private.json')).mode & 0o077).toBe(0);
  expect(Object.keys(JSON.parse(readFileSync(keys, 'utf8')).keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test.each<[readonly string[], string]>([
  [['token'], 'token needs --issuer, as the JWT authorizer names it'],
  [['token', '--issuer', 'x', '--claim', 'a'], '--claim is a, which must be <name>=<value>'],
  [['token', '--issuer', 'x', '--expires', '315360001'], 'which must be a whole number of at most 315360000'],
  [['token', '--issuer', 'x', '--expires', '1.5'], '--expires is 1.5, which must be a whole number'],
  [['token', '--issuer', 'x', '--expires', 'soon'], '--expires is soon, which must be a whole number'],
])('%j is a mistake of the command line', (argv, message) => {
  const { code, err } = run(argv);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('a key set without its private key is not overwritten', () => {
  const keys = join(folder(), 'keys.json');
  writeFileSync(keys, '{"keys":[]}');
  expect(run(arguments_(keys)).err).toContain('exists without');
  writeFileSync(keys.replace('.json', '.private.json'), '{}');
  expect(run(arguments_(keys)).err).toContain('is not a private key that this command wrote');
  expect(readFileSync(keys, 'utf8')).toBe('{"keys":[]}');
});
