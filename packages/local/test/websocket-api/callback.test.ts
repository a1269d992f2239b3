import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { describe, expect, test, vi } from 'vitest';
import type { FunctionHandler } from '../../src/definitions/function-handler';
import type { LogEntry } from '../../src/index';
import { callbackTemplate, GRANT, NODE, twoClients } from './callback';
import { WAYS } from './ways';

describe.each(WAYS)('over $way, a function that calls https://domain/stage', (way) => {
  test('needs nothing but the SDK for JavaScript', async () => {
    const entries: LogEntry[] = [];
    const { one, ask } = await twoClients(way, callbackTemplate(NODE, [GRANT]), { log: (entry) => entries.push(entry) });
    one.send('{"action":"post","text":"to myself"}');
    expect([await one.next(), JSON.parse(await one.next())]).toEqual([
      'to myself',
      { $metadata: expect.objectContaining({ httpStatusCode: 200 }) },
    ]);
    expect(await ask({ action: 'get' })).toMatchObject({
      ConnectedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      LastActiveAt: expect.stringMatching(/^\d{4}-.*Z$/),
      Identity: { SourceIp: '127.0.0.1' },
    });
    expect(await ask({ action: 'post', to: 'malformed', text: 'x' })).toMatchObject({
      error: 'BadRequestException',
      status: 400,
      message: 'Invalid connectionId: malformed',
    });
    expect(await ask({ action: 'post', to: 'AAAAAAAAAAAAAAA=', text: 'x' })).toMatchObject({ error: 'GoneException', status: 410 });
    expect(entries.filter((entry) => entry.kind === 'request').slice(0, 3)).toMatchObject([
      { api: 'chat', method: 'POST', path: expect.stringMatching(/^\/dev\/@connections\/[\w-]{15}%3D$/), status: 200 },
      { method: 'GET', status: 200 },
      { method: 'POST', status: 400, reason: 'Invalid connectionId: malformed' },
    ]);
    // W100
    one.send('{"action":"delete"}');
    expect(await one.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' });
  });

  test('is refused without execute-api:ManageConnections for its method', async () => {
    const post = { ...GRANT, Resource: { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:123456789012:${Api}/dev/POST/@connections/*' } };
    const { ask } = await twoClients(way, callbackTemplate(NODE, [post]));
    expect(await ask({ action: 'post', to: 'AAAAAAAAAAAAAAA=', text: 'x' })).toMatchObject({ error: 'GoneException' });
    expect(await ask({ action: 'get' })).toMatchObject({
      error: 'AccessDeniedException',
      status: 403,
      message: expect.stringMatching(
        /^User: arn:aws:sts::123456789012:assumed-role\/chat\/Fn is not authorized to perform: .*\/dev\/GET\/@connections/,
      ),
    });
  });

  test('can be a function of the test, with the credentials of its context', async () => {
    const seen = vi.fn();
    const handler: FunctionHandler = async (event, { environment }) => {
      const { domainName, stage, connectionId } = (event as { requestContext: Record<string, string> }).requestContext;
      const client = new ApiGatewayManagementApiClient({
        endpoint: `http://${domainName}/${stage}`,
        region: environment.AWS_REGION,
        credentials: {
          accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
          secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
          sessionToken: environment.AWS_SESSION_TOKEN,
        },
      });
      await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'from the test' })).catch(({ name }) => seen(name));
      return { statusCode: 200, body: 'done' };
    };
    const { one } = await twoClients(way, callbackTemplate('', [GRANT]), { functions: { Fn: handler } });
    one.send('x');
    expect([await one.next(), await one.next()]).toEqual(['from the test', 'done']);

    const denied = await twoClients(way, callbackTemplate('', []), { functions: { Fn: handler } });
    denied.one.send('x');
    expect(await denied.one.next()).toBe('done');
    expect(seen.mock.calls).toEqual([['AccessDeniedException']]);
  });
});

test('credentials that the user gives to a function are accepted by their access key ID alone', async () => {
  const environment = { AWS_ACCESS_KEY_ID: 'AKIDREAL', AWS_SECRET_ACCESS_KEY: 'a real secret' };
  const [, port] = WAYS;
  const path = callbackTemplate(NODE, [], { Environment: { Variables: environment } });
  const { ask } = await twoClients(port as (typeof WAYS)[number], path);
  expect(await ask({ action: 'get' })).toMatchObject({ $metadata: { httpStatusCode: 200 } });
});

test('a port refuses another Host, and any Origin', async () => {
  const { gateway } = await twoClients(WAYS[0] as (typeof WAYS)[number], callbackTemplate(NODE, []));
  const { url } = await gateway.listen();
  const { request } = await import('node:http');
  const status = (headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}/dev/@connections/AAAAAAAAAAAAAAA=`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve([response.statusCode, response.headers['x-amzn-errortype']]);
      });
      sent.on('error', reject);
      sent.end('x');
    });
  expect(await status({ host: 'evil.example' })).toEqual([421, undefined]);
  expect(await status({ origin: 'http://localhost:3000' })).toEqual([403, 'ForbiddenException']);
  expect(await status({})).toEqual([403, 'MissingAuthenticationTokenException']);
});
