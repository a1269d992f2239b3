import { expect, test } from 'vitest';
import { Connections } from '../../../src/integrations/http/connections';
import { httpBackend } from '../../../src/integrations/http/http-backend';
import { parseTargets } from '../../../src/integrations/http/targets';
import { answer, backend, call, integration, routePlan, serve, serveBytes } from './support';

test('creates one pool per endpoint, even for concurrent requests', async () => {
  const connections = new Connections();
  const [first, second] = await Promise.all([
    connections.to({ origin: 'http://127.0.0.1:1' }),
    connections.to({ origin: 'http://127.0.0.1:1' }),
  ]);
  expect(second).toBe(first);
  expect(connections.to({ origin: 'http://127.0.0.1:1' })).toBe(first);
  expect(await connections.to({ origin: 'http://127.0.0.1:1', serverName: 'a' })).not.toBe(first);
  await connections.close();
});

test('closes the oldest pool when there are very many origins', async () => {
  const connections = new Connections();
  const first = await connections.to({ origin: 'http://127.0.0.1:1' });
  for (let port = 2; port <= 257; port++) {
    await connections.to({ origin: `http://127.0.0.1:${port}` });
  }
  expect(first.closed).toBe(true);
  expect(await connections.to({ origin: 'http://127.0.0.1:1' })).not.toBe(first);
  await connections.close();
});

test('aborts active calls when closed', async () => {
  const connections = new Connections();
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const url = await serveBytes(() => asked());
  const to = httpBackend(integration({ url }), { route: routePlan({ url }), targets: parseTargets([]), connections });
  const outcome = call(to);
  await isAsked;
  await connections.close();
  await expect(outcome).resolves.toMatchObject({ kind: 'failure', statusCode: 503, reason: 'the gateway is closing' });
});

test('shares the process-wide connections by default', async () => {
  const url = await serve((_, response) => response.writeHead(200, { connection: 'close' }).end('ok'));
  const to = httpBackend(integration({ url }), { route: routePlan({ url }), targets: parseTargets([]) });
  await expect(answer(to)).resolves.toMatchObject({ text: 'ok' });
});

test('responds to fifty concurrent calls', async () => {
  const url = await serve((request, response) => setTimeout(() => response.end(request.url), 5));
  const to = backend({ url: `${url}/{id}` });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, id) => answer(to, { pathVariables: { id: String(id) } })));
  expect(answers.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, id) => `/${id}`));
});

test('rejects a function as HTTP backend', () => {
  const plan = { ...integration({}), target: { kind: 'lambda' } } as never;
  expect(() => httpBackend(plan, { route: routePlan({}), targets: parseTargets([]) })).toThrow(TypeError);
});
