import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { InvocationHistory } from '../../src/functions/invocation-history';
import { type FunctionHandler, type GatewayOptions, LocalGateway, type LogEntry, UserError } from '../../src/index';
import { api, integration, permission, route, stage, template } from '../support';
import { fn } from './support';

const lambdaFunction = (id: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Metadata: { 'aws:cdk:path': `Books/${id}/Resource` },
  Properties: {
    FunctionName: `books-${id.toLowerCase()}`,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::123456789012:role/any',
    Code: { ZipFile: `exports.handler = async () => '${id} in a process';` },
    Environment: { Variables: { TABLE: 'books' } },
    ...properties,
  },
});

/** Two functions, each behind a route, and one that authorizes a third route. */
const app = (properties: object = {}, integrationProperties: object = {}) =>
  template({
    Api: api(),
    Stage: stage('$default'),
    List: lambdaFunction('List', properties),
    Show: lambdaFunction('Show'),
    Check: lambdaFunction('Check'),
    Int: integration({ IntegrationUri: { 'Fn::GetAtt': ['List', 'Arn'] }, ...integrationProperties }),
    ShowInt: integration({ IntegrationUri: { 'Fn::GetAtt': ['Show', 'Arn'] } }),
    Auth: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        Name: 'staff',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: {
          'Fn::Join': [
            '',
            ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Check', 'Arn'] }, '/invocations'],
          ],
        },
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 0,
      },
    },
    Allowed: permission(
      { 'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:123456789012:', { Ref: 'Api' }, '/authorizers/', { Ref: 'Auth' }]] },
      { FunctionName: { 'Fn::GetAtt': ['Check', 'Arn'] } },
    ),
    ListRoute: route('GET /books'),
    ShowRoute: route('GET /books/{id}', { Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'ShowInt' }]] } }),
    OrdersRoute: route('GET /orders', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } }),
  });

async function load(functions: GatewayOptions['functions'], options: GatewayOptions & { readonly path?: string } = {}) {
  const log: LogEntry[] = [];
  const gateway = await LocalGateway.load(options.path ?? app(), { functions, log: (entry) => log.push(entry), ...options });
  onTestFinished(() => gateway.close());
  const get = async (path = '/books') => {
    const response = await gateway.inject({ path });
    return { status: response.statusCode, text: response.text() };
  };
  const texts = () => log.flatMap((entry) => (entry.kind === 'function' ? [entry.text] : []));
  return { gateway, get, log, texts };
}

const OK = { statusCode: 200, body: 'ok' };
/** Variables that every function has in the context of its calls. */
const OWN_VARIABLES = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: expect.any(String),
  AWS_SESSION_TOKEN: expect.any(String),
};

describe('a handler in the process of a test', () => {
  test('gets the event and the context of a Lambda function', async () => {
    const handler = vi.fn<FunctionHandler>(async () => OK);
    const { gateway, get } = await load({ 'Books/List': handler });
    expect(await get('/books?sort=title')).toEqual({ status: 200, text: 'ok' });
    const [event, context] = handler.mock.calls[0] ?? expect.fail('it was not called');
    expect(event).toMatchObject({ version: '2.0', routeKey: 'GET /books', rawPath: '/books', queryStringParameters: { sort: 'title' } });
    expect(context).toMatchObject({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'books-list',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:books-list',
      memoryLimitInMB: '128',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      logGroupName: '/aws/lambda/books-list',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      environment: { TABLE: 'books', ...OWN_VARIABLES },
    });
    expect(context.getRemainingTimeInMillis()).toBeGreaterThan(1000);
    expect(context.getRemainingTimeInMillis()).toBeLessThanOrEqual(3000);
    expect(gateway.invocations('Books/List')).toEqual([{ requestId: expect.any(String), event, outcome: { kind: 'result', value: OK } }]);
  });

  test('does not see the function in process.env, and overrides reach its context', async () => {
    const before = { ...process.env };
    const seen: unknown[] = [];
    const { get } = await load(
      { List: async (_event, { environment }) => seen.push(environment, { ...process.env }) && OK },
      { overrides: { environment: { 'Books/List': { TABLE: 'local', MORE: '1' } } } },
    );
    await get();
    expect(seen).toEqual([{ TABLE: 'local', MORE: '1', ...OWN_VARIABLES }, before]);
    expect(process.env).toEqual(before);
  });

  test.each<[string, FunctionHandler]>([
    ['async', async () => OK],
    ['returns a promise', () => Promise.resolve(OK)],
    ['returns a value', () => OK],
    ['calls the callback', (_event, _context, callback) => callback(null, OK)],
    ['calls the callback later', (_event, _context, callback) => void setTimeout(() => callback(null, OK), 5)],
    ['calls context.succeed', (_event, context) => context.succeed(OK)],
    ['calls context.done later', (_event, context) => void setTimeout(() => context.done(null, OK), 5)],
    ['is a mock', vi.fn().mockReturnValue(OK)],
    ['is a mock of an async function', vi.fn().mockResolvedValue(OK)],
    ['is a mock with a callback', vi.fn<FunctionHandler>((_event, _context, callback) => callback(null, OK))],
  ])('can be written in any style: %s', async (_style, handler) => {
    const { get } = await load({ List: handler });
    expect(await get()).toEqual({ status: 200, text: 'ok' });
  });

  test('logs that the service ignores a value without a promise', async () => {
    const { get, texts } = await load({ List: () => OK });
    await get();
    expect(texts()).toEqual([expect.stringContaining('make it async')]);
  });

  test.each<[string, FunctionHandler, unknown]>([
    ['undefined as null', async () => undefined, 'null'],
    ['nothing at all as null', () => undefined, 'null'],
    [
      'dates and members without a value as JSON does',
      async () => ({ at: new Date(0), no: undefined }),
      '{"at":"1970-01-01T00:00:00.000Z"}',
    ],
    ['a text as it is', async () => 'text', 'text'],
  ])('has its result serialized: %s', async (_what, handler, text) => {
    const { get } = await load({ List: handler });
    expect(await get()).toEqual({ status: 200, text });
  });

  test.each<[string, FunctionHandler, string]>([
    ['a BigInt', async () => ({ body: 1n }), 'Unable to stringify response body: Do not know how to serialize a BigInt'],
    [
      'a cycle',
      async () => {
        const result: Record<string, unknown> = {};
        result.self = result;
        return result;
      },
      'Unable to stringify response body: Converting circular structure',
    ],
    ['more than 6 MB', async () => 'x'.repeat(6_291_557), 'Response payload size exceeded'],
  ])('fails with a result that cannot be sent: %s', async (_what, handler, message) => {
    const { get, texts, gateway } = await load({ List: handler });
    expect((await get()).status).toBe(500);
    expect(texts().join('\n')).toContain(message);
    expect(gateway.invocations('List')[0]?.outcome).toMatchObject({
      kind: 'error',
      error: { errorMessage: expect.stringContaining(message) },
    });
  });

  test.each<[string, FunctionHandler]>([
    ['throws', () => fails()],
    ['rejects', async () => fails()],
    ['gives an error to the callback', (_event, _context, callback) => callback(new TypeError('no table'))],
    ['calls context.fail', (_event, context) => context.fail(new TypeError('no table'))],
  ])('has what it throws in the log of the answer: %s', async (_how, handler) => {
    const { get, log, gateway } = await load({ List: handler });
    expect((await get()).status).toBe(500);
    const answer = log.find((entry) => entry.kind === 'request');
    expect(answer).toMatchObject({ status: 500, reason: expect.stringContaining('Books/List failed: TypeError: no table') });
    const [thrown] = log.filter((entry) => entry.kind === 'function');
    expect(thrown).toMatchObject({ level: 'ERROR', requestId: answer?.requestId, text: expect.stringContaining('TypeError: no table') });
    const [{ outcome } = expect.fail('it was not recorded')] = gateway.invocations('List');
    const { error } = outcome?.kind === 'error' ? outcome : expect.fail('it did not fail');
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'no table' });
    expect(error.trace.join('\n')).toContain('in-process.test');
    expect(error.trace.join('\n')).not.toMatch(/src.functions/);
  });

  test('gets a copy of the event, and gives a copy of its result', async () => {
    const result = { statusCode: 200, body: 'ok', list: [1] };
    const { get, gateway } = await load({
      List: async (event) => {
        event.rawPath = 'changed';
        return result;
      },
    });
    await get();
    result.list.push(2);
    expect(gateway.invocations('List')).toMatchObject([{ event: { rawPath: '/books' }, outcome: { value: { list: [1] } } }]);
  });

  test('runs into the timeout of the function', async () => {
    const { get, texts, gateway } = await load({ List: () => new Promise(() => undefined) }, { path: app({ Timeout: 0.05 }) });
    expect((await get()).status).toBe(500);
    expect(texts()).toEqual([expect.stringMatching(/^Task timed out after 0\.05 seconds/)]);
    expect(gateway.invocations('List')).toMatchObject([{ outcome: { kind: 'timeout', millis: 50 } }]);
    await gateway.idle();
  });

  test('serves many requests at once, up to the reserved concurrency', async () => {
    const waiting: (() => void)[] = [];
    const handler = () => new Promise((resolve) => waiting.push(() => resolve(OK)));
    const many = await load({ List: handler });
    const answers = Array.from({ length: 50 }, () => many.get());
    await vi.waitFor(() => expect(waiting).toHaveLength(50));
    for (const answer of waiting.splice(0)) {
      answer();
    }
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);

    const limited = await load({ List: handler }, { path: app({ ReservedConcurrentExecutions: 1 }) });
    const first = limited.get();
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    expect((await limited.get()).status).toBe(500);
    waiting[0]?.();
    expect((await first).status).toBe(200);
  });

  test('is loaded at once by prepare', async () => {
    const handler = vi.fn(async () => OK);
    const { gateway, get } = await load({ '*': handler });
    await gateway.prepare();
    expect(handler).not.toHaveBeenCalled();
    expect((await get()).status).toBe(200);
  });
});

describe('the functions that are replaced', () => {
  test('are those with a name, and other functions run in processes', async () => {
    const { get } = await load({ 'Books/List': async () => 'here' });
    expect((await get('/books')).text).toBe('here');
    expect((await get('/books/1')).text).toBe('Show in a process');
  });

  test.each(['Books/List', 'List', 'books-list'])('are named by %s before *', async (name) => {
    const { get } = await load({ '*': async () => 'any', [name]: async () => 'named' });
    expect((await get('/books')).text).toBe('named');
    expect((await get('/books/1')).text).toBe('any');
  });

  test('can be those of authorizers', async () => {
    const check = vi.fn(async (event: { routeArn: string }) => ({
      isAuthorized: event.routeArn.endsWith('/orders'),
      context: { user: 'ann' },
    }));
    const { get, gateway } = await load({ Check: check, List: async (event) => event.requestContext.authorizer.lambda.user });
    expect(await get('/orders')).toEqual({ status: 200, text: 'ann' });
    expect(gateway.invocations('Books/Check')).toMatchObject([{ event: { type: 'REQUEST' }, outcome: { value: { isAuthorized: true } } }]);
  });

  test('need no code and no runtime of this machine', async () => {
    const path = app({ Runtime: 'python3.13', Handler: 'app.handler', Code: { S3Bucket: 'b', S3Key: 'k' }, PackageType: 'Image' });
    const { gateway, get } = await load({ List: async () => 'here' }, { path });
    expect(gateway.diagnostics.filter(({ location }) => location.logicalId === 'List')).toEqual([]);
    expect((await get()).text).toBe('here');
  });

  test.each<[string, unknown, RegExp]>([
    [
      'Books/Lisst',
      async () => OK,
      /^functions\.Books\/Lisst matches no function of the app \(did you mean Books\/List\?\): expected \* or one of Books\/List, Books\/Show, Books\/Check$/,
    ],
    ['Api', async () => OK, /^functions\.Api matches no function of the app: expected/],
    ['Books/List', 'handler', /^functions\.Books\/List is a string, which must be a function$/],
  ])('have to be in the app: %s', async (name, handler, message) => {
    const error = await LocalGateway.load(app(), { functions: { [name]: handler as FunctionHandler } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
  });
});

describe('invocations', () => {
  test('are those of functions in processes, too', async () => {
    const { gateway, get } = await load({});
    await get();
    expect(gateway.invocations('Books/List')).toMatchObject([
      { event: { rawPath: '/books' }, outcome: { kind: 'result', value: 'List in a process' } },
    ]);
    expect(gateway.invocations('Books/Show')).toEqual([]);
  });

  test('are the last thousand', async () => {
    const { gateway, get } = await load({ List: async () => OK });
    for (let each = 0; each < 1005; each++) {
      await get(`/books?n=${each}`);
    }
    const all = gateway.invocations('List');
    expect(all).toHaveLength(1000);
    expect(all[0]).toMatchObject({ event: { rawQueryString: 'n=5' }, outcome: { kind: 'result' } });
    expect(all.at(-1)).toMatchObject({ event: { rawQueryString: 'n=1004' } });
  });

  test('take a limited amount of memory', async () => {
    const { gateway, get } = await load({ List: async () => 'x'.repeat(6_000_000) });
    for (let each = 0; each < 7; each++) {
      await get(`/books?n=${each}`);
    }
    expect(gateway.invocations('List').map(({ event }) => event.rawQueryString)).toEqual(['n=2', 'n=3', 'n=4', 'n=5', 'n=6']);
  });

  test('are forgotten when they did not reach the handler', () => {
    const history = new InvocationHistory();
    const called = fn();
    const recorded = history.started(called, 'request-1', '{}');
    history.started(called, 'request-2', '{}');
    history.unstarted(called, recorded);
    expect(history.of(called)).toEqual([{ requestId: 'request-2', event: {} }]);
  });

  test('have the text of a result that is no JSON', () => {
    const history = new InvocationHistory();
    const called = fn();
    history.finished(called, history.started(called, 'request-1', '{}'), { kind: 'result', payload: '{"price": NaN}' });
    expect(history.of(called)).toEqual([{ requestId: 'request-1', event: {}, outcome: { kind: 'result', value: '{"price": NaN}' } }]);
  });

  test('are not recorded when nobody wants them, and need the name of a function', async () => {
    const { gateway } = await load({}, { recordInvocations: false });
    expect(() => gateway.invocations('List')).toThrow('invocations are not recorded');
    const other = await load({});
    expect(() => other.gateway.invocations('Books/Lst')).toThrow(
      'no route calls a function Books/Lst (did you mean Books/List?), expected: Books/List, Books/Show, Books/Check',
    );
  });
});

describe('idle', () => {
  test('waits for requests and for functions that go on after the timeout of the integration', async () => {
    let finish: () => void = () => undefined;
    const handler = vi.fn(
      () =>
        new Promise((resolve) => {
          finish = () => resolve(OK);
        }),
    );
    const { gateway, get } = await load({ List: handler }, { path: app({}, { TimeoutInMillis: 50 }) });
    await gateway.idle();
    expect((await get()).status).toBe(503);
    let isIdle = false;
    const idle = gateway.idle().then(() => {
      isIdle = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isIdle).toBe(false);
    expect(gateway.invocations('List')).toEqual([{ requestId: expect.any(String), event: expect.anything() }]);
    finish();
    await idle;
    expect(gateway.invocations('List')).toMatchObject([{ outcome: { kind: 'result', value: OK } }]);
  });

  test('waits for what a port receives, and for a function in a process', async () => {
    const { gateway, log } = await load({});
    const { url } = await gateway.listen();
    const response = fetch(`${url}/books`);
    await vi.waitFor(() => expect(log.some(({ kind }) => kind === 'invocation')).toBe(true));
    await gateway.idle();
    expect(log.at(-1)).toMatchObject({ kind: 'request', status: 200 });
    expect((await response).status).toBe(200);
  });

  test('does not wait for a request that failed', async () => {
    const { gateway } = await load({ List: async () => fails() });
    void gateway.inject({ path: '/books' });
    void gateway.inject({ path: '/nothing' });
    await gateway.idle();
    expect(gateway.invocations('List')).toMatchObject([{ outcome: { kind: 'error' } }]);
  });
});

describe('fake timers', () => {
  test('belong to the test alone', async () => {
    const { gateway, get } = await load({
      List: async (_event, context) => {
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        return { at: new Date().toISOString(), left: context.getRemainingTimeInMillis() };
      },
      Check: async () => ({ isAuthorized: true }),
    });
    vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const answer = get('/orders');
    await vi.advanceTimersByTimeAsync(59_999);
    expect(gateway.invocations('List')[0]?.outcome).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(JSON.parse((await answer).text)).toEqual({ at: '2030-01-01T00:01:00.000Z', left: -57_000 });
    await gateway.idle();
    expect(vi.getTimerCount()).toBe(0);
  });
});

function fails(): never {
  throw new TypeError('no table');
}
