import { createPrivateKey, generateKeyPairSync, type JsonWebKey, randomUUID, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isObject } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';
import type { Command, FlagValues } from './command';

const DEFAULT_KEYS = 'jwks.json';
const DEFAULT_SECONDS = 3600;
const MAX_SECONDS = 10 * 365 * 24 * 3600;

/** `apigwv2-local token`: signs a token for tests with a key of its own. */
export const token: Command = {
  name: 'token',
  summary: 'sign a JWT for tests, and write the key set with which serve --jwks verifies it',
  flags: [
    { name: 'issuer', value: '<url>', description: 'issuer, as the authorizer names it' },
    { name: 'audience', value: '<text>', description: 'audience, one of those that the authorizer lists', repeatable: true },
    { name: 'claim', value: '<name>=<value>', description: 'a claim: JSON, or else text', repeatable: true },
    { name: 'expires', value: '<seconds>', description: `seconds until the token expires (default ${DEFAULT_SECONDS})` },
    { name: 'keys', value: '<file>', description: `key set file, created if it does not exist (default ${DEFAULT_KEYS})` },
  ],
  examples: [
    ['token --issuer https://issuer.example --audience shop --claim scope=books:read', 'print a token that expires in an hour'],
    ['serve --jwks https://issuer.example=jwks.json', 'serve with the keys that verify it'],
  ],
  page: 'docs/local/README.md',
  run({ flags }, io) {
    const issuer = flags['issuer'];
    if (typeof issuer !== 'string') {
      throw new UserError('token needs --issuer, as the JWT authorizer names it', 'usage');
    }
    const file = (flags['keys'] as string | undefined) ?? DEFAULT_KEYS;
    const now = Math.floor(Date.now() / 1000);
    const audience = listOf(flags, 'audience');
    const claims = {
      iss: issuer,
      ...(audience.length === 0 ? {} : { aud: audience.length === 1 ? audience[0] : audience }),
      iat: now,
      exp: now + secondsOf(flags),
      ...Object.fromEntries(listOf(flags, 'claim').map(parseClaim)),
    };
    io.stdout.write(
      `${signed(
        claims,
        keyOf(file, (text) => io.stderr.write(`apigwv2-local: ${text}\n`)),
      )}\n`,
    );
    return 0;
  },
};

function listOf(flags: FlagValues, name: string): readonly string[] {
  return (flags[name] as readonly string[] | undefined) ?? [];
}

function secondsOf(flags: FlagValues): number {
  const text = (flags['expires'] as string | undefined) ?? String(DEFAULT_SECONDS);
  const seconds = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(seconds) <= MAX_SECONDS)) {
    throw new UserError(
      `--expires is ${text}, which must be a whole number of at most ${MAX_SECONDS}; a negative one gives an expired token`,
      'usage',
    );
  }
  return seconds;
}

function parseClaim(entry: string): readonly [name: string, value: unknown] {
  const [, name, text] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
  if (name === undefined || text === undefined) {
    throw new UserError(`--claim is ${entry}, which must be <name>=<value>`, 'usage');
  }
  try {
    return [name, JSON.parse(text)];
  } catch {
    return [name, text];
  }
}

/** The private key behind a key set file. Both files are created together; the private one is only readable by the user. */
function keyOf(file: string, report: (text: string) => void): JsonWebKey {
  const privateFile = file.replace(/(?:\.json)?$/, '.private.json');
  if (existsSync(file) && existsSync(privateFile)) {
    return readKey(privateFile);
  }
  if (existsSync(file)) {
    throw new UserError(`${file} exists without ${privateFile}, the private key that belongs to it: pass another --keys`);
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const names = { kid: randomUUID(), alg: 'RS256', use: 'sig' };
  const key = { ...names, ...privateKey.export({ format: 'jwk' }) };
  writeFileSync(privateFile, `${JSON.stringify(key)}\n`, { mode: 0o600 });
  writeFileSync(file, `${JSON.stringify({ keys: [{ ...names, ...publicKey.export({ format: 'jwk' }) }] }, undefined, 2)}\n`);
  report(`wrote the key set ${file} for serve --jwks, and the private key ${privateFile}: commit neither`);
  return key;
}

function readKey(file: string): JsonWebKey {
  try {
    const key: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(key) && typeof key['kid'] === 'string') {
      return key as JsonWebKey;
    }
  } catch {
    // Reported below.
  }
  throw new UserError(`${file} is not a private key that this command wrote: remove it together with its key set`);
}

function signed(claims: object, key: JsonWebKey): string {
  const encoded = [{ alg: 'RS256', kid: key['kid'], typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const content = encoded.join('.');
  const signature = sign('sha256', Buffer.from(content), createPrivateKey({ key, format: 'jwk' }));
  return `${content}.${signature.toString('base64url')}`;
}
