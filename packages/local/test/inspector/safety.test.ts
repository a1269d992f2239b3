import { describe, expect, test } from 'vitest';
import type { PageFiles } from '../../src/inspector/static-files';
import { handwritten } from '../serve/app';
import { inspected, send } from './support';

const PAGE: PageFiles = new Map([
  ['/index.html', { type: 'text/html; charset=utf-8', content: '<!doctype html><title>page</title>' }],
  ['/assets/page.js', { type: 'text/javascript; charset=utf-8', content: 'export {}' }],
]);
const ok = async () => 'ok';
const started = () => inspected(handwritten(), { '*': ok }, { page: PAGE });

const ENDPOINTS = [
  ['GET', '/api/app'],
  ['GET', '/api/events'],
  ['GET', '/api/exchanges'],
  ['DELETE', '/api/exchanges'],
  ['GET', '/api/exchanges/1'],
  ['GET', '/api/exchanges/1/curl'],
  ['GET', '/api/exchanges/1/test'],
  ['POST', '/api/exchanges/1/replay'],
  ['POST', '/api/explain'],
  ['POST', '/api/connections'],
  ['POST', '/api/connections/1/messages'],
  ['DELETE', '/api/connections/1'],
  ['GET', '/api/nothing'],
] as const;

describe('the port of the inspector', () => {
  test('answers 401 on every endpoint without the token or with another one', async () => {
    const { call, token, gateway, list } = await started();
    await gateway.inject({ path: '/' });
    for (const [method, path] of ENDPOINTS) {
      for (const wrong of ['', 'x', `${token}x`, token.slice(1), `A${token.slice(1)}`]) {
        const answer = await call(path, { method, token: wrong === token ? '' : wrong });
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
    }
    expect(await list()).toHaveLength(1);
  });

  test('takes the token from no cookie and no query string', async () => {
    const { call, token } = await started();
    const cookie = { cookie: `token=${token}` };
    expect((await call('/api/app', { token: '', headers: cookie })).status).toBe(401);
    expect((await call(`/api/app?token=${token}`, { token: '' })).status).toBe(401);
    const { headers, status } = await call('/api/app');
    expect(status).toBe(200);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('serves the page without the token, and no other file', async () => {
    const { call, port } = await started();
    const page = await call('/', { token: '' });
    expect([page.status, page.text]).toEqual([200, '<!doctype html><title>page</title>']);
    expect((await call('/assets/page.js', { token: '' })).headers['content-type']).toBe('text/javascript; charset=utf-8');
    for (const path of ['/package.json', '/../package.json', '/..%2fpackage.json', '/assets/../../package.json', '//etc/passwd']) {
      expect([path, (await send(port, path, 'GET', undefined, {})).status]).toEqual([path, 404]);
    }
    expect((await call('/', { method: 'POST', token: '', body: {} })).status).toBe(405);
  });

  test('refuses another Host, which a page could rebind to this machine', async () => {
    const { call, port } = await started();
    for (const host of [
      'attacker.example',
      `attacker.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `localhost.attacker.example:${port}`,
    ]) {
      expect([host, (await call('/api/exchanges', { headers: { host } })).status]).toEqual([host, 421]);
      expect([host, (await call('/', { headers: { host } })).status]).toEqual([host, 421]);
    }
    expect((await call('/api/exchanges', { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  test('refuses another Origin, and gives no page permission to read its answers', async () => {
    const { call, port } = await started();
    for (const origin of [
      'http://attacker.example',
      'null',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      `http://localhost:${port}`,
    ]) {
      const answer = await call('/api/exchanges', { headers: { origin } });
      expect([origin, answer.status]).toEqual([origin, 403]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const own = await call('/api/exchanges', { headers: { origin: `http://127.0.0.1:${port}` } });
    expect(own.status).toBe(200);
    expect(own.headers['access-control-allow-origin']).toBeUndefined();
    expect((await call('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  test('sends the headers that keep scripts and frames of others away', async () => {
    const { call } = await started();
    for (const path of ['/', '/api/app', '/nothing', '/api/nothing']) {
      const { headers } = await call(path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|http/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    }
  });

  test('takes only JSON, which a page of another origin cannot send unasked', async () => {
    const { call } = await started();
    const explain = (headers: Record<string, string>, body: unknown) => call('/api/explain', { method: 'POST', headers, body });
    expect((await explain({ 'content-type': 'text/plain' }, '{"api":"books","target":"/"}')).status).toBe(415);
    expect((await explain({}, 'no JSON')).status).toBe(400);
    expect((await explain({}, '[1]')).json().message).toBe('the body must be a JSON object');
    expect((await explain({}, { api: 'books' })).json().message).toBe('target is missing: give it a text');
    expect((await explain({}, { api: 'books', target: '/', headers: [['a', 'b\r\nc: d']] })).status).toBe(400);
    expect((await explain({}, { api: 'boks', target: '/' })).status).toBe(404);
    expect((await explain({}, { api: 'books', target: '/' })).json()).toMatchObject({ protocol: 'HTTP', route: '$default' });
  });

  test('answers only to this machine', async () => {
    const { inspector } = await started();
    expect(inspector.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  });

  test('says what to do without a page, and serves its API', async () => {
    const { call } = await inspected(handwritten(), { '*': ok }, { page: new Map() });
    expect((await call('/')).text).toContain('npm run build');
    expect((await call('/api/app')).status).toBe(200);
  });
});
