import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_FRAME_MILLIS } from './client';

const KEY_ID = 'key-1';

/** An issuer of tokens with its key set, a backend that returns what it got, and a recorder of events. */
export interface Fixtures {
  readonly issuer: string;
  readonly backend: string;
  readonly recorder: string;
  token(claims?: Readonly<Record<string, unknown>>, options?: { readonly isForged?: boolean }): string;
  /** The next recorded event that fits; forgets those before it. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever a gateway passes to a function
  recorded(fits: (event: any) => boolean): Promise<any>;
  forget(): void;
  stop(): void;
}

export async function startFixtures(): Promise<Fixtures> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const events: unknown[] = [];
  const keys = { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }] };

  const issuer = await listen((path) => ({
    body: path === '/.well-known/openid-configuration' ? { issuer: issuer.url, jwks_uri: `${issuer.url}/keys.json` } : keys,
  }));
  const backend = await listen((path, method, headers, body) => ({
    status: path.startsWith('/base/missing') ? 404 : 200,
    headers: { 'x-internal': 'secret', 'x-backend': 'yes' },
    body: { path, method, headers, body },
  }));
  const recorder = await listen((_path, _method, _headers, body) => {
    events.push(JSON.parse(body));
    return { body: {} };
  });
  return {
    issuer: issuer.url,
    backend: backend.url,
    recorder: recorder.url,
    token(claims = {}, { isForged = false } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const payload = { iss: issuer.url, aud: 'shop', sub: 'ann', iat: now, exp: now + 600, level: 3, admin: true, ...claims };
      const signed = `${encoded({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${encoded(payload)}`;
      const signature = createSign('RSA-SHA256')
        .update(signed)
        .sign((isForged ? other : own).privateKey, 'base64url');
      return `${signed}.${signature}`;
    },
    async recorded(fits) {
      for (const start = performance.now(); performance.now() - start < MAX_FRAME_MILLIS; await sleep(20)) {
        const at = events.findIndex(fits);
        if (at >= 0) {
          return events.splice(0, at + 1).at(-1);
        }
      }
      throw new Error('the function was not called');
    },
    forget: () => {
      events.length = 0;
    },
    stop: () => {
      for (const { server } of [issuer, backend, recorder]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

type Answer = (
  path: string,
  method: string,
  headers: Readonly<Record<string, unknown>>,
  body: string,
) => { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown };

async function listen(answer: Answer): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      const { status = 200, headers = {}, body: content } = answer(incoming.url ?? '', incoming.method ?? '', incoming.headers, body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
