import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { InjectRequest } from '../../src/gateway/inject';
import type { RequestEntry } from '../../src/gateway/log-entry';
import type { ServedApi } from '../../src/index';
import { LocalGateway } from '../../src/index';
import { type Handwritten, handwritten } from '../serve/app';

const seed = Number(process.env.TEST_SEED);

/** What answered a request, as far as an explanation contains it too. */
interface Taken {
  readonly status: number;
  readonly route?: string;
  readonly stage?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly mapped?: RequestEntry['mapping'];
}

/** A gateway whose functions run in this process, with what it does and what it explains. */
async function gatewayFor(app: Handwritten) {
  let last: RequestEntry | undefined;
  const gateway = await LocalGateway.load(handwritten(app), {
    functions: { '*': async (event: unknown) => event },
    logMappings: true,
    log: (entry) => {
      last = entry.kind === 'request' ? entry : last;
    },
  });
  const served = gateway.api('books') as ServedApi;
  const send = async (request: InjectRequest): Promise<Taken> => {
    const before = gateway.invocations('Fn').length;
    const { statusCode } = await gateway.inject(request);
    const [event] = gateway
      .invocations('Fn')
      .slice(before)
      .map((invocation) => invocation.event as { requestContext: { stage: string }; pathParameters?: Record<string, string> });
    return {
      status: statusCode,
      route: last?.route,
      stage: event?.requestContext.stage,
      variables: event?.pathParameters,
      mapped: last?.mapping,
    };
  };
  return {
    send,
    explain: (request: InjectRequest) => served.explain(request),
    close: () => gateway.close(),
  };
}

async function expectSame({ send, explain }: Awaited<ReturnType<typeof gatewayFor>>, request: InjectRequest): Promise<void> {
  const [explained, taken] = [await explain(request), await send(request)];
  expect(explained.route).toBe(taken.route);
  expect(explained.answered).toBe(taken.route !== undefined);
  if (taken.route === undefined) {
    expect(explained.outcome).toContain(String(taken.status));
    return;
  }
  expect(explained.stage?.name).toBe(taken.stage);
  const [first, ...others] = explained.candidates;
  expect(first).toMatchObject({ route: taken.route, selected: true, pathVariables: taken.variables ?? {} });
  expect(others.filter(({ selected }) => selected)).toEqual([]);
  if (taken.mapped !== undefined) {
    expect(explained.mapped).toEqual({ method: request.method ?? 'GET', ...taken.mapped.after });
  }
}

const KEYS = ['GET /', 'ANY /a', 'GET /a', 'GET /a/{x}', 'ANY /{y}/b', 'POST /a/{x}', 'ANY /a/{rest+}', 'GET /{all+}', '$default'];
const MAPPING = {
  'append:header.x-a': 'path $request.path',
  'overwrite:header.x-stage': '$context.stage',
  'overwrite:querystring.id': '$request.header.x-id',
  'remove:header.x-gone': '',
  'append:header.x-var': '$stageVariables.color',
  'append:header.x-body': '$request.body.name',
};

describe('an explanation has the stage, the route and the mapped request of the gateway', () => {
  test.each<[string, InjectRequest]>([
    ['a fixed path', { path: '/a' }],
    ['another method on it', { path: '/a', method: 'PUT' }],
    ['a path variable', { path: '/a/1%2F2?q=1', headers: { 'x-id': '7', 'x-gone': 'x' } }],
    ['a greedy variable', { path: '/a/1/2' }],
    ['a named stage', { path: '/dev/a/1', headers: { 'x-id': ['1', '2'] } }],
    ['the root of a named stage', { path: '/dev' }],
    ['a body that the mapping reads', { path: '/a', method: 'POST', body: { name: 'Ada' } }],
    ['no other route than $default', { path: '/', method: 'DELETE' }],
  ])('for %s', async (_, request) => {
    const gateway = await gatewayFor({
      routes: KEYS,
      stages: ['$default', 'dev'],
      stage: { StageVariables: { color: 'blue' } },
      integration: { RequestParameters: MAPPING },
    });
    onTestFinished(gateway.close);
    await expectSame(gateway, request);
  });

  test.each<[string, InjectRequest]>([
    ['a path without a stage', { path: '/prod/a' }],
    ['a path without a route', { path: '/dev/none' }],
    ['two Host headers', { path: '/dev/a', headers: { host: ['a', 'b'] } }],
    ['headers of more than 10,240 bytes', { path: '/dev/a', headers: { 'x-long': 'x'.repeat(11_000) } }],
    ['a body of more than 10 MB', { path: '/dev/a', method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) }],
  ])('or the answer of the gateway itself, for %s', async (_, request) => {
    const gateway = await gatewayFor({ routes: ['ANY /a'], stages: ['dev'] });
    onTestFinished(gateway.close);
    const [explained, taken] = [await gateway.explain(request), await gateway.send(request)];
    expect(explained).toMatchObject({ route: taken.route, answered: false });
    expect(explained.outcome).toContain(`the gateway answers ${taken.status}: `);
  });

  const segment = fc.constantFrom('a', 'b', '{x}', '{y}');
  const keyPath = fc
    .tuple(fc.uniqueArray(segment, { maxLength: 3 }), fc.boolean())
    .map(([segments, greedy]) => `/${[...segments, ...(greedy ? ['{rest+}'] : [])].join('/')}`);
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom('GET', 'POST', 'ANY'), keyPath).map((parts) => parts.join(' ')) },
    { weight: 1, arbitrary: fc.constant('$default') },
  );
  const mapping = fc.subarray(Object.entries(MAPPING)).map((entries) => Object.fromEntries(entries));
  const path = fc.array(fc.constantFrom('a', 'b', 'dev', '%2F', ''), { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
  const request: fc.Arbitrary<InjectRequest> = fc.record({
    method: fc.constantFrom('GET', 'POST', 'OPTIONS'),
    path: fc.tuple(path, fc.constantFrom('', '?q=1', '?id=1&id=2')).map((parts) => parts.join('')),
    headers: fc.record({ 'x-id': fc.constantFrom('1', 'two'), 'x-gone': fc.constant('x') }, { requiredKeys: [] }),
  });

  test(`for random apps and requests (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { minLength: 1, maxLength: 8 }),
        fc.subarray(['$default', 'dev'], { minLength: 1 }),
        mapping,
        fc.array(request, { minLength: 1, maxLength: 8 }),
        async (routes, stages, RequestParameters, requests) => {
          const gateway = await gatewayFor({ routes, stages, integration: { RequestParameters } });
          for (const each of requests) {
            await expectSame(gateway, each);
          }
          await gateway.close();
        },
      ),
      { numRuns: 40, seed },
    );
  });
});
