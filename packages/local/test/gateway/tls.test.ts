import { X509Certificate } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from '../../src/gateway/http-server';
import { acceptTls } from '../../src/gateway/tls/accept-tls';
import { createLocalCertificate } from '../../src/gateway/tls/certificate';

const CERTIFICATE = createLocalCertificate(['chat.example', '2001:db8::1:0:7']);

/** An HTTP server that accepts TLS, and answers with the method, target and body of each request. */
async function serve() {
  const server = createHttpServer(async ({ method, target, body }) => ({
    statusCode: 200,
    headers: [],
    body: `${method} ${target} ${await body.read()}`,
  }));
  acceptTls(server, () => CERTIFICATE);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { port, close, server };
}

function send(secure: boolean, port: number, options: object = {}, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)({
      host: '127.0.0.1',
      port,
      path: '/a',
      method: 'POST',
      agent: false,
      ca: CERTIFICATE.authority,
      ...options,
    });
    request.on('error', reject);
    request.on('response', async (response: IncomingMessage) => {
      let text = '';
      for await (const chunk of response) {
        text += chunk;
      }
      resolve(text);
    });
    request.end(body);
  });
}

describe('a certificate', () => {
  const server = new X509Certificate(CERTIFICATE.certificate);
  const authority = new X509Certificate(CERTIFICATE.authority);

  test('is issued by its authority, for names of this machine', () => {
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect([server.ca, authority.ca]).toEqual([false, true]);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkHost('chat.example')).toBe('chat.example');
    expect(server.checkHost('example.com')).toBeUndefined();
    expect(['127.0.0.1', '::1', '2001:db8::1:0:7'].map((address) => server.checkIP(address))).toEqual([
      '127.0.0.1',
      '::1',
      '2001:db8::1:0:7',
    ]);
    expect(server.checkIP('192.0.2.1')).toBeUndefined();
  });

  test('is valid from yesterday, for no more than the 397 days that browsers accept', () => {
    const days = (Date.parse(server.validTo) - Date.parse(server.validFrom)) / 86_400_000;
    expect(days).toBeLessThanOrEqual(397);
    expect(Date.parse(server.validFrom)).toBeLessThan(Date.now() - 80_000_000);
  });

  test('has an authority of its own, which no other certificate has', () => {
    const other = new X509Certificate(createLocalCertificate().certificate);
    expect(other.verify(authority.publicKey)).toBe(false);
    expect(other.issuer).not.toBe(server.issuer);
  });
});

describe('a port', () => {
  test('accepts HTTP and HTTPS', async () => {
    const { port } = await serve();
    const body = 'x'.repeat(100_000);
    expect(await send(false, port, {}, 'plain')).toBe('POST /a plain');
    expect(await send(true, port, {}, body)).toBe(`POST /a ${body}`);
    const texts = await Promise.all(Array.from({ length: 20 }, (_, index) => send(index % 2 === 0, port, {}, String(index))));
    expect(texts).toEqual(Array.from({ length: 20 }, (_, index) => `POST /a ${index}`));
  });

  test('is not trusted without its authority', async () => {
    const { port } = await serve();
    await expect(send(true, port, { ca: undefined })).rejects.toThrow(/certificate/);
    await expect(send(true, port, { ca: createLocalCertificate().authority })).rejects.toThrow(/certificate/);
  });

  test('accepts a request whose bytes arrive one by one', async () => {
    const { port } = await serve();
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    for (const character of 'GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n') {
      socket.write(character);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => socket.once('close', resolve));
    expect(text).toContain('GET /slow');
  });

  test('survives clients that leave, and that send no TLS after its first byte', async () => {
    const { port, server } = await serve();
    const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const [silent, broken, reset, half] = sockets as [Socket, Socket, Socket, Socket];
    broken.on('error', () => undefined);
    broken.write(Buffer.from([0x16, 1, 2, 3, 4, 5, 6, 7]));
    reset.write(Buffer.from([0x16, 3]));
    reset.resetAndDestroy();
    silent.destroy();
    half.end(Buffer.from([0x16, 3, 1, 0, 200]));
    await new Promise((resolve) => broken.once('close', resolve));
    expect(await send(true, port, {}, 'still')).toBe('POST /a still');
    await expect.poll(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))).toBe(0);
  });

  test('closes with connections that have sent nothing, half a handshake, or a whole one', async () => {
    const { port, close } = await serve();
    const silent = connect(port, '127.0.0.1');
    const half = connect(port, '127.0.0.1', () => half.write(Buffer.from([0x16, 3, 1])));
    const whole = connectTls({ port, host: '127.0.0.1', ca: CERTIFICATE.authority });
    const all: readonly Socket[] = [silent, half, whole];
    for (const socket of all) {
      socket.on('error', () => undefined);
    }
    await new Promise((resolve) => whole.once('secureConnect', resolve));
    const closed = Promise.all(all.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    await close();
    await closed;
  });
});
