import { describe, expect, test } from 'vitest';
import { type Asked, answer, backend, failure, type Given, privateTarget, recorder, stage } from './support';

/** The request line that a backend got. */
async function line(given: (url: string) => Given, asked: Asked = {}): Promise<string> {
  const { url, seen } = await recorder();
  await answer(backend(given(url)), asked);
  expect(seen).toHaveLength(1);
  return `${seen[0]?.method} ${seen[0]?.url}`;
}

describe('a public URL', () => {
  test.each<[name: string, uri: string, routeKey: string, asked: Asked, expected: string]>([
    ['is called as written', '/v1/all', 'GET /books', { path: '/books' }, '/v1/all'],
    ['gets a slash for a path', '', 'GET /books', { path: '/books' }, '/'],
    ['takes path variables', '/b/{id}/x', 'GET /books/{id}', {}, '/b/42/x'],
    ['takes a greedy variable without its plus', '/p/{proxy}', 'ANY /{proxy+}', { pathVariables: { proxy: 'a/b c' } }, '/p/a/b%20c'],
    ['takes a greedy variable with its plus', '/p/{proxy+}', 'ANY /{proxy+}', { pathVariables: { proxy: 'a' } }, '/p/a'],
    ['takes a variable in its query', '/p?id={id}', 'GET /books/{id}', { pathVariables: { id: 'a&b=c d/e' } }, '/p?id=a%26b%3Dc%20d%2Fe'],
    ['keeps its query before the client’s', '/p?a=1', 'GET /books', { rawQuery: 'b=2' }, '/p?a=1&b=2'],
    ['leaves the client’s query as it was', '/p', 'GET /books', { rawQuery: "a=%7e&b=x+y&b=&&c=('~')" }, "/p?a=%7e&b=x+y&b=&&c=('~')"],
    ['appends the path on $default', '', '$default', { path: '/a/b' }, '/a/b'],
    ['appends the path to its own on $default', '/base/', '$default', { path: '/a/b/' }, '/base/a/b/'],
    [
      'encodes what a decoded path holds',
      '',
      '$default',
      { path: '/a b/ü/100%/a?b#c/[x]"<>' },
      '/a%20b/%C3%BC/100%25/a%3Fb%23c/%5Bx%5D%22%3C%3E',
    ],
    ['leaves alone what a path may hold', '', '$default', { path: "/-._~!$&'()*+,;=:@/" }, "/-._~!$&'()*+,;=:@/"],
    ['replaces half a surrogate pair', '/{id}', 'GET /books/{id}', { pathVariables: { id: '\ud800' } }, '/%EF%BF%BD'],
  ])('%s', async (_, uri, routeKey, asked, expected) => {
    await expect(line((url) => ({ url: `${url}${uri}`, routeKey }), asked)).resolves.toBe(`GET ${expected}`);
  });

  test('does not append the path on $default if it has a variable', async () => {
    const { url } = await recorder();
    await expect(failure(backend({ url: `${url}/{proxy}`, routeKey: '$default' }))).resolves.toMatchObject({
      statusCode: 500,
      reason: 'the URL of integration Int needs {proxy}, which route $default does not have',
    });
  });

  test('omits the stage', async () => {
    const asked = { path: '/a', stage: stage('test') };
    await expect(line((url) => ({ url, routeKey: '$default' }), asked)).resolves.toBe('GET /a');
  });

  test('resolves stage variables per stage', async () => {
    const { url, seen } = await recorder();
    const to = backend({ url: '${stageVariables.where}/${stageVariables.what}?v=${stageVariables.v}', routeKey: 'GET /books' });
    await answer(to, { stage: stage('one', { where: url, what: 'a', v: '1' }) });
    await answer(to, { stage: stage('two', { where: url, what: 'b', v: '2' }) });
    expect(seen.map((each) => each.url)).toEqual(['/a?v=1', '/b?v=2']);
  });

  test('reports the missing stage variable', async () => {
    const to = backend({ url: 'http://${stageVariables.where}/' });
    await expect(failure(to, { stage: stage('one', { __proto__: 'x' } as never) })).resolves.toMatchObject({
      statusCode: 500,
      reason: 'the URL of integration Int needs the stage variable where, which stage one does not have',
    });
  });

  test.each([
    ['overwritten', { path: '/new/ä', pathOverwritten: true }, 'GET /new/%C3%A4?q=1'],
    ['overwritten without a slash', { path: 'new', pathOverwritten: true }, 'GET /new?q=1'],
  ])('has its path %s by a mapping, and keeps its query string', async (_, mapped, expected) => {
    await expect(line((url) => ({ url: `${url}/base?q=1`, routeKey: '$default' }), { mapped })).resolves.toBe(expected);
  });

  test('re-encodes a mapped query string, with repeated parameters', async () => {
    const query = [
      ['a b', '1&2'],
      ['x', ''],
      ['a b', 'ü+%'],
      ['', '#'],
    ] as const;
    const mapped = { query, queryChanged: true };
    await expect(line((url) => ({ url }), { rawQuery: 'old=1', mapped })).resolves.toBe('GET /?a%20b=1%262&x=&a%20b=%C3%BC%2B%25&=%23');
  });

  test('has no query string if the mapping removed it', async () => {
    await expect(line((url) => ({ url }), { rawQuery: 'old=1', mapped: { query: [], queryChanged: true } })).resolves.toBe('GET /');
  });

  test('encodes invalid characters of a raw query string', async () => {
    await expect(line((url) => ({ url }), { rawQuery: 'a=b c\r\nX: y&d=\u20ac' })).resolves.toBe('GET /?a=b%20c%0D%0AX:%20y&d=%E2%82%AC');
  });

  test.each([
    ['ANY', 'PATCH', 'PATCH'],
    ['POST', 'GET', 'POST'],
  ])('with method %s receives %s as %s', async (method, asked, expected) => {
    await expect(line((url) => ({ url: `${url}/`, method }), { method: asked })).resolves.toBe(`${expected} /`);
  });

  test.each([
    ['evil.example/', 'evil.example%'],
    ['a@b', 'a%b'],
    ['a:1', 'a%1'],
    ['', ''],
  ])('does not let the variable value %j change the host', async (id, host) => {
    const { url } = await recorder();
    const to = backend({ url: `${url.replace('127.0.0.1', '{id}')}`, routeKey: 'GET /books/{id}', allowInternet: true });
    const { statusCode, reason } = await failure(to, { pathVariables: { id } });
    expect(statusCode).toBe(500);
    expect(reason).toContain(`has the invalid host ${host}:`);
  });

  test('accepts a variable in its host', async () => {
    const asked = { pathVariables: { id: '127.0.0.1' } };
    await expect(line((url) => ({ url: `${url.replace('127.0.0.1', '{id}')}/x` }), asked)).resolves.toBe('GET /x');
  });

  test('is not called if it is invalid', async () => {
    await expect(failure(backend({ url: 'ftp://127.0.0.1/' }))).resolves.toMatchObject({
      statusCode: 500,
      reason: 'the URL of integration Int is ftp://127.0.0.1/, which must begin with http:// or https://',
    });
  });
});

describe('a private integration', () => {
  const at = (url: string, base = ''): Given => ({ target: privateTarget(), targets: [`Listener=${url}${base}`] });

  test('receives path and query string unchanged', async () => {
    await expect(line((url) => at(url), { path: '/a b/c', rawQuery: 'x=%20' })).resolves.toBe('GET /a%20b/c?x=%20');
  });

  test('receives the stage in the path', async () => {
    await expect(line((url) => at(url), { path: '/a', stage: stage('test') })).resolves.toBe('GET /test/a');
  });

  test('receives a mapped path without the stage', async () => {
    const asked = { stage: stage('test'), mapped: { path: '/b', pathOverwritten: true } };
    await expect(line((url) => at(url), asked)).resolves.toBe('GET /b');
  });

  test('receives the target’s path as a prefix', async () => {
    await expect(line((url) => at(url, '/base/'), { path: '/a' })).resolves.toBe('GET /base/a');
  });

  test.each(['App/Listener', 'Listener', 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2'])(
    'finds its target by %s',
    async (name) => {
      await expect(line((url) => ({ target: privateTarget(), targets: [`${name}=${url}`] }))).resolves.toBe('GET /books/42');
    },
  );

  test('reports the flag to set without a target', async () => {
    await expect(failure(backend({ target: privateTarget() }))).resolves.toEqual({
      kind: 'failure',
      statusCode: 503,
      reason: 'App/Listener is in a VPC: pass --target App/Listener=http://127.0.0.1:8080 with its address on this machine',
    });
  });

  test('quotes the reported flag for the shell', async () => {
    const { reason } = await failure(backend({ target: privateTarget({ names: ["App/It's"] }) }));
    expect(reason).toContain(`--target 'App/It'\\''s=http://127.0.0.1:8080'`);
  });
});
