import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { secretIn } from '../../src/authorizers/iam/iam-authorizer';
import { parseIamKeys } from '../../src/authorizers/iam/keys';
import { checkSignature, type SignedRequest } from '../../src/authorizers/iam/signature';
import type { Field } from '../../src/gateway/message';
import { parseQuery } from '../../src/gateway/request-target';
import { folder } from '../support';
import { ACCESS_KEY, presignedQuery, SECRET, signedHeaders, type ToSign } from './sign';

const KEYS = { [ACCESS_KEY]: SECRET };

function received({ method = 'GET', path, query = [], body = '' }: ToSign, headers: object, rawQuery?: string): SignedRequest {
  return {
    method,
    path,
    query: rawQuery === undefined ? query : parseQuery(rawQuery.slice(1)),
    headers: Object.entries(headers) as Field[],
    body: async () => Buffer.from(body),
  };
}

/** What comes of a request that is signed in its headers, and changed on its way. */
const check = (request: ToSign, change: Partial<ToSign> & { readonly sent?: object } = {}, keys: Record<string, string> = KEYS) =>
  checkSignature(received({ ...request, ...change }, { ...signedHeaders(request), ...change.sent }), secretIn(keys), 'us-east-1');

/** The same for a presigned URL. */
const checkUrl = (
  request: ToSign,
  change: Partial<ToSign> & { readonly expires?: number; readonly rewrite?: (query: string) => string } = {},
) => {
  const { rewrite = (query) => query, expires } = change;
  const query = rewrite(presignedQuery(request, expires));
  return checkSignature(
    received({ ...request, ...change }, { host: request.host ?? 'localhost', ...request.headers }, query),
    secretIn(KEYS),
    'us-east-1',
  );
};

const ago = (millis: number) => new Date(Date.now() - millis);

test('the signer of these tests gives the signature of the example in the documentation of Signature Version 4', () => {
  const headers = signedHeaders({
    host: 'iam.amazonaws.com',
    path: '/',
    query: [
      ['Action', 'ListUsers'],
      ['Version', '2010-05-08'],
    ],
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    service: 'iam',
    date: new Date('2015-08-30T12:36:00Z'),
  });

  expect(headers.authorization).toContain('Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
});

describe('I2: a valid signature is accepted', () => {
  test.each<[string, ToSign]>([
    ['of a path', { path: '/' }],
    ['of a stage', { path: '/dev/books' }],
    ['of an encoded path', { path: '/books/a%20b%2Fc/%C3%A4' }],
    ['of a host with a port', { path: '/', host: '127.0.0.1:3000' }],
    ['of a body', { path: '/books', method: 'POST', body: '{"title":"T"}' }],
    ['of other headers', { path: '/', headers: { 'x-amz-security-token': 'a/b+c=', 'x-b': '  two   blanks ', 'user-agent': 'me' } }],
    [
      'of a query string',
      {
        path: '/books',
        query: [
          ['b', 'ä &='],
          ['a', '2'],
          ['a', '1'],
          ['empty', ''],
        ],
      },
    ],
  ])('%s, in the headers and presigned', async (_, request) => {
    const accepted = { accessKey: ACCESS_KEY, sessionToken: request.headers?.['x-amz-security-token'] };
    expect(await check(request)).toEqual(accepted);
    expect(await checkUrl(request)).toEqual(accepted);
  });

  test('with the hash of its body', async () => {
    const hash = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    const request = { path: '/', method: 'POST', body: 'hello', headers: { 'x-amz-content-sha256': hash } };

    expect(await check(request)).toEqual({ accessKey: ACCESS_KEY });
    expect(await check(request, { body: 'changed' })).toMatchObject({ problem: expect.stringContaining('not the SHA-256 of the body') });
  });

  test('five minutes ago, and a presigned URL until it expires', async () => {
    expect(await check({ path: '/', date: ago(4 * 60_000) })).toEqual({ accessKey: ACCESS_KEY });
    expect(await check({ path: '/', date: ago(-4 * 60_000) })).toEqual({ accessKey: ACCESS_KEY });
    expect(await checkUrl({ path: '/', date: ago(50 * 60_000) }, { expires: 3600 })).toEqual({ accessKey: ACCESS_KEY });
  });
});

describe('I1: anything else is refused', () => {
  const request: ToSign = {
    path: '/books',
    method: 'POST',
    body: 'text',
    query: [['a', '1']],
    headers: { 'x-user': 'me' },
  };

  test.each<[string, Parameters<typeof check>[1]]>([
    ['method', { method: 'PUT' }],
    ['path', { path: '/books/' }],
    ['query value', { query: [['a', '2']] }],
    [
      'query',
      {
        query: [
          ['a', '1'],
          ['b', '1'],
        ],
      },
    ],
    ['body', { body: 'other' }],
    ['signed header', { sent: { 'x-user': 'you' } }],
    ['host', { sent: { host: 'other' } }],
  ])('a changed %s', async (_, change) => {
    expect(await check(request, change)).toMatchObject({ accessKey: ACCESS_KEY, problem: expect.stringContaining('does not match') });
  });

  test('a wrong secret, an unknown key, and a name that every object has', async () => {
    expect(await check({ ...request, secret: 'wrong' })).toMatchObject({ problem: expect.stringContaining('does not match') });
    expect(await check({ ...request, accessKey: 'AKIDOTHER' })).toMatchObject({ problem: expect.stringContaining('AKIDOTHER is unknown') });
    expect(await check({ ...request, accessKey: 'constructor' })).toMatchObject({ problem: expect.stringContaining('is unknown') });
  });

  test.each<[string, Partial<ToSign>, RegExp]>([
    ['another region', { region: 'eu-west-1' }, /region eu-west-1, expected us-east-1/],
    ['another service', { service: 's3' }, /service s3, expected execute-api/],
    ['more than five minutes ago', { date: ago(6 * 60_000) }, /has expired/],
    ['more than five minutes ahead', { date: ago(-6 * 60_000) }, /in the future/],
  ])('signed for or at %s', async (_, change, problem) => {
    expect(await check({ ...request, ...change })).toMatchObject({ problem: expect.stringMatching(problem) });
  });

  test.each<[string, object, RegExp]>([
    ['no signature', {}, /is not signed/],
    ['a bearer token', { authorization: 'Bearer x' }, /no signature of the form/],
    ['junk', { authorization: 'junk' }, /no signature of the form/],
    ['a lone credential', { authorization: 'Credential=a/b' }, /no signature of the form/],
    ['a credential alone', { authorization: 'AWS4-HMAC-SHA256 Credential=a/b' }, /lacks Credential, SignedHeaders or Signature/],
  ])('%s', async (_, headers, problem) => {
    expect(await checkSignature(received(request, headers), secretIn(KEYS), 'us-east-1')).toMatchObject({
      problem: expect.stringMatching(problem),
    });
  });

  test.each<[string, (authorization: string) => string, RegExp]>([
    ['host is not signed', (text) => text.replace('host;', ''), /host header is not signed/],
    ['a signed header is missing', (text) => text.replace('host;', 'gone;host;'), /signed header gone is missing/],
    ['the scope has too many parts', (text) => text.replace('aws4_request', 'aws4_request/more'), /not of the form/],
    ['the scope ends otherwise', (text) => text.replace('aws4_request', 'aws3_request'), /not of the form/],
    ['the scope has another date', (text) => text.replace(/\/\d{8}\//, '/20200101/'), /not that of the signature/],
    ['the signature is shorter', (text) => text.slice(0, -1), /does not match/],
    ['the signature is empty', (text) => text.replace(/Signature=\w+$/, 'Signature='), /does not match/],
  ])('a header in which %s', async (_, change, problem) => {
    const headers = signedHeaders(request);
    const changed = { ...headers, authorization: change(headers.authorization as string) };

    expect(await checkSignature(received(request, changed), secretIn(KEYS), 'us-east-1')).toMatchObject({
      problem: expect.stringMatching(problem),
    });
  });

  test.each([
    ['missing', undefined, /no X-Amz-Date/],
    ['of another form', '20261130Tnoon', /must be of the form/],
    ['impossible', '20269999T999999Z', /must be of the form/],
  ])('a date that is %s', async (_, date, problem) => {
    const { 'x-amz-date': _date, ...rest } = signedHeaders(request);
    const headers = date === undefined ? rest : { ...rest, 'x-amz-date': date };
    const scoped = { ...headers, authorization: (rest.authorization as string).replace(/\/\d{8}\//, `/${date?.split('T')[0]}/`) };

    expect(await checkSignature(received(request, scoped), secretIn(KEYS), 'us-east-1')).toMatchObject({
      problem: expect.stringMatching(problem),
    });
  });

  test.each<[string, Parameters<typeof checkUrl>[1], RegExp]>([
    ['is expired', { expires: 1 }, /has expired/],
    ['is valid for too long', { expires: 604_801 }, /from 1 to 604800/],
    ['is valid for no time', { expires: 0 }, /from 1 to 604800/],
    ['names another algorithm', { rewrite: (query) => query.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA') }, /X-Amz-Algorithm/],
    ['has another expiry', { rewrite: (query) => query.replace('Expires=60', 'Expires=61') }, /does not match/],
    ['has one parameter more', { rewrite: (query) => `${query}&b=1` }, /does not match/],
    ['has another signature', { rewrite: (query) => query.replace(/Signature=\w+$/, 'Signature=00') }, /does not match/],
  ])('a presigned URL that %s', async (_, change, problem) => {
    const date = change?.expires === 1 ? ago(2000) : undefined;

    expect(await checkUrl({ path: '/books', date }, change)).toMatchObject({ problem: expect.stringMatching(problem) });
  });
});

describe('keys', () => {
  const file = (text: string) => {
    const path = join(folder(), 'keys');
    writeFileSync(path, text);
    return `file:${path}`;
  };

  test('are given as <id>=<secret>, by the environment, and by files of two kinds', () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 'env=secret' };
    const credentials = '[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = file/secret\nregion = us-east-1\n';

    expect(parseIamKeys(['AKIDARG=a/b+c=', 'env', file(credentials), file('# comment\n\nAKIDLINE=line\n')], env)).toEqual({
      AKIDARG: 'a/b+c=',
      AKIDENV: 'env=secret',
      AKIDFILE: 'file/secret',
      AKIDLINE: 'line',
    });
    expect(parseIamKeys([], env)).toBeUndefined();
  });

  test.each<[string, () => string, RegExp]>([
    ['without a secret', () => 'AKIDARG=', /^--iam-key must be <access key id>=<secret>, env or file:<path>$/],
    ['without an id', () => '=secret-text', /^--iam-key must be/],
    ['in an environment without keys', () => 'env', /needs the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
    ['in a file that does not exist', () => 'file:/does/not/exist', /cannot be read \(ENOENT\)/],
    ['in an empty file', () => file(''), /has no keys/],
    ['in a file with something else', () => file('secret-text'), /must be <access key id>=<secret>/],
    ['in a file with a secret alone', () => file('aws_secret_access_key = secret-text'), /without an aws_access_key_id/],
  ])('%s are an error that contains no secret', (_, value, message) => {
    const given = value();
    const parse = () => parseIamKeys([given], {});

    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/secret-text/);
  });
});
