import { describe, expect, test } from 'vitest';
import { backend, server } from '../integrations/support';
import { refusalOf, WAYS } from '../ways';
import { errorFrame, play, templates } from './support';

const proxy = (IntegrationUri: string, properties: object = {}) => ({
  IntegrationType: 'HTTP_PROXY',
  IntegrationMethod: 'POST',
  IntegrationUri,
  ...properties,
});

describe.each(WAYS)('HTTP integrations over $way', (way) => {
  // Recorded on the service: localstack-ext, test_websocket_with_http_proxy_integration.
  test('W58, W59: HTTP_PROXY sends the message to the URI, and the frame is the body of the response', async () => {
    const { url, only } = await backend({ body: ' {"as": "sent"}\n' });
    const { ask } = await play(way, { integration: proxy(`${url}/post`) });
    expect(await ask('{"foo":"bar"}')).toBe(' {"as": "sent"}\n');
    expect(only()).toMatchObject({ method: 'POST', url: '/post', body: '{"foo":"bar"}' });
    expect(only().headers).toMatchObject({
      'content-type': 'application/json; charset=UTF-8',
      'content-length': '13',
      'user-agent': expect.stringMatching(/^AmazonAPIGateway_[a-z0-9]{10}$/),
      'x-amzn-apigateway-api-id': expect.stringMatching(/^[a-z0-9]{10}$/),
      'x-amzn-trace-id': expect.stringMatching(/^Root=/),
    });
    expect(Object.keys(only().headers).sort()).toEqual(
      ['connection', 'content-length', 'content-type', 'host', 'user-agent', 'x-amzn-apigateway-api-id', 'x-amzn-trace-id'].sort(),
    );
  });

  test.each<Readonly<Record<string, object>>>([{}, { $default: {} }])(
    'W60: integration responses make no difference to a proxy: %j',
    async (responses) => {
      const { url } = await backend({ body: 'answer' });
      expect(await (await play(way, { integration: proxy(url), responses })).ask('x')).toBe('answer');
    },
  );

  // Also localstack/localstack#9896 and aws/aws-cdk#29562.
  test('W61, W62: the connection ID is sent only if it is mapped', async () => {
    const { url, received } = await backend({ body: 'ok' });
    const mapped = {
      'integration.request.header.connectionId': 'context.connectionId',
      'integration.request.header.stage': 'context.stage',
    };
    await (await play(way, { integration: proxy(url, { RequestParameters: mapped }) })).ask('x');
    await (await play(way, { integration: proxy(url) })).ask('x');
    expect(received[0]?.headers).toMatchObject({ connectionid: expect.stringMatching(/^[\w-]{15}=$/), stage: 'dev' });
    expect(received[1]?.headers).not.toHaveProperty('connectionid');
  });

  // localstack/localstack#5851.
  test('W63: $connect sends no body, and the headers of the handshake', async () => {
    const { url, received } = await backend();
    const { connect } = await play(way, { integration: proxy(url), connects: true });
    await connect({ headers: { 'X-Room': 'one' } });
    expect(received[0]).toMatchObject({ method: 'POST', url: '/', body: '' });
    expect(received[0]?.headers).toMatchObject({ 'x-room': 'one', 'sec-websocket-version': '13' });
  });

  // Stack Overflow 70742479.
  test('W64: GET sends no body', async () => {
    const { url, only } = await backend({ body: 'ok' });
    const integration = {
      ...proxy(url),
      IntegrationType: 'HTTP',
      IntegrationMethod: 'GET',
      ...templates('\\$default', { $default: '{}' }),
    };
    expect(await (await play(way, { integration })).ask('x')).toBe('ok');
    expect(only()).toMatchObject({ method: 'GET', body: '' });
  });

  // localstack/localstack#4719.
  test('W65: HTTP sends what the template prints, on $connect, too', async () => {
    const { url, received } = await backend({ body: 'ok' });
    const integration = {
      ...proxy(url),
      IntegrationType: 'HTTP',
      ...templates('\\$default', { $default: '$context.eventType $input.body' }),
    };
    await (await play(way, { integration, connects: true })).ask('hello');
    expect(received.map(({ body }) => body)).toEqual(['CONNECT {}', 'MESSAGE hello']);
  });

  test('W66: the body of an error is the frame', async () => {
    const { url } = await backend({ status: 500, body: 'broken' });
    expect(await (await play(way, { integration: proxy(url) })).ask('x')).toBe('broken');
  });

  test('W67: another status than 2xx refuses the handshake', async () => {
    const { url } = await backend({ status: 418, body: 'secret' });
    const { connect } = await play(way, { integration: proxy(url), connects: true });
    expect((await refusalOf(connect())).status).toBe(418);
  });

  test('W68: a backend that is down gets an error frame, and the connection stays open', async () => {
    const url = (await server(() => undefined)).replace(/\d+$/, '1');
    const { connected } = await play(way, { integration: proxy(url) });
    const client = await connected();
    for (const message of ['one', 'two']) {
      client.send(message);
      expect(await client.next()).toMatch(errorFrame('Internal server error'));
    }
  });

  // The developer guide, stages of WebSocket APIs.
  test('W69: stage variables are replaced in the URI', async () => {
    const { url, only } = await backend({ body: 'ok' });
    const chat = { stage: { StageVariables: { url: `${new URL(url).host}/rooms` } } };
    expect(await (await play(way, { integration: proxy('http://${stageVariables.url}'), chat })).ask('x')).toBe('ok');
    expect(only().url).toBe('/rooms');
  });

  // Kludex/mangum#128.
  test('W56: a backend that is too slow gets its own frame', async () => {
    const url = await server(() => undefined);
    const { ask } = await play(way, { integration: proxy(url, { TimeoutInMillis: 60 }) });
    expect(await ask('x')).toMatch(errorFrame('Endpoint request timed out'));
  });

  test('an answer of more than 128 KB gets an error frame, and the connection stays open', async () => {
    const url = await server(async (request, reply) => {
      const size = Number(Buffer.concat(await request.toArray()).toString());
      reply.end('ä'.repeat(size / 2));
    });
    const { connected } = await play(way, { integration: proxy(url) });
    const client = await connected();
    client.send(String(128 * 1024));
    expect(await client.next()).toBe('ä'.repeat(64 * 1024));
    client.send(String(128 * 1024 + 2));
    expect(await client.next()).toMatch(errorFrame('Internal server error'));
  });

  test('W94: base64 becomes bytes, and bytes become base64', async () => {
    const { url, only } = await backend({ body: Buffer.from([0, 255]) });
    const integration = { ...proxy(url), IntegrationType: 'HTTP', ContentHandlingStrategy: 'CONVERT_TO_BINARY' };
    const responses = { $default: { ContentHandlingStrategy: 'CONVERT_TO_TEXT' } };
    expect(await (await play(way, { integration, responses })).ask('aGVsbG8=')).toBe('AP8=');
    expect(only().body).toBe('hello');
  });
});
