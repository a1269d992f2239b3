import { cpSync, utimesSync, writeFileSync } from 'node:fs';
import { Agent, get as httpGet } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../functions/support';
import { files } from '../support';
import { counting, reloadable, templateOf } from './support';

const one = (text: string) => ({ apis: { Api: { $default: 'Fn' } }, functions: { Fn: counting(text) } });

/** Gets a URL over a connection of the agent. */
const over = (agent: Agent, url: string) =>
  new Promise<string>((resolve, reject) => {
    httpGet(url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });

describe('reload', () => {
  it('answers by the new version on the port and the connection that were open', async () => {
    const { gateway, reload } = await reloadable(one('old'));
    const { url } = await gateway.listen();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await over(agent, url)).toBe('old 1');
    const [socket] = Object.values(agent.freeSockets).flat();
    await reload(one('new'));
    expect(await over(agent, url)).toBe('new 1');
    expect(Object.values(agent.freeSockets).flat()).toEqual([socket]);
    agent.destroy();
  });

  it('keeps the object of an API, with the new routes', async () => {
    const { gateway, reload } = await reloadable(one('old'));
    const api = gateway.api('Api');
    await reload({ apis: { Api: { 'GET /new': 'Fn' } }, functions: { Fn: counting('old') } });
    expect(gateway.api('Api')).toBe(api);
    expect(api.plan.routes.map(({ key }) => key)).toEqual(['GET /new']);
  });

  it('keeps the warm environments of unchanged functions alone', async () => {
    const app = (text: string) => ({
      apis: { Api: { 'GET /a': 'A', 'GET /b': 'B' } },
      functions: { A: counting('a'), B: counting(text) },
    });
    const { reload, get } = await reloadable(app('b'));
    await Promise.all([get('/a'), get('/b')]);
    await reload(app('c'));
    expect(await Promise.all([get('/a'), get('/b')])).toEqual(['a 2', 'c 1']);
  });

  it.each([
    ['an environment variable', { Environment: { Variables: { A: '1' } } }],
    ['the memory', { MemorySize: 256 }],
    ['the timeout', { Timeout: 7 }],
  ])('starts a function again when %s changes', async (_name, properties) => {
    const app = (more: object) => ({
      apis: { Api: { $default: 'Fn' } },
      functions: { Fn: { ...counting('a'), properties: more } },
    });
    const { reload, get } = await reloadable(app({}));
    await get();
    const { functionsReloaded } = await reload(app(properties));
    expect(functionsReloaded).toEqual(['Fn']);
    expect(await get()).toBe('a 1');
  });

  it('lets requests that are under way end with the old code', async () => {
    const slow = (text: string) => ({
      apis: { Api: { $default: 'Fn' } },
      functions: { Fn: counting(text, 'if (event.rawPath === "/slow") await new Promise((resolve) => setTimeout(resolve, 300));') },
    });
    const { gateway, reload, get, entries } = await reloadable(slow('old'));
    const pending = get('/slow');
    await until(() => entries.some((entry) => entry.kind === 'invocation' && entry.step === 'started'));
    await reload(slow('new'));
    expect(await get()).toBe('new 1');
    expect(await pending).toBe('old 1');
    await gateway.idle();
    expect(gateway.invocations('Fn')).toHaveLength(2);
  });

  it('keeps the last version in service when the new one is broken, and says why', async () => {
    const { reload, get, reloads } = await reloadable(one('old'));
    await expect(reload('{ "Resources": ')).rejects.toThrow(/is not valid JSON/);
    await expect(reload({ apis: {}, functions: {} })).rejects.toThrow(/there is no API/);
    expect(await get()).toBe('old 1');
    expect(reloads().map(({ result }) => result)).toEqual(['failed', 'failed']);
    await reload(one('new'));
    expect(await get()).toBe('new 1');
  });

  it('handles calls one after the other', async () => {
    const { gateway, path, write, get, reloads } = await reloadable(one('1'));
    const other = files({ 'app.template.json': templateOf({ apis: { Api: { 'GET /b': 'Fn' } }, functions: { Fn: counting('1') } }) });
    write({ apis: { Api: { 'GET /a': 'Fn' } }, functions: { Fn: counting('2') } });
    const [first, second] = await Promise.all([gateway.reload(), gateway.reload(join(other, 'app.template.json'))]);
    expect([first, second].map(({ routesRemoved }) => routesRemoved.map(({ route }) => route))).toEqual([['$default'], ['GET /a']]);
    expect(reloads().map(({ source }) => source)).toEqual([path, join(other, 'app.template.json')]);
    expect([first, second].map(({ functionsReloaded }) => functionsReloaded)).toEqual([['Fn'], ['Fn']]);
    expect(await get('/b')).toBe('1 1');
  });

  it('logs what has changed and how long it took', async () => {
    const functions = { A: counting('a'), B: counting('b') };
    const { reload, reloads, path } = await reloadable({ apis: { Api: { 'GET /a': 'A', 'GET /b': 'A' } }, functions });
    const changes = await reload({ apis: { Api: { 'GET /b': 'B', 'GET /c': 'A' } }, functions: { ...functions, A: counting('d') } });
    expect(changes).toEqual({
      kind: 'reload',
      result: 'loaded',
      source: path,
      millis: expect.any(Number),
      apisAdded: [],
      apisRemoved: [],
      routesAdded: [{ api: 'Api', route: 'GET /c', target: 'A' }],
      routesRemoved: [{ api: 'Api', route: 'GET /a', target: 'A' }],
      routesMoved: [{ api: 'Api', route: 'GET /b', target: 'B', from: 'A' }],
      functionsReloaded: ['A'],
    });
    expect(reloads()).toEqual([changes]);
  });

  it('closes the ports of a removed API after the requests that are under way, and opens none for a new one', async () => {
    const functions = { Fn: counting('a', 'await new Promise((resolve) => setTimeout(resolve, 200));') };
    const { gateway, reload, entries } = await reloadable({ apis: { Old: { $default: 'Fn' }, Kept: { $default: 'Fn' } }, functions });
    const old = await gateway.api('Old').listen();
    const pending = fetch(old.url).then((response) => response.text());
    await until(() => entries.some((entry) => entry.kind === 'invocation' && entry.step === 'started'));
    const { apisAdded, apisRemoved } = await reload({ apis: { Kept: { $default: 'Fn' }, New: { $default: 'Fn' } }, functions });
    expect([apisAdded, apisRemoved]).toEqual([['New'], ['Old']]);
    await expect(fetch(old.url)).rejects.toThrow();
    expect(await pending).toBe('a 1');
    expect(gateway.api('New').isListening).toBe(false);
    const added = await gateway.api('New').listen();
    expect(await (await fetch(added.url)).text()).toBe('a 2');
  });

  it('keeps WebSocket connections, whose messages get to the new code', async () => {
    const app = (text: string, routes: object = {}) => ({
      apis: { Chat: { echo: 'Fn', $disconnect: 'Left', ...routes } },
      webSocket: ['Chat'],
      functions: { Fn: { body: `return { statusCode: 200, body: ${JSON.stringify(text)} };` }, Left: counting('left') },
    });
    const { gateway, reload } = await reloadable(app('old'));
    const client = await gateway.connect({ path: '/dev' });
    await reload(app('new', { more: 'Fn' }));
    client.send(JSON.stringify({ action: 'more' }));
    await gateway.idle();
    expect(gateway.invocations('Fn')).toHaveLength(1);
    expect(gateway.invocations('Fn')[0]?.outcome).toMatchObject({ value: { body: 'new' } });
    expect(gateway.invocations('Left')).toHaveLength(0);
    await client.close();
  });

  it('closes the connections of a removed WebSocket API with 1001', async () => {
    const functions = { Fn: counting('a') };
    const chat = { Chat: { $default: 'Fn' } };
    const { gateway, reload } = await reloadable({
      apis: { ...chat, Http: { $default: 'Fn' } },
      webSocket: ['Chat'],
      functions,
    });
    const client = await gateway.api('Chat').connect({ path: '/dev' });
    await reload({ apis: { Http: { $default: 'Fn' } }, functions });
    expect(await client.closed).toMatchObject({ code: 1001 });
  });

  it('ends the processes of functions that are changed or gone', async () => {
    const pid = (more: string) => ({
      apis: { Api: { $default: 'Fn' } },
      functions: { Fn: { body: `return { statusCode: 200, body: String(process.pid) + ${JSON.stringify(more)} };` } },
    });
    const { reload, get } = await reloadable(pid(''));
    const old = Number(await get());
    expect(() => process.kill(old, 0)).not.toThrow();
    await reload(pid('!'));
    await until(() => {
      try {
        process.kill(old, 0);
        return false;
      } catch {
        return true;
      }
    });
    expect(await get()).toMatch(/!$/);
  });

  it('is refused after the gateway was closed', async () => {
    const { gateway } = await reloadable(one('old'));
    await gateway.close();
    await expect(gateway.reload()).rejects.toThrow('the gateway was closed');
  });
});

describe('the code of a folder', () => {
  const source = (text: string) => `let calls = 0;\nexports.handler = async () => ({ statusCode: 200, body: '${text} ' + ++calls });\n`;
  const app = (asset: string) => ({
    apis: { Api: { $default: 'Fn' } },
    functions: { Fn: { properties: { Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` } } } },
  });
  const withAssets = async () => {
    const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];
    const started = await reloadable({ apis: { Api: { $default: 'Fn' } }, functions: { Fn: counting('inline') } });
    const root = join(started.path, '..');
    const manifest = [first, second].map((hash) => [hash, { source: { path: `asset.${hash}`, packaging: 'zip' }, destinations: {} }]);
    writeFileSync(join(root, 'app.assets.json'), JSON.stringify({ version: '1', files: Object.fromEntries(manifest) }));
    cpSync(files({ 'index.js': source('first') }), join(root, `asset.${first}`), { recursive: true });
    cpSync(join(root, `asset.${first}`), join(root, `asset.${second}`), { recursive: true });
    await started.reload(app(first));
    return { ...started, first, second, folder: (hash: string) => join(root, `asset.${hash}`) };
  };

  it('is loaded again when a file in it changes, though its path stays', async () => {
    const { gateway, get, first, folder } = await withAssets();
    expect(await get()).toBe('first 1');
    writeFileSync(join(folder(first), 'index.js'), source('changed'));
    expect((await gateway.reload()).functionsReloaded).toEqual(['Fn']);
    expect(await get()).toBe('changed 1');
    expect((await gateway.reload()).functionsReloaded).toEqual([]);
    expect(await get()).toBe('changed 2');
  });

  it('is not loaded again when another folder has the same files', async () => {
    const { reload, get, second, folder } = await withAssets();
    expect(await get()).toBe('first 1');
    utimesSync(join(folder(second), 'index.js'), new Date(0), new Date(0));
    expect((await reload(app(second))).functionsReloaded).toEqual([]);
    expect(await get()).toBe('first 2');
  });

  it('is loaded again when another folder has other files', async () => {
    const { reload, get, second, folder } = await withAssets();
    expect(await get()).toBe('first 1');
    writeFileSync(join(folder(second), 'index.js'), source('second'));
    expect((await reload(app(second))).functionsReloaded).toEqual(['Fn']);
    expect(await get()).toBe('second 1');
  });
});
