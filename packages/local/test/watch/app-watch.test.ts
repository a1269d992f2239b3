import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LocalGateway, type LogEntry, type ReloadEntry } from '../../src/index';
import { AppWatch, type AppWatchOptions } from '../../src/watch/app-watch';
import { until } from '../functions/support';
import { files } from '../support';
import { type AppOf, templateOf } from './support';

const handler = (text: string) => `let calls = 0;\nexports.handler = async () => ({ statusCode: 200, body: '${text} ' + ++calls });\n`;
const HASH = 'a'.repeat(64);

/** A function whose code is the asset of this hash. */
const assetFn = (hash = HASH) => ({ properties: { Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` } } });

/** A project with an app, a folder with code, and a cloud assembly that has a copy of the folder. */
function project(more: Readonly<Record<string, unknown>> = {}) {
  const root = files({
    'cdk.json': { app: 'node app.js' },
    'app.js': `require('./lib/stack');`,
    'lib/stack.js': 'exports.routes = ["GET /a"];',
    'README.md': 'read me',
    'handler/index.js': handler('one'),
    'cdk.out/cdk.out': '{}',
    ...more,
  });
  const assembly = join(root, 'cdk.out');
  const write = (app: AppOf) => {
    writeFileSync(join(assembly, 'app.template.json'), JSON.stringify(templateOf(app)));
    const assets = { version: '1', files: { [HASH]: { source: { path: `asset.${HASH}`, packaging: 'zip' }, destinations: {} } } };
    writeFileSync(join(assembly, 'app.assets.json'), JSON.stringify(assets));
    writeFileSync(
      join(assembly, 'manifest.json'),
      JSON.stringify({
        version: '36.0.0',
        artifacts: {
          'app.assets': { type: 'cdk:asset-manifest', properties: { file: 'app.assets.json' } },
          app: { type: 'aws:cloudformation:stack', properties: { templateFile: 'app.template.json' } },
        },
      }),
    );
  };
  write({ apis: { Api: { 'GET /a': 'Fn' } }, functions: { Fn: assetFn() } });
  cpSync(join(root, 'handler'), join(assembly, `asset.${HASH}`), { recursive: true });
  const edit = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  return { root, assembly, write, edit };
}

async function watched(of: ReturnType<typeof project>, options: Partial<AppWatchOptions> = {}) {
  const entries: LogEntry[] = [];
  const gateway = await LocalGateway.load(of.assembly, { project: of.root, log: (entry) => entries.push(entry) });
  onTestFinished(() => gateway.close());
  const watch = await AppWatch.start(gateway, { project: of.root, command: 'node app.js', ...options });
  onTestFinished(() => watch.close());
  const reloads = () => entries.filter((entry): entry is ReloadEntry => entry.kind === 'reload');
  const get = async (path = '/a') => (await gateway.inject({ path })).text();
  return { gateway, watch, reloads, get };
}

/** Waits long enough for a change to be noticed. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 350));

/** A synthesizer that reads the routes of the app from lib/stack.js. */
function synthesizerOf({ root, assembly, write }: ReturnType<typeof project>) {
  const calls: AbortSignal[] = [];
  const synthesize = async (signal: AbortSignal) => {
    calls.push(signal);
    const [, routes = ''] = /\[(.*)\]/.exec(readFileSync(join(root, 'lib/stack.js'), 'utf8')) ?? [];
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (routes === '') {
      throw new Error('the app has no routes');
    }
    const keys: string[] = JSON.parse(`[${routes}]`);
    write({ apis: { Api: Object.fromEntries(keys.map((key) => [key, 'Fn'])) }, functions: { Fn: assetFn() } });
    return assembly;
  };
  return { calls, synthesize };
}

describe('an edit of a folder asset', () => {
  it('is live without a synthesis', async () => {
    const app = project();
    const { calls, synthesize } = synthesizerOf(app);
    const { get, reloads } = await watched(app, { synthesize });
    expect(await get()).toBe('one 1');
    app.edit('handler/index.js', handler('two'));
    await until(() => reloads().length > 0);
    expect(await get()).toBe('two 1');
    expect(reloads()).toMatchObject([
      { result: 'loaded', functionsReloaded: ['Fn'], files: [expect.stringMatching(/handler\/index\.js$/)] },
    ]);
    expect(calls).toHaveLength(0);
    expect(readFileSync(join(app.assembly, `asset.${HASH}`, 'index.js'), 'utf8')).toBe(handler('one'));
  });

  it('is live when a module is added that the code imports', async () => {
    const app = project();
    const { get, reloads } = await watched(app);
    app.edit('handler/text.js', `module.exports = 'three';`);
    app.edit('handler/index.js', `const text = require('./text');\nexports.handler = async () => ({ statusCode: 200, body: text });`);
    await until(() => reloads().length > 0);
    expect(await get()).toBe('three');
  });

  it('gathers a burst of changes', async () => {
    const app = project();
    const { reloads } = await watched(app);
    for (let count = 0; count < 10; count++) {
      app.edit('handler/index.js', handler(`edit ${count}`));
      app.edit(`handler/file-${count}.js`, '');
    }
    await until(() => reloads().length > 0);
    await pause();
    expect(reloads().length).toBeLessThan(3);
  });

  it('runs the copy of the assembly if two folders have the same files', async () => {
    const app = project({ 'other/index.js': handler('one') });
    const { get, reloads } = await watched(app);
    app.edit('handler/index.js', handler('two'));
    await pause();
    expect(await get()).toBe('one 1');
    expect(reloads()).toEqual([]);
  });

  it('runs the copy of the assembly if a link in the folder leads out of it', async () => {
    const app = project({ 'shared/text.js': 'module.exports = 1;' });
    cpSync(join(app.root, 'shared/text.js'), join(app.assembly, `asset.${HASH}`, 'text.js'));
    symlinkSync(join(app.root, 'shared/text.js'), join(app.root, 'handler/text.js'));
    const { gateway, get } = await watched(app);
    expect(gateway.parts.code).toEqual([join(app.assembly, `asset.${HASH}`)]);
    expect(await get()).toBe('one 1');
  });
});

describe('an edit of the app', () => {
  it('is live after one synthesis', async () => {
    const app = project();
    const { calls, synthesize } = synthesizerOf(app);
    const { get, reloads } = await watched(app, { synthesize });
    await get();
    app.edit('lib/stack.js', 'exports.routes = ["GET /a", "GET /b"];');
    await until(() => reloads().length > 0);
    expect(await get('/b')).toBe('one 2');
    expect(reloads()).toMatchObject([{ result: 'loaded', routesAdded: [{ route: 'GET /b' }], functionsReloaded: [] }]);
    expect(calls).toHaveLength(1);
  });

  it('is not synthesized for files of which the app does not consist, nor if the content stays', async () => {
    const app = project({ 'test/app.test.js': '1' });
    const { calls, synthesize } = synthesizerOf(app);
    await watched(app, { synthesize });
    app.edit('README.md', 'read it again');
    app.edit('test/app.test.js', '2');
    app.edit('lib/stack.js', 'exports.routes = ["GET /a"];');
    await pause();
    expect(calls).toHaveLength(0);
  });

  it('ends a synthesis that is overtaken, with the assets that it has begun', async () => {
    const app = project();
    const signals: AbortSignal[] = [];
    const unfinished = join(app.assembly, `asset.${'b'.repeat(64)}`);
    const synthesize = async (signal: AbortSignal) => {
      signals.push(signal);
      if (signals.length === 1) {
        mkdirSync(unfinished);
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      }
      return app.assembly;
    };
    const { reloads } = await watched(app, { synthesize });
    app.edit('lib/stack.js', 'exports.routes = ["GET /b"];');
    await until(() => signals.length === 1);
    app.edit('app.js', `require('./lib/stack');\n`);
    await until(() => reloads().length > 0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(existsSync(unfinished)).toBe(false);
    expect(reloads()).toMatchObject([{ result: 'loaded' }]);
    expect(reloads()[0]?.files).toHaveLength(2);
  });

  it('keeps the last version in service while the app is broken, until any source file mends it', async () => {
    const app = project();
    const { synthesize } = synthesizerOf(app);
    const { get, reloads } = await watched(app, { synthesize });
    app.edit('lib/stack.js', '');
    await until(() => reloads().length === 1);
    expect(reloads()).toMatchObject([{ result: 'failed', error: 'the app has no routes' }]);
    expect(await get()).toBe('one 1');
    app.edit('lib/stack.js', 'exports.routes = ["GET /c"];');
    await until(() => reloads().length === 2);
    expect(await get('/c')).toBe('one 2');
  });

  it('follows a source file that is renamed', async () => {
    const app = project();
    const { synthesize } = synthesizerOf(app);
    const { reloads } = await watched(app, {
      synthesize: async (signal) => (existsSync(join(app.root, 'lib/stack.js')) ? synthesize(signal) : app.assembly),
    });
    renameSync(join(app.root, 'lib/stack.js'), join(app.root, 'lib/routes.js'));
    app.edit('app.js', `require('./lib/routes');`);
    await until(() => reloads().length > 0);
    app.edit('lib/routes.js', 'exports.routes = [];');
    await until(() => reloads().length > 1);
    expect(reloads().map(({ result }) => result)).toEqual(['loaded', 'loaded']);
  });

  it('is synthesized for a module of a bundle, which its comments or its source map name', async () => {
    const bundle = `// src/book.ts\nexports.handler = async () => ({ statusCode: 200, body: 'bundled' });\n`;
    const app = project({ 'src/book.ts': 'export {};', 'src/map.ts': 'export {};', 'handler/index.js': bundle });
    writeFileSync(join(app.assembly, `asset.${HASH}`, 'index.js.map'), JSON.stringify({ version: 3, sources: ['../../src/map.ts'] }));
    const { calls, synthesize } = synthesizerOf(app);
    const { reloads } = await watched(app, { synthesize });
    app.edit('src/book.ts', 'export const a = 1;');
    await until(() => reloads().length === 1);
    app.edit('src/map.ts', 'export const a = 1;');
    await until(() => reloads().length === 2);
    expect(calls).toHaveLength(2);
  });
});

describe('an assembly that somebody else writes', () => {
  it('is loaded when it is written, also after it was removed', async () => {
    const app = project();
    const { get, reloads } = await watched(app);
    app.write({ apis: { Api: { 'GET /b': 'Fn' } }, functions: { Fn: assetFn() } });
    await until(() => reloads().some(({ result }) => result === 'loaded'));
    expect(await get('/b')).toBe('one 1');
    rmSync(app.assembly, { recursive: true });
    await pause();
    mkdirSync(app.assembly);
    cpSync(join(app.root, 'handler'), join(app.assembly, `asset.${HASH}`), { recursive: true });
    writeFileSync(join(app.assembly, 'cdk.out'), '{}');
    app.write({ apis: { Api: { 'GET /c': 'Fn' } }, functions: { Fn: assetFn() } });
    await until(() => reloads().some((entry) => entry.result === 'loaded' && entry.routesAdded.some(({ route }) => route === 'GET /c')));
    expect(await get('/c')).toBe('one 2');
  });
});

describe('close', () => {
  it('ends a synthesis that is under way, and notices nothing more', async () => {
    const app = project();
    let isAborted = false;
    let isBegun = false;
    const synthesize = (signal: AbortSignal) => {
      isBegun = true;
      return new Promise<string>((_, reject) =>
        signal.addEventListener('abort', () => {
          isAborted = true;
          reject(new Error('aborted'));
        }),
      );
    };
    const { watch, reloads } = await watched(app, { synthesize });
    app.edit('app.js', '// edited');
    await until(() => isBegun);
    await watch.close();
    expect(isAborted).toBe(true);
    app.edit('handler/index.js', handler('two'));
    await pause();
    expect(reloads()).toEqual([]);
  });
});
