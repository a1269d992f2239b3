import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLocalCertificate } from '../../src/gateway/tls/certificate';
import { body, hosted } from './support';

/** The number of certificates in a file. */
const count = (file = '') => readFileSync(file, 'utf8').split('BEGIN CERTIFICATE').length - 1;

const LOOK = `const { NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE, SSL_CERT_FILE } = process.env; return { NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE, SSL_CERT_FILE };`;

test('functions trust the authority of the gateway, and the usual ones', async () => {
  const { key, certificate, authority } = createLocalCertificate();
  const server = createServer({ key, cert: certificate }, (_request, response) => response.end('trusted'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = vi.fn(() => authority);
  const { call } = hosted({ authority: read });

  expect(await call(body(`return (await fetch('${url}')).text();`))).toBe('trusted');
  const seen = (await call(body(LOOK))) as Record<string, string>;
  expect(count(seen.NODE_EXTRA_CA_CERTS)).toBe(1);
  expect(readFileSync(seen.AWS_CA_BUNDLE ?? '', 'utf8')).toContain(authority);
  expect(count(seen.AWS_CA_BUNDLE)).toBeGreaterThan(50);
  expect(seen.SSL_CERT_FILE).toBe(seen.AWS_CA_BUNDLE);
  expect(read).toHaveBeenCalledTimes(1);
  await expect(hosted().call(body(`return (await fetch('${url}')).text();`))).rejects.toThrow(/fetch failed/);
});

test('without an authority, no variable names one', async () => {
  expect(await hosted().call(body(LOOK))).toEqual({});
});
