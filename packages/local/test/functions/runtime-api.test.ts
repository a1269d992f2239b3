import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EnvironmentOutcome } from '../../src/functions/execution-environment';
import { type FunctionError, MAX_RESULT_BYTES } from '../../src/functions/invocation';
import { RuntimeApi, type RuntimeInvocation } from '../../src/functions/runtimes/runtime-api/runtime-api';
import { until } from './support';

const INVOCATION: RuntimeInvocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  event: '{"key":"é"}',
  deadline: 1_542_409_706_888,
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:books',
  traceId: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly trailers?: Readonly<Record<string, string>>;
}

/** A Runtime API with what its listener hears. */
async function listening() {
  const api = await RuntimeApi.listen();
  onTestFinished(() => api.close());
  const heard: { ready: number; outcomes: EnvironmentOutcome[]; initErrors: FunctionError[] } = { ready: 0, outcomes: [], initErrors: [] };
  api.listener = {
    ready: () => {
      heard.ready++;
    },
    initFailed: (error) => heard.initErrors.push(error),
    finished: (outcome) => heard.outcomes.push(outcome),
  };
  const send = (path: string, { method = 'POST', headers = {}, body = '', trailers }: Sent = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(`http://${api.address}${path}`, {
        method,
        headers: { ...headers, ...(trailers && { trailer: Object.keys(trailers).join() }) },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      if (trailers !== undefined) {
        sent.write(body);
        sent.addTrailers(trailers);
        sent.end();
      } else {
        sent.end(method === 'GET' ? undefined : body);
      }
    });
  const next = () => send('/2018-06-01/runtime/invocation/next', { method: 'GET' });
  const invocation = (kind: 'response' | 'error', sent: Sent = {}, requestId = INVOCATION.requestId) =>
    send(`/2018-06-01/runtime/invocation/${requestId}/${kind}`, sent);
  /** With an invocation that the runtime has received. */
  const running = async () => {
    api.give(INVOCATION);
    return next();
  };
  return { api, heard, send, next, invocation, running };
}

const OK = { status: 202, body: '{"status":"OK"}\n' };
const refusal = (status: number, errorType: string, errorMessage: string | object = expect.any(String)) => ({
  status,
  body: { errorMessage, errorType },
});
const parsed = ({ status, body }: Answer) => ({ status, body: JSON.parse(body) });

describe('the next invocation', () => {
  test('has the event as its body and the rest in headers', async () => {
    const { running } = await listening();
    const { status, headers, body } = await running();
    expect({ status, body }).toEqual({ status: 200, body: INVOCATION.event });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': INVOCATION.requestId,
      'lambda-runtime-deadline-ms': '1542409706888',
      'lambda-runtime-invoked-function-arn': INVOCATION.functionArn,
      'lambda-runtime-trace-id': INVOCATION.traceId,
    });
    expect(headers).not.toHaveProperty('lambda-runtime-client-context');
    expect(headers).not.toHaveProperty('lambda-runtime-cognito-identity');
  });

  test('tells the client context and the Cognito identity that a caller sends', async () => {
    const { api, next } = await listening();
    api.give({ ...INVOCATION, clientContext: '{"client":{}}', cognitoIdentity: '{"cognitoIdentityId":"i"}' });
    expect((await next()).headers).toMatchObject({
      'lambda-runtime-client-context': '{"client":{}}',
      'lambda-runtime-cognito-identity': '{"cognitoIdentityId":"i"}',
    });
  });

  test('is waited for, and the first request for it says that the runtime is initialized', async () => {
    const { api, heard, next } = await listening();
    const waiting = next();
    await until(() => heard.ready === 1);
    api.give(INVOCATION);
    expect(await waiting).toMatchObject({ status: 200 });
    expect([heard.ready, api.hasUndelivered]).toEqual([1, false]);
  });

  test('is the same one until it is answered', async () => {
    const { running, next } = await listening();
    const first = await running();
    expect(await next()).toMatchObject({ body: first.body, headers: { 'lambda-runtime-aws-request-id': INVOCATION.requestId } });
  });

  test('goes to a request whose client still waits', async () => {
    const { api, heard, next } = await listening();
    const waiting = next();
    await until(() => heard.ready === 1);
    const { port } = new URL(`http://${api.address}`);
    const gone = connect(Number(port), '127.0.0.1', () =>
      gone.write(`GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: ${api.address}\r\n\r\n`, () =>
        setTimeout(() => gone.destroy(), 50),
      ),
    );
    await new Promise((resolve) => gone.on('close', resolve));
    await new Promise((resolve) => setTimeout(resolve, 50));
    api.give(INVOCATION);
    expect(await waiting).toMatchObject({ status: 200, body: INVOCATION.event });
  });

  test('follows the response to the one before, and can be given before the runtime asks', async () => {
    const { api, running, invocation, next, heard } = await listening();
    await running();
    await invocation('response', { body: '1' });
    api.give({ ...INVOCATION, requestId: 'second', event: '2' });
    expect(api.hasUndelivered).toBe(true);
    expect(parsed(await invocation('response', { body: '2' }, 'second'))).toEqual(refusal(400, 'InvalidRequestID'));
    expect(await next()).toMatchObject({ body: '2' });
    expect(heard).toMatchObject({ ready: 1, outcomes: [{ kind: 'result', payload: '1' }] });
  });
});

describe('a response', () => {
  test('is the result', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    const { status, body, headers } = await invocation('response', { body: '{"statusCode":200,"body":"é"}' });
    expect({ status, body }).toEqual(OK);
    expect(headers['content-type']).toBe('application/json');
    expect(heard.outcomes).toEqual([{ kind: 'result', payload: '{"statusCode":200,"body":"é"}' }]);
  });

  test('of another request is refused', async () => {
    const { heard, running, invocation } = await listening();
    expect(parsed(await invocation('response'))).toEqual(refusal(400, 'InvalidRequestID', 'Invalid request ID'));
    await running();
    expect(parsed(await invocation('response', {}, 'other'))).toEqual(refusal(400, 'InvalidRequestID', 'Invalid request ID'));
    expect(parsed(await invocation('error', {}, 'other'))).toEqual(refusal(400, 'InvalidRequestID', 'Invalid request ID'));
    expect(heard.outcomes).toEqual([]);
  });

  test('counts once', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    await invocation('response', { body: '1' });
    const text =
      'State transition from RuntimeResponseSentState to InvocationResponse failed for runtime. Error: State transition is not allowed';
    expect(parsed(await invocation('response', { body: '2' }))).toEqual(refusal(403, 'InvalidStateTransition', text));
    expect(parsed(await invocation('error', { body: '{}' }))).toMatchObject(refusal(403, 'InvalidStateTransition'));
    expect(heard.outcomes).toEqual([{ kind: 'result', payload: '1' }]);
  });

  test('can be as large as Lambda takes it, and no larger', async () => {
    const { api, heard, running, next, invocation } = await listening();
    await running();
    expect(await invocation('response', { body: Buffer.alloc(MAX_RESULT_BYTES, 'a') })).toMatchObject(OK);
    api.give({ ...INVOCATION, requestId: 'second' });
    await next();
    expect(parsed(await invocation('response', { body: Buffer.alloc(MAX_RESULT_BYTES + 1, 'a') }, 'second'))).toEqual(
      refusal(413, 'RequestEntityTooLarge', 'Exceeded maximum allowed payload size (6291556 bytes).'),
    );
    expect(heard.outcomes[0]).toMatchObject({ kind: 'result', payload: expect.objectContaining({ length: MAX_RESULT_BYTES }) });
    expect(heard.outcomes[1]).toEqual({
      kind: 'error',
      error: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).',
        trace: [],
      },
    });
    api.give({ ...INVOCATION, requestId: 'third', event: '3' });
    expect(await next()).toMatchObject({ body: '3' });
  });

  test('that is streamed is collected', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    const headers = { 'lambda-runtime-function-response-mode': 'streaming', 'transfer-encoding': 'chunked' };
    expect(await invocation('response', { headers, body: '"streamed"' })).toMatchObject(OK);
    expect(heard.outcomes).toEqual([{ kind: 'result', payload: '"streamed"' }]);
  });

  test('whose stream fails is an error', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    const error = JSON.stringify({ errorMessage: 'the source broke', stackTrace: ['a.rb:1'] });
    await invocation('response', {
      headers: { 'lambda-runtime-function-response-mode': 'streaming', 'transfer-encoding': 'chunked' },
      body: 'half',
      trailers: {
        'lambda-runtime-function-error-type': 'Function.StreamBroken',
        'lambda-runtime-function-error-body': Buffer.from(error).toString('base64'),
      },
    });
    expect(heard.outcomes).toEqual([
      { kind: 'error', error: { errorType: 'Function.StreamBroken', errorMessage: 'the source broke', trace: ['a.rb:1'] } },
    ]);
  });

  test('of an unknown mode is an error', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    expect(parsed(await invocation('response', { headers: { 'lambda-runtime-function-response-mode': 'buffered' }, body: '1' }))).toEqual(
      refusal(400, 'InvalidFunctionResponseMode', 'Invalid function response mode'),
    );
    expect(heard.outcomes).toMatchObject([{ kind: 'error', error: { errorType: 'Runtime.InvalidResponseModeHeader' } }]);
  });

  test('that is cut off is an error', async () => {
    const { api, heard, running } = await listening();
    await running();
    const { port } = new URL(`http://${api.address}`);
    const socket = connect(Number(port), '127.0.0.1', () => {
      const path = `/2018-06-01/runtime/invocation/${INVOCATION.requestId}/response`;
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${api.address}\r\nContent-Length: 10\r\n\r\n"ha`, () => socket.destroy());
    });
    await until(() => heard.outcomes.length === 1);
    expect(heard.outcomes).toMatchObject([{ kind: 'error', error: { errorType: 'Runtime.TruncatedResponse' } }]);
  });
});

describe('an error', () => {
  test.each<[string, Sent, FunctionError]>([
    [
      'as documented',
      { body: '{"errorMessage":"no such book","errorType":"NotFound","stackTrace":["at a","at b\\n"]}' },
      { errorType: 'NotFound', errorMessage: 'no such book', trace: ['at a', 'at b'] },
    ],
    [
      'of Node.js’s client',
      { body: '{"errorType":"Error","errorMessage":"m","trace":["Error: m","    at f"]}' },
      { errorType: 'Error', errorMessage: 'm', trace: ['Error: m', '    at f'] },
    ],
    [
      'whose type is in the header alone',
      { body: '{"errorMessage":"m"}', headers: { 'lambda-runtime-function-error-type': 'Function.Failed' } },
      { errorType: 'Function.Failed', errorMessage: 'm', trace: [] },
    ],
    [
      'whose type is no valid one',
      { body: '{}', headers: { 'lambda-runtime-function-error-type': 'Function.' } },
      { errorType: 'Function.Unknown', errorMessage: '', trace: [] },
    ],
    [
      'of Go’s client, with frames',
      { body: '{"errorType":"string","errorMessage":"m","stackTrace":[{"path":"main.go","line":12,"label":"handler"},7]}' },
      { errorType: 'string', errorMessage: 'm', trace: ['    at handler (main.go:12)'] },
    ],
    ['that is text', { body: 'it broke' }, { errorType: 'Runtime.Unknown', errorMessage: 'it broke', trace: [] }],
    ['that is a JSON string', { body: '"it broke"' }, { errorType: 'Runtime.Unknown', errorMessage: 'it broke', trace: [] }],
    ['of nothing', {}, { errorType: 'Runtime.Unknown', errorMessage: '', trace: [] }],
    [
      'with members of other types',
      { body: '{"errorMessage":1,"errorType":{},"stackTrace":"x"}' },
      { errorType: 'Runtime.Unknown', errorMessage: '', trace: [] },
    ],
  ])('%s', async (_, sent, error) => {
    const { heard, running, invocation } = await listening();
    await running();
    expect(await invocation('error', sent)).toMatchObject(OK);
    expect(heard.outcomes).toEqual([{ kind: 'error', error }]);
  });

  test('with the cause for X-Ray in a large header', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    const cause = JSON.stringify({ exceptions: ['x'.repeat(500_000)] });
    expect(
      await invocation('error', { body: '{"errorType":"E"}', headers: { 'lambda-runtime-function-xray-error-cause': cause } }),
    ).toMatchObject(OK);
    expect(heard.outcomes).toMatchObject([{ kind: 'error', error: { errorType: 'E' } }]);
  });

  test('that is too large is cut', async () => {
    const { heard, running, invocation } = await listening();
    await running();
    expect(parsed(await invocation('error', { body: Buffer.alloc(MAX_RESULT_BYTES + 1, 'a') }))).toMatchObject(
      refusal(413, 'RequestEntityTooLarge'),
    );
    expect(heard.outcomes).toEqual([{ kind: 'error', error: { errorType: 'Runtime.Unknown', errorMessage: '', trace: [] } }]);
  });
});

describe('an initialization error', () => {
  test('is reported instead of asking for an invocation', async () => {
    const { heard, send, next } = await listening();
    expect(
      await send('/2018-06-01/runtime/init/error', { body: '{"errorMessage":"no module","errorType":"Runtime.ImportError"}' }),
    ).toMatchObject(OK);
    expect(heard).toMatchObject({ ready: 0, initErrors: [{ errorType: 'Runtime.ImportError', errorMessage: 'no module' }] });
    const text = 'State transition from InitError to Ready failed for runtime. Error: State transition is not allowed';
    expect(parsed(await next())).toEqual(refusal(403, 'InvalidStateTransition', text));
  });

  test('is refused once the runtime is initialized', async () => {
    const { heard, send, running } = await listening();
    await running();
    expect(parsed(await send('/2018-06-01/runtime/init/error', { body: '{}' }))).toMatchObject(refusal(403, 'InvalidStateTransition'));
    expect(heard.initErrors).toEqual([]);
  });
});

describe('whoever is not the runtime is refused', () => {
  const NEXT = '/2018-06-01/runtime/invocation/next';

  test.each<[string, string, Sent]>([
    ['a page of a browser, by its Origin', NEXT, { method: 'GET', headers: { origin: 'https://example.com' } }],
    ['a page of a browser, by its Sec-Fetch-Site', NEXT, { method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a rebound name', NEXT, { method: 'GET', headers: { host: 'example.com' } }],
    ['another port', NEXT, { method: 'GET', headers: { host: '127.0.0.1' } }],
    ['a response from a page', `/2018-06-01/runtime/invocation/${INVOCATION.requestId}/response`, { headers: { origin: 'null' } }],
    ['an initialization error from a page', '/2018-06-01/runtime/init/error', { headers: { host: 'localhost.example.com' } }],
  ])('%s', async (_, path, sent) => {
    const { api, heard, send } = await listening();
    api.give(INVOCATION);
    expect(parsed(await send(path, sent))).toMatchObject(refusal(403, 'Forbidden'));
    expect([heard, api.hasUndelivered]).toEqual([{ ready: 0, outcomes: [], initErrors: [] }, true]);
  });

  test('but not the runtime under the name localhost', async () => {
    const { api, send } = await listening();
    api.give(INVOCATION);
    expect(await send(NEXT, { method: 'GET', headers: { host: api.address.replace('127.0.0.1', 'localhost') } })).toMatchObject({
      status: 200,
    });
  });
});

test.each([
  ['GET', '/2018-06-01/runtime/other', 404],
  ['GET', '/2018-06-01/runtime/invocation/next/more', 404],
  ['GET', '/2015-01-01/runtime/invocation/next', 404],
  ['POST', '/2020-01-01/extension/register', 404],
  ['POST', '/2018-06-01/runtime/invocation/next', 405],
  ['GET', '/2018-06-01/runtime/invocation/id/response', 405],
  ['PUT', '/2018-06-01/runtime/init/error', 405],
])('%s %s is %d', async (method, path, status) => {
  const { send, heard } = await listening();
  expect(await send(path, { method })).toMatchObject({ status });
  expect(heard.ready).toBe(0);
});

test('listens on the loopback, on a port of its own for each', async () => {
  const [one, other] = [await listening(), await listening()];
  expect(one.api.address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(one.api.address).not.toBe(other.api.address);
  const { port } = new URL(`http://${one.api.address}`);
  const elsewhere = connect(Number(port), '127.0.0.2');
  await expect(new Promise((resolve, reject) => elsewhere.on('connect', resolve).on('error', reject))).rejects.toThrow();
});

test('ends what waits when it is closed', async () => {
  const { api, heard, next } = await listening();
  const waiting = next();
  await until(() => heard.ready === 1);
  await api.close();
  await expect(waiting).rejects.toThrow('socket hang up');
});
