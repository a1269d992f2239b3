import { describe, expect, test } from 'vitest';
import type { FunctionPlan } from '../../src/definitions/function';
import type { InvokeOptions, InvokeResult } from '../../src/functions/invocation';
import { BodyTooLarge, bufferedBody, EMPTY_BODY } from '../../src/gateway/body';
import type { RequestBody } from '../../src/gateway/message';
import type { MappedRequest, RoutedRequest } from '../../src/gateway/routed-request';
import { lambdaBackend, MAX_EVENT_BYTES } from '../../src/integrations/lambda';
import { body, fn, hosted } from './support';

function routed(requestBody: RequestBody, headers: RoutedRequest['request']['headers'] = []): RoutedRequest {
  return {
    request: {
      method: 'POST',
      target: '/books',
      headers: [['content-type', 'text/plain'], ...headers],
      body: requestBody,
      sourceIp: '127.0.0.1',
    },
    api: {
      id: 'abcdefghij',
      name: 'books',
      accountId: '123456789012',
      region: 'eu-west-1',
      stages: [],
      routes: [],
      location: fn().location,
    },
    stage: { name: '$default', variables: {} },
    route: { key: 'POST /books' },
    requestId: 'request-1',
    startedAt: new Date(0),
    path: '/books',
    rawPath: '/books',
    pathVariables: {},
    rawQuery: '',
    query: [],
    caller: { kind: 'none' },
  } as unknown as RoutedRequest;
}

const MAPPED: MappedRequest = {
  path: '/books',
  pathOverwritten: false,
  headers: [['content-type', 'text/plain']],
  query: [],
  queryChanged: false,
};

/** Calls a backend whose function comes to this. */
async function outcomeOf(
  result: InvokeResult,
  {
    version = '2.0',
    content = EMPTY_BODY,
    plan = fn(),
    headers = [],
  }: { version?: '1.0' | '2.0'; content?: RequestBody; plan?: FunctionPlan; headers?: RoutedRequest['request']['headers'] } = {},
) {
  const calls: { event: Record<string, unknown>; options: InvokeOptions; fn: FunctionPlan }[] = [];
  const backend = lambdaBackend(
    { kind: 'lambda', function: plan, payloadFormatVersion: version },
    { timeoutMillis: 1500 },
    {
      invoke: async (called, event, options) => {
        calls.push({ fn: called, event: JSON.parse(event), options });
        return result;
      },
    },
  );
  return { outcome: await backend.call(routed(content, headers), MAPPED), calls };
}

const returned = (value: unknown): InvokeResult => ({ kind: 'result', payload: JSON.stringify(value) });

describe('events', () => {
  test('of the payload format that the integration asks for', async () => {
    const { calls } = await outcomeOf(returned('x'), { content: bufferedBody(Buffer.from('hello')) });
    expect(calls).toMatchObject([{ event: { version: '2.0', routeKey: 'POST /books', body: 'hello', isBase64Encoded: false } }]);
    const { calls: old } = await outcomeOf(returned('x'), { version: '1.0' });
    expect(old).toMatchObject([{ event: { version: '1.0', httpMethod: 'POST', body: null } }]);
  });

  test('go to the function under the id of the request and with the time of the integration', async () => {
    const plan = fn();
    const { calls } = await outcomeOf(returned('x'), { plan });
    expect(calls).toMatchObject([{ fn: plan, options: { requestId: 'request-1', timeoutMillis: 1500 } }]);
  });

  test.each([
    ['Root=1-67891233-abcdef012345678912345678;Sampled=1', /^Root=1-67891233-abcdef012345678912345678;Sampled=1$/],
    ['Root=1\t{}', /^Root=1-0-[0-9a-f]{24}$/],
    ['Root=1\nX: y', /^Root=1-0-[0-9a-f]{24}$/],
    ['Root=1\0', /^Root=1-0-[0-9a-f]{24}$/],
    ['Root=1\u0100', /^Root=1-0-[0-9a-f]{24}$/],
  ])('have the trace id %j of the client only if a header can hold it', async (sent, expected) => {
    const { calls } = await outcomeOf(returned('x'), { headers: [['X-Amzn-Trace-Id', sent]] });
    expect(calls).toMatchObject([{ options: { traceId: expect.stringMatching(expected) } }]);
  });

  test.each([
    ['as large as Lambda takes', MAX_EVENT_BYTES - 2000, 'response'],
    ['larger', MAX_EVENT_BYTES, 'failure'],
    ['larger in bytes alone', MAX_EVENT_BYTES / 2, 'failure', 'é'],
  ])('%s', async (_, length, kind, character = 'a') => {
    const { outcome, calls } = await outcomeOf(returned('x'), { content: bufferedBody(Buffer.from(character.repeat(length))) });
    expect(outcome).toMatchObject(
      kind === 'failure' ? { kind, statusCode: 413, reason: expect.stringContaining('6291456 bytes') } : { kind },
    );
    expect(calls).toHaveLength(kind === 'failure' ? 0 : 1);
  });

  test('may have as many bytes as Lambda takes, and not one more', async () => {
    const sized = (length: number) => outcomeOf(returned('x'), { content: bufferedBody(Buffer.from('a'.repeat(length))) });
    // As many digits as the length has that is looked for: the event may contain it as a header.
    const probe = 5_000_000;
    const { calls } = await sized(probe);
    const rest = Buffer.byteLength(JSON.stringify(calls[0]?.event)) - probe;

    expect((await sized(MAX_EVENT_BYTES - rest)).outcome).toMatchObject({ kind: 'response' });
    expect((await sized(MAX_EVENT_BYTES - rest + 1)).outcome).toMatchObject({ kind: 'failure', statusCode: 413 });
  });

  test.each([
    [new BodyTooLarge(), 413],
    [new Error('the client went away'), 500],
    ['anything', 500],
  ])('are not made of a body that cannot be read: %s', async (error, statusCode) => {
    const content: RequestBody = { ...EMPTY_BODY, isEmpty: false, read: () => Promise.reject(error) };
    const { outcome, calls } = await outcomeOf(returned('x'), { content });
    expect(outcome).toEqual({ kind: 'failure', statusCode, reason: error instanceof Error ? error.message : error });
    expect(calls).toEqual([]);
  });
});

describe('results', () => {
  test('become responses', async () => {
    const { outcome } = await outcomeOf(returned({ statusCode: 201, body: 'made' }));
    expect(outcome).toMatchObject({ kind: 'response', response: { statusCode: 201, body: 'made' } });
    expect((await outcomeOf(returned({ any: 1 }))).outcome).toMatchObject({ response: { statusCode: 200, body: '{"any":1}' } });
  });

  test.each<['1.0' | '2.0', unknown, RegExp]>([
    [
      '1.0',
      { body: 'x' },
      /^Stack\/Books returned what is no response: payload format 1\.0 needs an object with a statusCode; it returned \{"body":"x"\}$/,
    ],
    ['1.0', 'x'.repeat(1000), /it returned "x{199}\.\.\.$/],
    ['2.0', { statusCode: 200.5 }, /statusCode, headers and body have to be .*; it returned \{"statusCode":200\.5\}/],
  ])('in format %s that are none are a 500', async (version, value, reason) => {
    const { outcome } = await outcomeOf(returned(value), { version });
    expect(outcome).toEqual({ kind: 'failure', statusCode: 500, reason: expect.stringMatching(reason) });
  });

  test.each<[InvokeResult, number, string]>([
    [
      {
        kind: 'error',
        error: { errorType: 'TypeError', errorMessage: 'no', trace: ['TypeError: no', '    at run (/a/index.js:3:5)', '    at x'] },
      },
      500,
      'Stack/Books failed: TypeError: no (at run (/a/index.js:3:5))',
    ],
    [{ kind: 'error', error: { errorType: 'string', errorMessage: 'no', trace: [] } }, 500, 'Stack/Books failed: string: no'],
    [
      { kind: 'timeout', millis: 3000 },
      500,
      'Stack/Books ran into its own timeout of 3 s: give it a longer one, or look for what it waits for',
    ],
    [
      { kind: 'integration-timeout', millis: 1500, started: true },
      503,
      "Stack/Books did not answer within the integration's timeout of 1.5 s; it goes on until its own, 10 s",
    ],
    [
      { kind: 'integration-timeout', millis: 1500, started: false },
      503,
      "Stack/Books had no environment free within the integration's timeout of 1.5 s: allow more of them",
    ],
    [{ kind: 'throttled', limit: 2 }, 500, 'Stack/Books may have 2 invocations at once (ReservedConcurrentExecutions)'],
    [{ kind: 'crash', reason: 'why' }, 500, 'Stack/Books crashed: why; the next request gets a new environment'],
    [{ kind: 'init-error', reason: 'why' }, 500, 'why'],
    [{ kind: 'shutdown' }, 503, 'Stack/Books did not answer before the gateway was closed'],
  ])('that are missing are the service’s error, with a reason: %o', async (result, statusCode, reason) => {
    expect((await outcomeOf(result)).outcome).toEqual({ kind: 'failure', statusCode, reason });
  });

  test('a throttled function is named by its logical id where it has no path', async () => {
    const plan = fn({ location: { ...fn().location, path: undefined } });
    expect((await outcomeOf({ kind: 'throttled', limit: 0 }, { plan })).outcome).toMatchObject({
      reason: expect.stringMatching(/^Books may have/),
    });
  });
});

test('a function in the host answers a request', async () => {
  const { host } = hosted();
  const plan = body('return { statusCode: 200, body: event.body + event.requestContext.requestId };');
  const backend = lambdaBackend({ kind: 'lambda', function: plan, payloadFormatVersion: '2.0' }, { timeoutMillis: 10_000 }, host);
  expect(await backend.call(routed(bufferedBody(Buffer.from('hi '))), MAPPED)).toMatchObject({
    response: { statusCode: 200, body: 'hi request-1' },
  });
});
