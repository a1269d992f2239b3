import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { SourceMap, type SourceMapping } from 'node:module';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type GatewayOptions, LocalGateway, UserError } from '../../src/index';
import { handwritten, fn as lambdaFunction } from '../serve/app';
import { files, integration, route } from '../support';
import { attach } from './inspector-client';

const LIST = `import { titleOf } from './title';

interface Event {
  readonly queryStringParameters?: Record<string, string>;
}

export async function handler(event: Event) {
  const wanted = event.queryStringParameters?.id ?? '1';
  const title = titleOf(wanted);
  return { statusCode: 200, body: title };
}
`;
const TITLE = `const TITLES: Record<string, string> = { '1': 'Solaris' };

export function titleOf(id: string): string {
  const title = TITLES[id];
  return title ?? 'unknown';
}
`;

/** A function in TypeScript, bundled as the CDK does it: relative to the file, its source map leads to the sources. */
function bundledApp({ sourcemap = 'linked' }: { readonly sourcemap?: 'linked' | 'inline' } = {}) {
  const root = files({ 'src/list.ts': LIST, 'src/title.ts': TITLE });
  const outfile = join(root, 'build', 'out', 'index.js');
  buildSync({
    entryPoints: [join(root, 'src', 'list.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap,
  });
  const app = new App({ outdir: join(root, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'Books');
  const list = new LambdaFunction(stack, 'List', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    timeout: Duration.seconds(1),
    code: Code.fromAsset(join(root, 'build', 'out')),
  });
  const api = new HttpApi(stack, 'Api');
  api.addRoutes({ path: '/books', integration: new HttpLambdaIntegration('Int', list, { timeout: Duration.millis(500) }) });
  app.synth();
  return { root, path: join(root, 'cdk.out') };
}

const CACHE = join(__dirname, '../../../../node_modules/.cache/apigwv2-local');

async function load(path: string, inspect: GatewayOptions['inspect'] = { port: 0 }) {
  const lines: string[] = [];
  const gateway = await LocalGateway.load(path, { inspect, log: (entry) => entry.kind === 'function' && lines.push(entry.text) });
  onTestFinished(async () => {
    await gateway.close();
    removeCode(gateway);
  });
  const [debugged = expect.fail('no function can be debugged')] = gateway.debuggers;
  return { gateway, debugged: debugged.protocol === 'inspector' ? debugged : expect.fail('it is no inspector'), lines };
}

/** Inline code stays for the next gateway of an app; the apps of these tests are gone. */
function removeCode({ debuggers }: LocalGateway): void {
  for (const { code } of debuggers.filter((each) => each.code?.startsWith(CACHE))) {
    rmSync(dirname(code as string), { recursive: true, force: true });
  }
}

const pass = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** A script with the way between its lines and those of its sources. */
function sourcesOf({ url, sourceMapURL }: { readonly url: string; readonly sourceMapURL: string }) {
  const script = fileURLToPath(url);
  const data = /base64,(.*)$/.exec(sourceMapURL)?.[1];
  const payload = JSON.parse(
    data === undefined ? readFileSync(join(script, '..', sourceMapURL), 'utf8') : Buffer.from(data, 'base64').toString(),
  );
  const map = new SourceMap(payload);
  const original = (lineNumber: number, columnNumber: number) => {
    const entry = map.findEntry(lineNumber, columnNumber);
    const { originalSource, originalLine } = 'originalLine' in entry ? entry : expect.fail('nothing is mapped');
    return { file: join(script, '..', originalSource), line: originalLine + 1 };
  };
  /** Where a line of a source begins in the script. */
  const generated = (file: string, line: number) => {
    for (const [lineNumber, text] of readFileSync(script, 'utf8').split('\n').entries()) {
      const columnNumber = text.search(/\S/);
      const entry: Partial<SourceMapping> = columnNumber < 0 ? {} : map.findEntry(lineNumber, columnNumber);
      if (entry.generatedLine === lineNumber && entry.originalLine === line - 1 && entry.originalSource?.endsWith(file)) {
        return { lineNumber, columnNumber };
      }
    }
    return expect.fail(`${file}:${line} is not in the script`);
  };
  return { original, generated };
}

const isHandler = ({ url }: { url: string }) => url.endsWith('/index.js') && url.startsWith('file:');

describe('a breakpoint', () => {
  test.each(['linked', 'inline'] as const)('in TypeScript stops, shows local values, and goes on (source map: %s)', async (sourcemap) => {
    const { root, path } = bundledApp({ sourcemap });
    const { gateway, debugged, lines } = await load(path);
    expect(debugged).toEqual({
      function: 'Books/List',
      protocol: 'inspector',
      host: '127.0.0.1',
      port: expect.any(Number),
      code: expect.stringMatching(/cdk\.out.asset\.[0-9a-f]{64}$/),
      webSocketUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/),
      url: `devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=${debugged.webSocketUrl.slice(5)}`,
    });
    const client = await attach(debugged.webSocketUrl);
    await client.send('Runtime.enable');
    await client.send('Debugger.enable');
    const script = await client.event('Debugger.scriptParsed', isHandler);
    const sources = sourcesOf(script);
    const { breakpointId, locations } = await client.send('Debugger.setBreakpointByUrl', {
      url: script.url,
      ...sources.generated('src/title.ts', 5),
    });
    expect(locations).toHaveLength(1);

    const answer = gateway.inject({ path: '/books?id=1' });
    const paused = await client.event('Debugger.paused');
    expect(paused.hitBreakpoints).toEqual([breakpointId]);
    const [frame, caller] = paused.callFrames;
    expect(frame.functionName).toBe('titleOf');
    expect(sources.original(frame.location.lineNumber, frame.location.columnNumber)).toEqual({
      file: join(root, 'src', 'title.ts'),
      line: 5,
    });
    expect(sources.original(caller.location.lineNumber, caller.location.columnNumber)).toEqual({
      file: join(root, 'src', 'list.ts'),
      line: 9,
    });
    expect(await client.locals(paused)).toEqual({ id: '1', title: 'Solaris' });
    // Longer than both timeouts.
    await pass(1200);
    await client.send('Debugger.resume');
    expect(await answer).toMatchObject({ statusCode: 200, body: Buffer.from('Solaris') });
    expect(lines).toEqual([]);
  });
});

describe('timeouts', () => {
  test.each(['before', 'after'])('pause while a debugger is attached %s the request, and go on when it detaches', async (when) => {
    const { gateway, debugged, lines } = await load(
      handwritten({ source: 'await new Promise(() => setInterval(() => {}, 1000));', function: { Timeout: 0.5 } }),
    );
    await gateway.prepare();
    const attached = when === 'before' ? await attach(debugged.webSocketUrl) : undefined;
    let isAnswered = false;
    const answer = gateway.inject({ path: '/' }).finally(() => {
      isAnswered = true;
    });
    const client = attached ?? (await attach(debugged.webSocketUrl));
    await pass(1000);
    expect(isAnswered).toBe(false);
    await client.close();
    expect((await answer).statusCode).toBe(500);
    expect(lines).toEqual(['Task timed out after 0.50 seconds']);
  });

  test('hold for a function whose port is only asked what can be debugged', async () => {
    const { gateway, debugged } = await load(
      handwritten({ source: 'await new Promise(() => setInterval(() => {}, 1000));', function: { Timeout: 0.4 } }),
    );
    const targets = await (await fetch(`http://127.0.0.1:${debugged.port}/json/list`)).json();
    expect(targets).toMatchObject([{ type: 'node', webSocketDebuggerUrl: expect.stringContaining(`ws://127.0.0.1:${debugged.port}/`) }]);
    expect((await gateway.inject({ path: '/' })).statusCode).toBe(500);
  });
});

describe('a function that is debugged', () => {
  test('is found by editors, which ask for the address of its WebSocket', async () => {
    const { gateway, debugged } = await load(handwritten());
    const url = `http://127.0.0.1:${debugged.port}`;
    expect(await (await fetch(`${url}/json/version`)).json()).toMatchObject({ Browser: expect.stringContaining('node.js') });
    const [{ webSocketDebuggerUrl }] = (await (await fetch(`${url}/json/list`)).json()) as [{ webSocketDebuggerUrl: string }];
    const client = await attach(webSocketDebuggerUrl);
    const { result } = await client.send('Runtime.evaluate', { expression: 'process.env.AWS_LAMBDA_FUNCTION_NAME' });
    expect(result.value).toBe('Fn');
    expect((await gateway.inject({ path: '/' })).statusCode).toBe(200);
  });

  test('refuses web pages, which cannot guess its path and whose name leads to this machine', async () => {
    const { debugged } = await load(handwritten());
    await expect(attach(`ws://127.0.0.1:${debugged.port}/guess`)).rejects.toThrow();
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: debugged.port, path: '/json/list', headers: { host: 'attacker.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      ).on('error', reject);
    });
    expect(status).toBe(400);
  });

  test('has one environment, and keeps its port when that is replaced', async () => {
    const source =
      "if (event.rawPath === '/exit') process.exit(3); await new Promise((resolve) => setTimeout(resolve, 20)); return process.pid;";
    const { gateway, debugged } = await load(handwritten({ source }));
    const pids = async () =>
      new Set(await Promise.all(Array.from({ length: 4 }, async () => (await gateway.inject({ path: '/' })).text())));
    const before = await pids();
    expect(before.size).toBe(1);
    const client = await attach(debugged.webSocketUrl);
    expect((await gateway.inject({ path: '/exit' })).statusCode).toBe(500);
    await client.closed;
    const again = await attach(debugged.webSocketUrl);
    const { result } = await again.send('Runtime.evaluate', { expression: 'String(process.pid)' });
    const after = await pids();
    expect([...after]).toEqual([result.value]);
    expect(after).not.toEqual(before);
  });

  test('shows nothing of the inspector in its log', async () => {
    const { gateway, debugged, lines } = await load(handwritten({ source: "console.log('hello'); return 1;" }));
    await (await attach(debugged.webSocketUrl)).close();
    await gateway.inject({ path: '/' });
    expect(lines).toEqual(['hello']);
  });

  test('detaches a debugger when its code does not load', async () => {
    const path = handwritten({ function: { Code: { ZipFile: 'exports.handler = 1; throw new Error("no table");' } } });
    const { gateway, debugged } = await load(path, { port: 0, breakAt: 'Fn' });
    const answer = gateway.inject({ path: '/' });
    const client = await attach(debugged.webSocketUrl);
    await client.send('Debugger.enable');
    await client.send('Runtime.runIfWaitingForDebugger');
    await client.event('Debugger.paused');
    await client.send('Debugger.resume');
    await client.closed;
    expect((await answer).statusCode).toBe(500);
  });

  test('leaves a debugger alone when its process cannot be started', async () => {
    const gateway = await LocalGateway.load(handwritten(), { inspect: { port: 0 }, runtimes: { 'nodejs22.x': '/bin/false' } });
    onTestFinished(async () => {
      await gateway.close();
      removeCode(gateway);
    });
    const [debugged] = gateway.debuggers;
    await expect(attach(debugged?.protocol === 'inspector' ? debugged.webSocketUrl : '')).rejects.toThrow('socket hang up');
    await expect(fetch(`http://127.0.0.1:${debugged?.port}/json/list`)).rejects.toThrow();
  });
});

describe('a function that stops at its first line', () => {
  test('waits for a debugger, which sees the first line of the TypeScript', async () => {
    const { root, path } = bundledApp();
    const { gateway, debugged } = await load(path, { port: 0, breakAt: 'Books/List' });
    await gateway.prepare();
    const answer = gateway.inject({ path: '/books' });
    await pass(1200);
    const client = await attach(debugged.webSocketUrl);
    await client.send('Runtime.enable');
    await client.send('Debugger.enable');
    await client.send('Runtime.runIfWaitingForDebugger');
    const sources = sourcesOf(await client.event('Debugger.scriptParsed', isHandler));
    const {
      callFrames: [{ location }],
    } = await client.event('Debugger.paused');
    expect(sources.original(location.lineNumber, location.columnNumber)).toEqual({ file: join(root, 'src', 'list.ts'), line: 1 });
    await client.send('Debugger.resume');
    expect(await answer).toMatchObject({ statusCode: 200, body: Buffer.from('Solaris') });
  });

  test('stops there without a source map, and in ES modules', async () => {
    const { root, path } = folderApp({
      'index.mjs': "import { sep } from 'node:path';\nconst title = 'Solaris';\nexport const handler = async () => title + sep;\n",
    });
    const { gateway, debugged } = await load(path, { port: 0, breakAt: ['Fn'] });
    const client = await attach(debugged.webSocketUrl);
    await client.send('Debugger.enable');
    await client.send('Runtime.runIfWaitingForDebugger');
    const { url } = await client.event('Debugger.scriptParsed', ({ url: each }) => each.endsWith('/index.mjs'));
    const {
      callFrames: [{ location }],
    } = await client.event('Debugger.paused');
    expect([fileURLToPath(url), location.lineNumber]).toEqual([join(root, 'code', 'index.mjs'), 1]);
    await client.send('Debugger.resume');
    expect((await gateway.inject({ path: '/' })).text()).toBe('Solaris/');
  });
});

describe('inline code', () => {
  test('is a file with the same path whenever it is loaded, also by another gateway', async () => {
    const source = (title: string) => `exports.handler = async () => {\n  const title = '${title}';\n  return title;\n};\n`;
    const path = handwritten({ function: { Code: { ZipFile: source('Solaris') } } });
    const stops = async (title: string) => {
      const { gateway, debugged } = await load(path);
      const client = await attach(debugged.webSocketUrl);
      await client.send('Debugger.enable');
      const { url } = await client.event('Debugger.scriptParsed', isHandler);
      await client.send('Debugger.setBreakpointByUrl', { url, lineNumber: 2 });
      const answer = gateway.inject({ path: '/' });
      expect(await client.locals(await client.event('Debugger.paused'))).toMatchObject({ title });
      await client.send('Debugger.resume');
      expect((await answer).text()).toBe(title);
      expect(dirname(fileURLToPath(url))).toBe(debugged.code);
      return fileURLToPath(url);
    };
    const file = await stops('Solaris');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Solaris', 'Eden'));
    expect(await stops('Eden')).toBe(file);
    expect(relative(CACHE, file)).toMatch(/^app-[0-9a-f]{8}.Fn.index\.js$/);
    expect(readFileSync(file, 'utf8')).toBe(source('Eden'));
  });
});

/** A server on a port, the port before which is free. */
async function occupiedAfterFree(): Promise<{ readonly server: Server; readonly port: number }> {
  const listening = async (port: number) => {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const server = await listening(0);
  const { port } = server.address() as AddressInfo;
  try {
    const before = await listening(port - 1);
    before.close();
    await once(before, 'close');
    return { server, port };
  } catch {
    server.close();
    return occupiedAfterFree();
  }
}

describe('the ports', () => {
  test('are consecutive, and the error names the function whose port is in use', async () => {
    const more = {
      Other: lambdaFunction(''),
      OtherInt: integration({ IntegrationUri: { 'Fn::GetAtt': ['Other', 'Arn'] } }),
      OtherRoute: route('GET /other', { Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'OtherInt' }]] } }),
    };
    const path = handwritten({ more });
    const { server, port } = await occupiedAfterFree();
    onTestFinished(() => void server.close());
    const error = await LocalGateway.load(path, { inspect: { port: port - 1 } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe(
      `port ${port} of 127.0.0.1, for the debugger of Fn, is in use: stop the program that uses it, or pass another --inspect <port> (0 picks free ones)`,
    );
    server.close();
    const { gateway } = await load(path, { port: port - 1 });
    expect(gateway.debuggers.map((each) => [each.function, each.port])).toEqual([
      ['Other', port - 1],
      ['Fn', port],
    ]);
    await expect(load(path, { port: 65_535 })).rejects.toThrow('there are more functions than ports from 65535 on');
  });

  test('are only for functions in processes of Node.js, which breakAt has to name', async () => {
    const gateway = await LocalGateway.load(handwritten(), { inspect: true, functions: { Fn: async () => 1 } });
    onTestFinished(() => gateway.close());
    expect(gateway.debuggers).toEqual([]);
    await expect(load(handwritten(), { breakAt: 'Fnn' })).rejects.toThrow(
      '--inspect-brk Fnn is no function that Node.js runs (did you mean Fn?): expected Fn',
    );
  });
});

/** An app whose function is a folder with these files. */
function folderApp(contents: Readonly<Record<string, string>>) {
  const root = files(Object.fromEntries(Object.entries(contents).map(([name, text]) => [`code/${name}`, text])));
  const app = handwritten({ function: { Code: { S3Bucket: 'b', S3Key: 'k' } } });
  const template = JSON.parse(readFileSync(app, 'utf8'));
  template.Resources.Fn.Metadata = { 'aws:asset:path': 'code', 'aws:asset:property': 'Code' };
  const path = join(root, 'app.template.json');
  writeFileSync(path, JSON.stringify(template));
  return { root, path };
}
