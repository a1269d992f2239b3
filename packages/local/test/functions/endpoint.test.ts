import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { serveArguments } from '../../src/cli/serve-arguments';
import type { FunctionPlan } from '../../src/definitions/function';
import { MAX_RESULT_BYTES } from '../../src/functions/invocation';
import { LocalGateway } from '../../src/index';
import { api, files, integration, route } from '../support';
import { fn, hosted, until } from './support';

const EMULATOR = '/2015-03-31/functions/function/invocations';

interface Received {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An Invoke endpoint that gives the answers that a test sets, and lists what it received. */
async function endpoint(answer: (response: ServerResponse, received: Received) => void) {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body });
      answer(response, { method, url, headers, body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, received, close };
}

const invokedAt = (url: string, isEmulator: boolean, properties: Partial<FunctionPlan> = {}) =>
  fn({ endpoint: { url, isEmulator }, ...properties });
const at = (origin: string, properties: Partial<FunctionPlan> = {}) =>
  invokedAt(`${origin}/2015-03-31/functions/books/invocations`, false, properties);
const inEmulator = (origin: string, properties: Partial<FunctionPlan> = {}) => invokedAt(`${origin}${EMULATOR}`, true, properties);

const answers =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

describe('an endpoint', () => {
  test('gets the event by the Invoke API, and gives the result', async () => {
    const { origin, received } = await endpoint(answers(200, '{"title":"Zoë"}'));
    const { invoke, host } = hosted();
    const one = at(origin);
    await host.prepare([one]);
    expect(await invoke(one, { id: 'ü' }, { traceId: 'Root=1-2-3' })).toEqual({ kind: 'result', payload: '{"title":"Zoë"}' });
    expect(received).toMatchObject([
      {
        method: 'POST',
        url: '/2015-03-31/functions/books/invocations',
        headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse', 'x-amzn-trace-id': 'Root=1-2-3' },
        body: '{"id":"ü"}',
      },
    ]);
  });

  test('below localhost is on this machine, whatever a name server says', async () => {
    const { origin } = await endpoint(answers(200, '1'));
    const lookup = vi.spyOn(dns, 'lookup');
    onTestFinished(() => lookup.mockRestore());
    expect(await hosted().call(at(origin.replace('127.0.0.1', 'books.localhost.')))).toBe(1);
    expect(lookup).not.toHaveBeenCalled();
  });

  test('without a body means null', async () => {
    const { origin } = await endpoint(answers(200, ''));
    expect(await hosted().call(at(origin))).toBe(null);
  });

  test('tells what the function wrote', async () => {
    const log = Buffer.from('START\na ü\nEND\n').toString('base64');
    const { origin, received } = await endpoint(answers(200, '1', { 'x-amz-log-result': log }));
    const { call, output } = hosted();
    await call(at(origin));
    expect(received[0]?.headers['x-amz-log-type']).toBe('Tail');
    expect(output().map(({ level, text, requestId }) => [level, text, requestId])).toEqual([
      ['stdout', 'START', 'r-1'],
      ['stdout', 'a ü', 'r-1'],
      ['stdout', 'END', 'r-1'],
    ]);
  });

  const errorOf = (errorType: string, errorMessage: unknown, trace: readonly string[] = []) => ({ errorType, errorMessage, trace });

  test.each<[string, (response: ServerResponse) => void, object]>([
    [
      'of the function',
      answers(200, '{"errorType":"NotFound","errorMessage":"no such book","stackTrace":["at a"]}', { 'X-Amz-Function-Error': 'Unhandled' }),
      errorOf('NotFound', 'no such book', ['at a']),
    ],
    [
      'of the service',
      answers(404, '{"Type":"User","Message":"Function not found: books"}', { 'x-amzn-ErrorType': 'ResourceNotFoundException:http://x/' }),
      errorOf('ResourceNotFoundException', expect.stringMatching(/^http:.* answered 404: Function not found: books$/)),
    ],
    [
      'of throttling',
      answers(429, '{"message":"Rate exceeded"}'),
      errorOf('HTTP 429', expect.stringMatching(/ answered 429: Rate exceeded$/)),
    ],
    ['of another server', answers(502, 'Bad gateway'), errorOf('HTTP 502', expect.stringMatching(/ answered 502: Bad gateway$/))],
    ['without a text', answers(500, ''), errorOf('HTTP 500', expect.stringMatching(/ answered 500$/))],
    [
      'that is a redirect',
      answers(302, '', { location: 'http://example.com' }),
      errorOf('HTTP 302', expect.stringMatching(/ answered 302$/)),
    ],
    [
      'of a result that is too large',
      answers(200, 'a'.repeat(MAX_RESULT_BYTES + 1)),
      errorOf('Function.ResponseSizeTooLarge', expect.stringContaining('6291557 bytes')),
    ],
    [
      'of a response that is cut off',
      (response) => {
        response.writeHead(200, { 'content-length': '10' }).write('"ha');
        setTimeout(() => response.destroy(), 50);
      },
      errorOf('Runtime.TruncatedResponse', expect.stringContaining('closed the connection before its response was complete')),
    ],
  ])('error %s', async (_, answer, error) => {
    const { origin, received } = await endpoint(answer);
    const { invoke } = hosted({ maxEnvironments: 1 });
    const one = at(origin);
    expect(await invoke(one)).toEqual({ kind: 'error', error });
    expect(await invoke(one)).toEqual({ kind: 'error', error });
    expect(received).toHaveLength(2);
  });

  test('an object with the members of an error is a result without the header', async () => {
    const { origin } = await endpoint(answers(200, '{"errorType":"a","errorMessage":"b"}'));
    expect(await hosted().call(at(origin))).toEqual({ errorType: 'a', errorMessage: 'b' });
  });

  test('runs as many invocations at a time as there may be environments', async () => {
    const open: ServerResponse[] = [];
    const { origin } = await endpoint((response) => void open.push(response));
    const { invoke } = hosted({ maxEnvironments: 2 });
    const one = at(origin);
    const results = Promise.all([invoke(one), invoke(one), invoke(one)]);
    await until(() => open.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(open).toHaveLength(2);
    open[0]?.end('1');
    await until(() => open.length === 3);
    open[1]?.end('2');
    open[2]?.end('3');
    expect((await results).map(({ kind }) => kind)).toEqual(['result', 'result', 'result']);
  });

  test('that does not answer is given up at the timeout of the function', async () => {
    let aborted = false;
    const { origin } = await endpoint((response) => void response.on('close', () => (aborted = true)));
    expect(await hosted().invoke(at(origin, { timeoutMillis: 300 }))).toEqual({ kind: 'timeout', millis: 300 });
    await until(() => aborted);
  });

  test('that closes the connection is a crash, and the next request connects again', async () => {
    let calls = 0;
    const { origin } = await endpoint((response) => (++calls === 1 ? response.destroy() : response.end('2')));
    const { invoke, call } = hosted({ maxEnvironments: 1 });
    const one = at(origin);
    expect(await invoke(one)).toEqual({ kind: 'crash', reason: expect.stringMatching(/closed the connection before it answered$/) });
    expect(await call(one)).toBe(2);
  });

  test('that is not there is reported, and used once it is', async () => {
    const { origin, close } = await endpoint(answers(200, '1'));
    const { invoke, call, host } = hosted();
    const one = at(origin);
    expect(await call(one)).toBe(1);
    await close();
    const reason = new RegExp(`nothing listens at ${origin}/2015-03-31/functions/books/invocations: start what runs the function`);
    expect(await invoke(one)).toMatchObject({ kind: 'crash', reason: expect.stringMatching(reason) });
    expect(await invoke(one)).toMatchObject({
      kind: 'init-error',
      reason: expect.stringMatching(/^books cannot be invoked: nothing listens at/),
    });
    await expect(host.prepare([one])).rejects.toThrow(reason);
  });

  test.each(['http://127.0.0.1', 'https://127.0.0.1', 'http://[::1]:1'])(
    'on the port of %s that is not there is reported',
    async (origin) => {
      const result = await hosted().invoke(at(origin));
      expect(result).toMatchObject({
        kind: 'init-error',
        reason: expect.stringContaining(`${origin}/2015-03-31/functions/books/invocations`),
      });
    },
  );

  test('whose protocol is another one is reported', async () => {
    const { origin } = await endpoint(answers(200, '1'));
    const result = await hosted().invoke(at(origin.replace('http:', 'https:')));
    expect(result).toMatchObject({ kind: 'crash', reason: expect.stringMatching(/cannot be called: (?:EPROTO|ERR_SSL)/) });
  });

  test('is left alone when the gateway closes', async () => {
    const open: ServerResponse[] = [];
    let aborted = false;
    const { origin } = await endpoint((response) => {
      open.push(response);
      response.on('close', () => (aborted = true));
    });
    const { host, invoke } = hosted();
    const result = invoke(at(origin));
    await until(() => open.length === 1);
    await host.close();
    expect(await result).toEqual({ kind: 'shutdown' });
    await until(() => aborted);
  });
});

describe('a Runtime Interface Emulator', () => {
  test('gets one invocation at a time', async () => {
    const open: ServerResponse[] = [];
    const { origin, received } = await endpoint((response) => void open.push(response));
    const { invoke } = hosted({ maxEnvironments: 4 });
    const one = inEmulator(origin);
    const results = Promise.all([invoke(one), invoke(one)]);
    await until(() => open.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(open).toHaveLength(1);
    open[0]?.end('1');
    await until(() => open.length === 2);
    open[1]?.end('2');
    expect(await results).toEqual([
      { kind: 'result', payload: '1' },
      { kind: 'result', payload: '2' },
    ]);
    expect(received[0]?.url).toBe(EMULATOR);
  });

  test.each<[string, number, string, object]>([
    ['an error', 200, '{"errorMessage":"m","errorType":"E","requestId":"r","stackTrace":[]}', { errorType: 'E', errorMessage: 'm' }],
    ['an end of the runtime', 502, '{"errorType":"Runtime.ExitError","errorMessage":"exit status 1"}', { errorType: 'Runtime.ExitError' }],
    [
      'a timeout',
      200,
      'Task timed out after 3.00 seconds',
      { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 3.00 seconds' },
    ],
  ])('says %s without the header for it', async (_, status, body, error) => {
    const { origin } = await endpoint(answers(status, body));
    expect(await hosted().invoke(inEmulator(origin))).toMatchObject({ kind: 'error', error });
  });

  test.each(['{"errorType":"E","errorMessage":"m","statusCode":404}', '{"errorType":1}', '[{"errorType":"E"}]', '{"errorType":', '"E"'])(
    'gives the result %s',
    async (body) => {
      const { origin } = await endpoint(answers(200, body));
      expect(await hosted().invoke(inEmulator(origin))).toEqual({ kind: 'result', payload: body });
    },
  );
});

test('the command line names endpoints and commands, also with equals signs', () => {
  const { gateway } = serveArguments({
    function: ['Stack/A=B=http://127.0.0.1:9001/a=b', 'Fn=http://127.0.0.1:9002'],
    runtime: ['java21=java -Da=b -Durl=http://127.0.0.1 {handler}', 'nodejs22.x=/opt/node'],
  });
  expect(gateway.functionEndpoints).toEqual({ 'Stack/A=B': 'http://127.0.0.1:9001/a=b', Fn: 'http://127.0.0.1:9002' });
  expect(gateway.runtimes).toEqual({ java21: 'java -Da=b -Durl=http://127.0.0.1 {handler}', 'nodejs22.x': '/opt/node' });
});

describe('functions of an app', () => {
  /** A function that is a container image, one in Ruby, and one behind the other route. */
  const app = () =>
    files({
      'app.template.json': {
        Resources: {
          Api: api(),
          Fn: {
            Type: 'AWS::Lambda::Function',
            Properties: { FunctionName: 'books-image', PackageType: 'Image', Code: { ImageUri: 'account.dkr.ecr/books:latest' } },
            Metadata: { 'aws:cdk:path': 'Stack/Image/Resource' },
          },
          Ruby: {
            Type: 'AWS::Lambda::Function',
            Properties: { Runtime: 'ruby3.3', Handler: 'app.handler', Code: { S3Bucket: 'b', S3Key: 'k' } },
          },
          Int: integration(),
          RubyInt: integration({ IntegrationUri: { 'Fn::GetAtt': ['Ruby', 'Arn'] } }),
          Route: route('GET /image'),
          RubyRoute: route('GET /ruby', { Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'RubyInt' }]] } }),
        },
      },
    });
  const load = async (functionEndpoints: Record<string, string>, options: object = {}) => {
    const gateway = await LocalGateway.load(`${app()}/app.template.json`, { functionEndpoints, ...options });
    onTestFinished(() => gateway.close());
    return gateway;
  };

  test.each(['Fn', 'books-image', 'Stack/Image'])('are invoked at their endpoint, which %s names', async (name) => {
    const { origin, received } = await endpoint(answers(200, '{"statusCode":201,"body":"made"}'));
    const gateway = await load({ [name]: origin });
    const response = await gateway.inject({ path: '/image' });
    expect([response.statusCode, response.text()]).toEqual([201, 'made']);
    expect(received[0]).toMatchObject({ url: EMULATOR, headers: { 'x-amzn-trace-id': expect.stringMatching(/^Root=1-/) } });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ version: '2.0', rawPath: '/image' });
    expect(gateway.diagnostics.map(({ text }) => text).join('\n')).not.toMatch(/container image/);
  });

  test('keep the trace id of the client', async () => {
    const { origin, received } = await endpoint(answers(200, '1'));
    const gateway = await load({ Ruby: `${origin}/own/path` });
    await gateway.inject({ path: '/ruby', headers: { 'X-Amzn-Trace-Id': 'Root=1-own' } });
    expect(received[0]).toMatchObject({ url: '/own/path', headers: { 'x-amzn-trace-id': 'Root=1-own' } });
  });

  test('without one are reported, and answer 501 with the flag', async () => {
    const gateway = await load({});
    const texts = gateway.diagnostics.map(({ text }) => text);
    expect(texts).toContain(
      'Stack/Image cannot run here: its code is a container image: run the image, and pass --function Stack/Image=http://127.0.0.1:9001 with the port of its container',
    );
    expect(texts.join('\n')).toContain(
      "Ruby cannot run here: its runtime is ruby3.3, and no program is named that runs it: pass --runtime ruby3.3='",
    );
    expect((await gateway.inject({ path: '/image' })).statusCode).toBe(501);
    expect((await gateway.inject({ path: '/ruby' })).statusCode).toBe(501);
  });

  test('answer 500 for an error, and tell why', async () => {
    const { origin } = await endpoint(answers(200, '{"errorType":"E","errorMessage":"m"}'));
    const entries: object[] = [];
    const gateway = await load({ Fn: origin }, { log: (entry: object) => entries.push(entry) });
    expect((await gateway.inject({ path: '/image' })).statusCode).toBe(500);
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'request', reason: expect.stringMatching(/^Stack\/Image failed: E: m/) }),
    );
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['an unknown name', { Imag: 'http://127.0.0.1:1' }, /--function Imag matches no function of the app.*: expected Stack\/Image, Ruby$/],
    ['what is no URL', { Fn: '9001' }, /--function Fn is 9001, which is not a URL of host, port and path: write it as /],
    ['another protocol', { Fn: 'ftp://127.0.0.1' }, /is ftp:\/\/127\.0\.0\.1, which is not a URL/],
    ['credentials in the URL', { Fn: 'http://a:b@127.0.0.1' }, /which is not a URL/],
    ['another machine', { Fn: 'http://example.com' }, /which is not on this machine: use 127\.0\.0\.1, or add --allow-internet$/],
  ])('refuse %s', async (_, endpoints, message) => {
    await expect(load(endpoints)).rejects.toThrow(message);
  });

  test('refuse a name that several functions have, and any name where there is no function', async () => {
    const resources = JSON.parse(readFileSync(`${app()}/app.template.json`, 'utf8')).Resources;
    resources.Ruby.Properties.FunctionName = 'books-image';
    const twice = files({ 'app.template.json': { Resources: resources } });
    await expect(
      LocalGateway.load(`${twice}/app.template.json`, { functionEndpoints: { 'books-image': 'http://127.0.0.1:1' } }),
    ).rejects.toThrow('--function books-image matches more than one function: name Stack/Image or Ruby');
    const none = files({ 'app.template.json': { Resources: { Api: api() } } });
    await expect(LocalGateway.load(`${none}/app.template.json`, { functionEndpoints: { Fn: 'http://127.0.0.1:1' } })).rejects.toThrow(
      '--function Fn matches no function of the app: remove it, the app has none',
    );
  });

  test('may be on another machine if that is allowed', async () => {
    await expect(load({ Fn: 'http://example.invalid' }, { allowInternet: true })).resolves.toBeDefined();
  });
});
