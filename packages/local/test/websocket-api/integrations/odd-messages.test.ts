import { describe, expect, it } from 'vitest';
import type { RouteRun } from '../../../src/websocket-api/route-run';
import { backend, FUNCTION, FUNCTION_URI, handshake, integration, invoker, message, response } from './support';

const ODD: readonly string[] = [
  '',
  ' ',
  '\0',
  '\r\nHost: evil',
  '\ud800',
  'ä€😀',
  'null',
  '[]',
  '"text"',
  '1e400',
  '123456789012345678901234567890',
  '{"__proto__":{"a":1},"constructor":"x","a":null}',
  '{"a":{"a":{"a":[[[{"a":"b"}]]]}}}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `{"a":"${'x'.repeat(100_000)}"}`,
  '$input.body #set($x = 1) #if( $util.parseJson("{")',
];

const TEMPLATE =
  '{"statusCode": 200, "a": $input.json("$.a"), "b": "$input.path("$.a.a")", "c": "$util.escapeJavaScript($input.body)", "d": "$util.urlEncode($input.path("$"))"}';
const PARAMETERS = {
  'integration.request.querystring.q': 'route.request.body.a',
  'integration.request.path.p': 'route.request.body',
  'integration.request.header.h': 'route.request.body.a',
};
const TEMPLATED = {
  RequestTemplates: { $default: TEMPLATE },
  TemplateSelectionExpression: '${request.body.a}${request.body.__proto__}${request.body.constructor}',
  RequestParameters: PARAMETERS,
};
const ANSWERS = {
  Any: response('$default', { ResponseTemplates: { $default: TEMPLATE }, TemplateSelectionExpression: '$request.body.a' }),
};

describe('odd messages', () => {
  const runs = async (run: (message: RouteRun) => Promise<{ readonly kind: string }>) => {
    for (const text of ODD) {
      expect(['response', 'failed'], JSON.stringify(text.slice(0, 50))).toContain((await run(message(text))).kind);
      expect(['response', 'failed']).toContain((await run(handshake({ headers: [['X', text]], query: [[text, text]] }))).kind);
    }
  };

  it.each(['HTTP', 'HTTP_PROXY'])('are answered by %s integrations', async (IntegrationType) => {
    const { url, received } = await backend({ body: '{"a":"b"}' });
    const found = integration(
      { ...TEMPLATED, IntegrationType, IntegrationUri: `${url}/{p}?x={p}`, IntegrationMethod: 'POST' },
      { more: ANSWERS },
    );
    await runs((run) => found.run(run));
    expect(received.length).toBeGreaterThan(5);
    expect(received.every(({ headers }) => headers['host'] === new URL(url).host)).toBe(true);
  });

  it('are answered by mocks', async () => {
    const found = integration({ ...TEMPLATED, IntegrationType: 'MOCK' }, { more: ANSWERS });
    await runs((run) => found.run(run));
  });

  it('are answered by functions', async () => {
    const { functions, events } = invoker({ kind: 'result', payload: '{"a":"b"}' });
    const found = integration(
      { ...TEMPLATED, IntegrationType: 'AWS', IntegrationUri: FUNCTION_URI },
      { functions, more: { ...ANSWERS, Fn: FUNCTION } },
    );
    await runs((run) => found.run(run));
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      expect(() => JSON.parse(event)).not.toThrow();
    }
  });

  it.each(['sqs:path/1/{p}', 'dynamodb:action/PutItem', 's3:path/b/{p}'])('are answered by %s', async (resource) => {
    const { url, received } = await backend({ body: '<A><B>&#x110000;</B></A>' });
    const IntegrationUri = `arn:aws:apigateway:us-east-1:${resource}`;
    const [service = ''] = resource.split(':');
    const found = integration({ ...TEMPLATED, IntegrationType: 'AWS', IntegrationUri }, { more: ANSWERS, endpoints: { [service]: url } });
    await runs((run) => found.run(run));
    expect(received.length).toBeGreaterThan(5);
  });
});
