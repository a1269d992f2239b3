import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { RequestEntry } from '../../../src/gateway/log-entry';
import type { GatewayOptions } from '../../../src/gateway-options';
import { LocalGateway } from '../../../src/local-gateway';
import { issuer, keyFile } from '../../authorizers/support';
import { api, integration, route, stage, template } from '../../support';
import { recorder, serve, serveBytes, text } from './support';

const proxy = (url: string, more: object = {}) =>
  integration({ IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: url, PayloadFormatVersion: '1.0', ...more });

async function gateway(resources: object, options: GatewayOptions = {}) {
  const entries: RequestEntry[] = [];
  const log: GatewayOptions['log'] = (entry) => {
    if (entry.kind === 'request') {
      entries.push(entry);
    }
  };
  const loaded = await LocalGateway.load(template({ Api: api(), Stage: stage('$default'), ...resources }), { ...options, log });
  onTestFinished(() => loaded.close());
  return { loaded, entries };
}

test('forwards a chunked body that a mapping has read', async () => {
  const { url, seen } = await recorder();
  const { loaded } = await gateway({
    Int: proxy(`${url}/books/{id}`, {
      RequestParameters: { 'append:header.x-title': '$request.body.title', 'append:querystring.by': '$request.path.id' },
    }),
    Route: route('POST /books/{id}'),
  });
  const { url: at } = await loaded.listen();
  const body = JSON.stringify({ title: 'One', text: 'x'.repeat(50_000) });
  const response = await fetch(`${at}/books/a%20b?q=1`, { method: 'POST', body: new Blob([body]).stream(), duplex: 'half' } as RequestInit);
  await expect(response.text()).resolves.toBe('ok');
  expect(seen[0]).toMatchObject({ url: '/books/a%20b?q=1&by=a%20b', body, headers: { 'x-title': 'One' } });
});

test('streams a response with a mapping', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'x-powered-by': 'x' });
    response.write('first ');
    setTimeout(() => response.end('second'), 20);
  });
  const remove = { ResponseParameters: [{ Destination: 'remove:header.x-powered-by', Source: "''" }] };
  const { loaded } = await gateway({ Int: proxy(url, { ResponseParameters: { 200: remove } }), Route: route('GET /') });
  const response = await loaded.inject({ path: '/' });
  expect(response.text()).toBe('first second');
  expect(response.headers).not.toHaveProperty('x-powered-by');
});

test('responds with 500 if a mapped response is too large', async () => {
  const url = await serve((_, response) => {
    response.write('first');
    response.end(Buffer.alloc(10 * 1024 * 1024));
  });
  const read = { ResponseParameters: [{ Destination: 'append:header.x-title', Source: '$response.body.title' }] };
  const { loaded } = await gateway({ Int: proxy(url, { ResponseParameters: { 200: read } }), Route: route('GET /') });
  expect((await loaded.inject({ path: '/' })).statusCode).toBe(500);
});

test('aborts the backend call when the client disconnects', async () => {
  for (const millis of [0, 150]) {
    let closed: Promise<unknown> | undefined;
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const url = await serveBytes((socket) => {
      closed = once(socket, 'close');
      asked();
    });
    const { loaded, entries } = await gateway({ Int: proxy(url), Route: route('GET /') });
    const { url: at } = await loaded.listen();
    const client = httpRequest(at).on('error', () => undefined);
    client.end();
    await isAsked;
    await new Promise((resolve) => setTimeout(resolve, millis));
    client.destroy();
    await closed;
    await expect.poll(() => entries[0]?.reason, { timeout: 10_000 }).toBe('the client disconnected before there was a response');
  }
});

test('closes the client’s connection when the backend aborts', async () => {
  const url = await serveBytes((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    setTimeout(() => socket.destroy(), 20);
  });
  const { loaded } = await gateway({ Int: proxy(url), Route: route('GET /') });
  const { url: at } = await loaded.listen();
  const [response] = await once(httpRequest(at).end(), 'response');
  await expect(text(response)).rejects.toThrow('aborted');
  await expect(loaded.inject({ path: '/' })).rejects.toThrow('closed the connection before its response was complete');
});

test('forwards a private integration to its target', async () => {
  const { url, seen } = await recorder();
  const listener = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2';
  const resources = {
    Int: proxy(listener, { ConnectionType: 'VPC_LINK', ConnectionId: 'abc' }),
    Route: route('GET /{proxy+}'),
    Test: stage('test'),
  };
  const { loaded } = await gateway(resources, { targets: { [listener]: url } });
  await expect(loaded.inject({ path: '/test/a/b?c=d' })).resolves.toMatchObject({ statusCode: 200 });
  expect(seen[0]?.url).toBe('/test/a/b?c=d');
  await expect(gateway(resources, { targets: { Lisener: url } })).rejects.toThrow(
    `--target Lisener matches no private integration of the app: expected ${listener}`,
  );
  const { loaded: without, entries } = await gateway(resources);
  const response = await without.inject({ path: '/a' });
  expect([response.statusCode, response.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  expect(entries[0]?.reason).toContain(`--target ${listener}=http://127.0.0.1:8080`);
});

test('forwards claims of an accepted token by a mapping', async () => {
  const signer = await issuer();
  const { url, seen } = await recorder();
  const { loaded } = await gateway(
    {
      Int: proxy(url, { RequestParameters: { 'append:header.x-groups': '$context.authorizer.claims.groups' } }),
      Auth: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'JWT',
          Name: 'Users',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: 'https://issuer.example/pool', Audience: ['books'] },
        },
      },
      Route: route('GET /', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Auth' }, AuthorizationScopes: ['read'] }),
    },
    { jwks: { Users: keyFile(signer.jwk) } },
  );
  const get = async (claims?: Record<string, unknown>) =>
    loaded.inject({ path: '/', headers: claims === undefined ? {} : { authorization: `Bearer ${await signer.token(claims)}` } });
  await expect(get()).resolves.toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
  await expect(get({ scope: 'write' })).resolves.toMatchObject({ statusCode: 403 });
  await expect(get({ scope: 'read', groups: ['a', 'b'] })).resolves.toMatchObject({ statusCode: 200 });
  expect(seen.map(({ headers }) => headers['x-groups'])).toEqual(['[a b]']);
});
