import { describe, expect, it } from 'vitest';
import type { InvokeOptions, InvokeResult, Invoker } from '../../../src/functions/invocation';
import { connection, FUNCTION, FUNCTION_URI, frameOf, handshake, integration, invoker, message, response } from './support';

const aws = (properties: object = {}) => ({
  IntegrationType: 'AWS',
  IntegrationUri: FUNCTION_URI,
  IntegrationMethod: 'POST',
  ...properties,
});
const result = (payload: string): InvokeResult => ({ kind: 'result', payload });
const failed = (errorMessage: string): InvokeResult => ({ kind: 'error', error: { errorType: 'Error', errorMessage, trace: ['Error'] } });
const ANY = { Any: response('$default') };

function invoking(found: InvokeResult, properties: object = {}, responses: object = ANY) {
  const { functions, events } = invoker(found);
  return { run: integration(aws(properties), { functions, more: { Fn: FUNCTION, ...responses } }), events };
}

describe('AWS integrations of a function', () => {
  it('W81: answer with the whole result as JSON', async () => {
    const { run, events } = invoking(result('{"statusCode":200,"body":"text"}'));
    expect(await frameOf(run.run(message('{"a":1}')))).toBe('{"statusCode":200,"body":"text"}');
    expect(events).toEqual(['{"a":1}']);
  });

  it('invoke the function with what the template prints', async () => {
    const { run, events } = invoking(result('1'), { RequestTemplates: { $default: '{"id":"$context.connectionId","m":$input.body}' } });
    await run.run(message('{"a":1}'));
    expect(events).toEqual(['{"id":"SOqGjdZioAMCEeg=","m":{"a":1}}']);
  });

  it('invoke the function with an empty object for a handshake without a template', async () => {
    const { run, events } = invoking(result('1'));
    expect(await run.run(handshake())).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(events).toEqual(['{}']);
  });

  it('W78: have the status 200 even if the function fails, and W80: select by its message', async () => {
    const responses = {
      Any: response('$default', { ResponseTemplates: { $default: 'fine' } }),
      Bad: response('/.*\\[Bad\\].*/', {
        ResponseTemplates: { $default: 'any', 200: 'status 200: $input.path("$.errorMessage")' },
        TemplateSelectionExpression: '$integration.response.statuscode',
      }),
    };
    expect(await frameOf(invoking(failed('really [Bad]'), {}, responses).run.run(message('{}')))).toBe('status 200: really [Bad]');
    expect(await frameOf(invoking(failed('other'), {}, responses).run.run(message('{}')))).toBe('fine');
    expect(await frameOf(invoking(result('{}'), {}, responses).run.run(message('{}')))).toBe('fine');
  });

  it('W79: have the content type of JSON', async () => {
    const selecting = { TemplateSelectionExpression: '$integration.response.header.Content-Type' };
    const responses = { Any: response('$default', { ...selecting, ResponseTemplates: { $default: 'any', 'application/json': 'json' } }) };
    expect(await frameOf(invoking(result('{}'), {}, responses).run.run(message('{}')))).toBe('json');
    const multiple = { TemplateSelectionExpression: '${integration.response.multivalueheader.content-type}' };
    const all = { Any: response('$default', { ...multiple, ResponseTemplates: { $default: 'any', 'application/json': 'json' } }) };
    expect(await frameOf(invoking(result('{}'), {}, all).run.run(message('{}')))).toBe('json');
  });

  it('select by the status code if the function succeeds', async () => {
    const responses = { Ok: response('/200/', { ResponseTemplates: { a: 'ok' } }) };
    expect(await frameOf(invoking(result('{}'), {}, responses).run.run(message('{}')))).toBe('ok');
  });

  it.each<[string, InvokeResult, string]>([
    ['throws', failed('no'), '{"errorType":"Error","errorMessage":"no","trace":["Error"]}'],
    [
      'is too slow',
      { kind: 'timeout', millis: 3000 },
      '{"errorType":"Sandbox.Timedout","errorMessage":"requestrequest1= Task timed out after 3.00 seconds"}',
    ],
    [
      'crashes',
      { kind: 'crash', reason: 'exit 1' },
      '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: requestrequest1= Error: exit 1"}',
    ],
    [
      'does not load',
      { kind: 'init-error', reason: 'no handler' },
      '{"errorType":"Runtime.UserCodeSyntaxError","errorMessage":"no handler"}',
    ],
  ])('answer with the error of a function that %s', async (_, found, body) => {
    expect(await frameOf(invoking(found).run.run(message('{}')))).toBe(body);
  });

  it('select a throttled invocation by its status code', async () => {
    const responses = { Any: response('$default'), Throttled: response('/429/', { ResponseTemplates: { a: 'slow down' } }) };
    expect(await frameOf(invoking({ kind: 'throttled', limit: 1 }, {}, responses).run.run(message('{}')))).toBe('slow down');
  });

  it('W56: answer a function that exceeds the integration timeout with an error frame', async () => {
    const { run } = invoking({ kind: 'integration-timeout', millis: 29_000, started: true });
    expect(await run.run(message('{}'))).toMatchObject({ kind: 'failed', message: 'Endpoint request timed out', statusCode: 504 });
  });

  it('answer with an error frame when the gateway closes', async () => {
    expect(await invoking({ kind: 'shutdown' }).run.run(message('{}'))).toMatchObject({ kind: 'failed', message: 'Internal server error' });
  });

  it('wait 29 seconds by default', async () => {
    const options: InvokeOptions[] = [];
    const functions: Invoker = {
      invoke: async (_fn, _event, given) => {
        options.push(given);
        return result('1');
      },
    };
    await integration(aws(), { functions, more: { Fn: FUNCTION } }).run(message('{}'));
    expect(options).toEqual([{ requestId: 'requestrequest1=', timeoutMillis: 29_000, traceId: expect.stringMatching(/^Root=1-/) }]);
  });

  it('refuse an event that is not JSON, as Lambda does', async () => {
    const responses = { Any: response('$default'), Bad: response('/400/', { ResponseTemplates: { a: 'bad: $input.path("$.message")' } }) };
    const { run, events } = invoking(result('1'), {}, responses);
    expect(await frameOf(run.run(message('hello')))).toMatch(/^bad: Could not parse request body into json: /);
    expect(events).toEqual([]);
  });

  it('do not wait for an asynchronous invocation', async () => {
    const events: string[] = [];
    const functions: Invoker = {
      invoke: (_fn, event) => {
        events.push(event);
        return new Promise(() => undefined);
      },
    };
    const properties = { RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } };
    const run = integration(aws(properties), { functions, more: { Fn: FUNCTION, ...ANY } });
    expect(await run.run(message('{"a":1}'))).toEqual({ kind: 'response', statusCode: 202, headers: [] });
    expect(events).toEqual(['{"a":1}']);
  });
});

describe('a function that is named by a stage variable', () => {
  const uri =
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}/invocations';

  it('is answered with an error frame in a stage without the variable', async () => {
    const { functions, events } = invoker(result('1'));
    const run = integration(aws({ IntegrationUri: uri }), { functions, more: { Fn: FUNCTION } });
    expect(await run.run(message('{}'))).toMatchObject({ kind: 'failed', reason: expect.stringContaining('stage variable fn') });
    expect(events).toEqual([]);
  });

  it('is invoked', async () => {
    const { functions, events } = invoker(result('1'));
    const named = uri.replace('${stageVariables.fn}', '${stageVariables.name}');
    const run = integration(aws({ IntegrationUri: named }), {
      functions,
      more: { Fn: { ...FUNCTION, Properties: { ...FUNCTION.Properties, FunctionName: 'orders' } }, ...ANY },
    });
    expect(await frameOf(run.run(message('{"b":2}', { connection: connection() })))).toBe('1');
    expect(events).toEqual(['{"b":2}']);
  });
});
