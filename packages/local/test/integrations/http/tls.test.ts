import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { type Certified, selfSigned } from './certificates';
import { answer, backend, failure, listening, privateTarget, serve } from './support';

const certified = selfSigned('internal.example');
const local = selfSigned('localhost');

async function serveTls({ key, cert }: Certified, listener?: RequestListener): Promise<string> {
  const describeRequest: RequestListener = ({ socket, headers }, response) => {
    response.end(JSON.stringify({ name: (socket as TLSSocket).servername, host: headers.host }));
  };
  return `https://127.0.0.1:${await listening(createServer({ key, cert }, listener ?? describeRequest))}`;
}

test('rejects a certificate of an unknown authority, with a remedy', async () => {
  const url = await serveTls(certified);
  const { statusCode, reason } = await failure(backend({ url }));
  expect(statusCode).toBe(503);
  // Node.js 24 appends a hint to its own message.
  const [hint] = /(?<=self-signed certificate)[^)]*/.exec(reason) ?? [];
  expect(reason).toBe(
    `the certificate of ${url} is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate${hint}): add its authority to NODE_EXTRA_CA_CERTS, or use a target with http://`,
  );
});

test('requests and verifies the name of a private integration', async () => {
  const url = await serveTls(certified);
  const given = { target: privateTarget({ serverName: 'internal.example' }), targets: [`Listener=${url}`], ca: certified.cert };
  const { text } = await answer(backend(given));
  expect(JSON.parse(text)).toEqual({ name: 'internal.example', host: new URL(url).host });
});

test('does not change the verified name with a mapped host', async () => {
  const url = await serveTls(certified);
  const to = backend({
    target: privateTarget({ serverName: 'internal.example' }),
    targets: [`Listener=${url}`],
    ca: certified.cert,
    requestMapping: [['overwrite:header.Host', 'other.example']],
  });
  const { text } = await answer(to, { mapped: { headers: [['Host', 'other.example']] } });
  expect(JSON.parse(text)).toEqual({ name: 'internal.example', host: 'other.example' });
});

test('rejects a certificate for another name', async () => {
  const url = await serveTls(certified);
  const to = backend({ target: privateTarget({ serverName: 'other.example' }), targets: [`Listener=${url}`], ca: certified.cert });
  const { statusCode, reason } = await failure(to);
  expect(statusCode).toBe(503);
  expect(reason).toContain('is not accepted (ERR_TLS_CERT_ALTNAME_INVALID');
});

test('verifies the host of the URL by default', async () => {
  const url = (await serveTls(local)).replace('127.0.0.1', 'localhost');
  const { text } = await answer(backend({ url, ca: local.cert }));
  expect(JSON.parse(text)).toEqual({ name: 'localhost', host: new URL(url).host });
});

test('verifies an IP address', async () => {
  const url = await serveTls(local);
  const { reason } = await failure(backend({ url, ca: local.cert }));
  expect(reason).toContain("IP: 127.0.0.1 is not in the cert's list");
});

test('does not send an IP address as server name', async () => {
  const certifiedAddress = selfSigned('127.0.0.1');
  const url = await serveTls(certifiedAddress);
  const { text } = await answer(backend({ url, ca: certifiedAddress.cert }));
  expect(JSON.parse(text)).toEqual({ name: false, host: new URL(url).host });
});

test('does not send an aborted request when the connection is established', async () => {
  let requests = 0;
  const behind = new URL(await serveTls(local, (_, response) => response.end(String(++requests))));
  const slow = createTcpServer((socket) => {
    socket.pause();
    setTimeout(() => socket.pipe(connect(Number(behind.port), '127.0.0.1')).pipe(socket), 150);
  });
  const url = `https://localhost:${await listening(slow)}`;
  const to = backend({ url, ca: local.cert, timeoutMillis: 60 });
  await expect(failure(to)).resolves.toMatchObject({ statusCode: 503 });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(requests).toBe(0);
  await expect(answer(backend({ url, ca: local.cert }))).resolves.toMatchObject({ text: '1' });
});

test('calls a target without TLS over plain HTTP', async () => {
  const url = await serve((_, response) => response.end('plain'));
  const given = { target: privateTarget({ serverName: 'internal.example' }), targets: [`Listener=${url}`] };
  await expect(answer(backend(given))).resolves.toMatchObject({ text: 'plain' });
});

test('reports a target that does not use TLS', async () => {
  const url = (await serve((_, response) => response.end())).replace('http:', 'https:');
  const { statusCode, reason } = await failure(backend({ url }));
  expect(statusCode).toBe(503);
  expect(reason).toContain(`${url} does not speak TLS`);
});
