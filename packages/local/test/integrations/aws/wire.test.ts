import { expect, onTestFinished, test } from 'vitest';
import { BodyTooLarge } from '../../../src/gateway/body';
import { readEndpoints } from '../../../src/integrations/aws/endpoints';
import { call } from '../../../src/integrations/aws/sdk-call';
import { serviceBackend } from '../../../src/integrations/aws/service-backend';
import { type SdkClient, type SdkCommand, type SdkRequest, ServiceClients } from '../../../src/integrations/aws/service-clients';
import { SERVICES } from '../../../src/integrations/aws/services';
import { Connections } from '../../../src/integrations/http/connections';
import { routed, unmapped } from '../../gateway/support';
import { recording } from './support';

const REQUEST: SdkRequest = { method: 'POST', path: '/', headers: { host: 'elsewhere' } };

/** A client that hands its commands' requests over as this one does. */
async function sent(send: (middleware: (request: SdkRequest) => Promise<unknown>) => Promise<unknown>) {
  const server = await recording();
  const connections = new Connections();
  onTestFinished(() => connections.close());
  let middleware: Parameters<SdkCommand['middlewareStack']['add']>[0] | undefined;
  const command: SdkCommand = {
    middlewareStack: {
      add: (given) => {
        middleware = given;
      },
    },
  };
  const client: SdkClient = {
    config: {},
    send: () => send(async (request) => middleware?.()({ request })),
    destroy: () => undefined,
  };
  const wire = { connections, endpoint: server.url, timeoutMillis: 5000, signal: () => undefined };
  return { outcome: await call({ client, command: () => command }, command, wire), server };
}

test("sends the SDK's request to the endpoint", async () => {
  const query = { a: 'b c', d: ['1', '2'], e: null };
  const { outcome, server } = await sent((out) => out({ ...REQUEST, query, body: new Uint8Array(Buffer.from('xhellox')).subarray(1, 6) }));
  expect(outcome).toMatchObject({ kind: 'response', response: { statusCode: 200 } });
  expect(server.only()).toMatchObject({
    path: '/?a=b%20c&d=1&d=2&e=',
    body: 'hello',
    headers: { host: new URL(server.url).host },
  });
});

test('returns the raw response, regardless of the SDK', async () => {
  const { outcome } = await sent(async (out) => {
    await out({ ...REQUEST, body: 'text' });
    throw new Error('odd');
  });
  expect(outcome).toMatchObject({ kind: 'response', response: { statusCode: 200 } });
});

test('fails if the SDK cannot serialize a call, or makes none', async () => {
  const { outcome, server } = await sent(() => Promise.reject(new Error('empty label')));
  expect(outcome).toEqual({ kind: 'failure', statusCode: 500, reason: 'the request to the service cannot be created: empty label' });
  expect(server.calls).toEqual([]);
  expect((await sent(async () => undefined)).outcome).toEqual({ kind: 'failure', statusCode: 500, reason: 'the SDK sent no request' });
});

test('prevents the SDK from sending requests itself', async () => {
  const clients = new ServiceClients();
  onTestFinished(() => clients.close());
  const server = await recording();
  const { client, command } = clients.of(SERVICES.sqs, 'eu-west-1', server.url) ?? expect.fail('no client');
  await expect(client.send(command('PurgeQueueCommand', { QueueUrl: 'q' }))).rejects.toThrow('the SDK tried to send a request by itself');
  expect(server.calls).toEqual([]);
});

test('responds with 413 to a body that is too large', async () => {
  const target = {
    kind: 'service',
    subtype: 'SQS-SendMessage',
    parameters: [
      ['QueueUrl', 'q'],
      ['MessageBody', '$request.body'],
    ],
    region: 'eu-west-1',
  } as const;
  const endpoints = readEndpoints({ sqs: 'http://127.0.0.1:1' });
  const backend = serviceBackend(target, { timeoutMillis: 1000 }, { endpoints, clients: new ServiceClients() });
  const asked = routed();
  const body = { ...asked.request.body, read: () => Promise.reject(new BodyTooLarge()) };
  expect(await backend.call({ ...asked, request: { ...asked.request, body } }, unmapped(asked))).toMatchObject({ statusCode: 413 });
});
