import { describe, expect, it } from 'vitest';
import { backend, connection, disconnect, frameOf, handshake, integration, message, response, STAGE, server } from './support';

const proxy = (url: string, properties: object = {}) => ({
  IntegrationType: 'HTTP_PROXY',
  IntegrationMethod: 'POST',
  IntegrationUri: url,
  ...properties,
});

describe('HTTP_PROXY', () => {
  it('W58: sends the message to the URI as it is written, with the headers of the service and no others', async () => {
    const { url, only } = await backend();
    await integration(proxy(`${url}/anything?a=1`)).run(message('{"foo":"bar"}'));
    const { method, url: target, rawHeaders, body } = only();
    expect({ method, target, body }).toEqual({ method: 'POST', target: '/anything?a=1', body: '{"foo":"bar"}' });
    expect(Object.fromEntries(pairs(rawHeaders).filter(([name]) => name?.toLowerCase() !== 'connection'))).toEqual({
      'User-Agent': 'AmazonAPIGateway_abcdefghij',
      'X-Amzn-Apigateway-Api-Id': 'abcdefghij',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'Content-Type': 'application/json; charset=UTF-8',
      host: new URL(url).host,
      'content-length': '13',
    });
  });

  it('W59: answers with the body of the backend, unchanged', async () => {
    const { url } = await backend({ body: '{"any": "thing"}' });
    expect(await frameOf(integration(proxy(url)).run(message('x')))).toBe('{"any": "thing"}');
  });

  it('W60: ignores integration responses', async () => {
    const { url } = await backend({ body: 'as sent' });
    const more = { Response: response('/500/', { ResponseTemplates: { $default: 'changed' } }) };
    expect(await frameOf(integration(proxy(url), { more }).run(message('x')))).toBe('as sent');
  });

  it('W61: adds headers from the context, and W62: the connection ID only if it is mapped', async () => {
    const { url, received } = await backend();
    const mapped = {
      'integration.request.header.connectionId': 'context.connectionId',
      'integration.request.header.stage': 'context.stage',
      'integration.request.header.api': 'context.apiId',
      'integration.request.header.ip': 'context.identity.sourceIp',
      'integration.request.header.nothing': 'context.authorizer.none',
    };
    await integration(proxy(url, { RequestParameters: mapped })).run(message('x'));
    await integration(proxy(url)).run(message('x'));
    expect(received[0]?.headers).toMatchObject({ connectionid: 'SOqGjdZioAMCEeg=', stage: 'dev', api: 'abcdefghij', ip: '127.0.0.1' });
    expect(received[0]?.headers).not.toHaveProperty('nothing');
    expect(JSON.stringify(received[1])).not.toContain('SOqGjdZioAMCEeg');
  });

  it('W63: sends a handshake without a body, with its headers', async () => {
    const { url, only } = await backend({ headers: { 'Sec-WebSocket-Protocol': 'chat' } });
    const headers = [
      ['Host', 'api.local'],
      ['Connection', 'upgrade'],
      ['Upgrade', 'websocket'],
      ['Authorization', 'token'],
      ['User-Agent', 'browser'],
    ] as const;
    const result = await integration(proxy(url)).run(handshake({ headers, query: [['q', '1']] }));
    const { headers: sent, body, url: target } = only();
    expect({ target, body }).toEqual({ target: '/', body: '' });
    expect(sent).toMatchObject({ authorization: 'token', 'user-agent': 'browser', host: new URL(url).host });
    expect(sent).not.toHaveProperty('upgrade');
    expect(sent).not.toHaveProperty('content-type');
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(result).toHaveProperty('headers', expect.arrayContaining([['Sec-WebSocket-Protocol', 'chat']]));
  });

  it('sends the end of a connection without a body and without the headers of the event', async () => {
    const { url, only } = await backend();
    await integration(proxy(url)).run(disconnect({ headers: [['x-restapi', '']] }));
    expect(only().body).toBe('');
    expect(only().headers).not.toHaveProperty('x-restapi');
  });

  it('W66: answers with the body of an error, and W67: its status decides about a handshake', async () => {
    const { url } = await backend({ status: 404, body: 'no such room' });
    expect(await integration(proxy(url)).run(message('x'))).toMatchObject({ kind: 'response', statusCode: 404, body: 'no such room' });
    expect(await integration(proxy(url)).run(handshake())).toMatchObject({ kind: 'response', statusCode: 404 });
  });

  it('W68: answers a backend that is down with an error frame', async () => {
    const url = await server(() => undefined);
    const down = url.replace(/\d+$/, '1');
    expect(await integration(proxy(down)).run(message('x'))).toEqual({
      kind: 'failed',
      message: 'Internal server error',
      statusCode: 502,
      reason: expect.stringContaining('nothing listens at'),
    });
  });

  it('answers a backend that breaks off its response with an error frame', async () => {
    const url = await server((_, reply) => {
      reply.writeHead(200, { 'content-length': '10' });
      reply.write('half');
      setTimeout(() => reply.destroy(), 20);
    });
    expect(await integration(proxy(url)).run(message('x'))).toMatchObject({ kind: 'failed', message: 'Internal server error' });
  });

  it('W56: answers a backend that is too slow with a frame of its own', async () => {
    const url = await server(() => undefined);
    expect(await integration(proxy(url, { TimeoutInMillis: 60 })).run(message('x'))).toMatchObject({
      kind: 'failed',
      message: 'Endpoint request timed out',
      statusCode: 504,
    });
  });

  it('W56: counts the whole response', async () => {
    const url = await server((_, reply) => reply.write('begun'));
    expect(await integration(proxy(url, { TimeoutInMillis: 120 })).run(message('x'))).toMatchObject({
      message: 'Endpoint request timed out',
    });
  });

  it('W69: replaces stage variables in the URI', async () => {
    const { url, only } = await backend();
    await integration(proxy(url.replace('127.0.0.1', '${stageVariables.host}').concat('/${stageVariables.name}'))).run(message('x'));
    expect(only().url).toBe('/orders');
  });

  it('answers a stage without the variable with an error frame', async () => {
    const run = message('x', { connection: connection({ stage: { ...STAGE, variables: {} } }) });
    expect(await integration(proxy('http://${stageVariables.host}/')).run(run)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('needs the stage variable host'),
    });
  });

  it('does not call other machines', async () => {
    expect(await integration(proxy('https://backend.example.com/')).run(message('x'))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('--target https://backend.example.com='),
    });
  });

  it('calls the target of an origin', async () => {
    const { url, only } = await backend();
    await integration(proxy('https://backend.example.com/v1'), { targets: [`https://backend.example.com=${url}/base`] }).run(message('x'));
    expect(only().url).toBe('/base/v1');
  });

  it('W94: decodes base64 with CONVERT_TO_BINARY', async () => {
    const { url, only } = await backend();
    await integration(proxy(url, { ContentHandlingStrategy: 'CONVERT_TO_BINARY' })).run(message(Buffer.from('bytes').toString('base64')));
    expect(only().body).toBe('bytes');
  });
});

describe('request parameters', () => {
  const sent = async (RequestParameters: Record<string, string>, run = message('{"a":{"b":[1,"two"]},"t":"text"}'), path = '/') => {
    const { url, received } = await backend();
    const result = await integration(proxy(url + path, { RequestParameters })).run(run);
    return { result, request: received[0] };
  };

  it('read the message, stage variables, static text and the handshake', async () => {
    const { request } = await sent({
      'integration.request.header.text': 'route.request.body.t',
      'integration.request.header.inner': 'route.request.body.a.b[1]',
      'integration.request.header.all': 'route.request.body.a',
      'integration.request.header.variable': 'stageVariables.name',
      'integration.request.header.static': "'fixed, text'",
      'integration.request.header.missing': 'route.request.body.none',
      'integration.request.header.header': 'route.request.header.Auth',
      'integration.request.header.unknown': '$request.body.t',
      'integration.response.header.wrong': "'x'",
    });
    expect(request?.headers).toMatchObject({
      text: 'text',
      inner: 'two',
      all: '{"b":[1,"two"]}',
      variable: 'orders',
      static: 'fixed, text',
    });
    for (const name of ['missing', 'header', 'unknown', 'wrong']) {
      expect(request?.headers).not.toHaveProperty(name);
    }
  });

  it('send the whole message in a header', async () => {
    const { request } = await sent({ 'integration.request.header.whole': 'route.request.body' }, message('hello'));
    expect(request?.headers).toMatchObject({ whole: 'hello' });
  });

  it('read the last or all values of a handshake', async () => {
    const run = handshake({
      headers: [
        ['Auth', 'one'],
        ['auth', 'two'],
      ],
      query: [
        ['q', '1'],
        ['q', '2'],
        ['Q', '3'],
      ],
    });
    const { request } = await sent(
      {
        'integration.request.header.last': 'route.request.header.AUTH',
        'integration.request.header.every': 'route.request.multivalueheader.Auth',
        'integration.request.querystring.last': 'route.request.querystring.q',
        'integration.request.querystring.every': 'route.request.multivaluequerystring.q',
        'integration.request.querystring.none': 'route.request.multivaluequerystring.x',
      },
      run,
    );
    expect(request?.headers).toMatchObject({ last: 'two', every: 'one,two' });
    expect(request?.url).toBe('/?last=2&every=1%2C2');
  });

  it('fill variables of the URI, encoded, and append to its query string', async () => {
    const { request } = await sent(
      { 'integration.request.path.room': "'a/b c'", 'integration.request.path.x': "'1&2'", 'integration.request.querystring.q': "'z'" },
      message('x'),
      '/rooms/{room}?x={x}',
    );
    expect(request?.url).toBe('/rooms/a/b%20c?x=1%262&q=z');
  });

  it('are needed for each variable of the URI', async () => {
    const { result } = await sent({}, message('x'), '/rooms/{room}');
    expect(result).toMatchObject({ kind: 'failed', reason: expect.stringContaining('integration.request.path.room') });
  });

  it('cannot lead to another host', async () => {
    const { url, received } = await backend();
    const uri = url.replace('http://127', 'http://{host}127');
    const RequestParameters = { 'integration.request.path.host': 'route.request.body' };
    const result = await integration(proxy(uri, { RequestParameters })).run(message('user@evil.example:80/'));
    expect(result).toMatchObject({ kind: 'failed', reason: expect.stringContaining('invalid host') });
    expect(received).toEqual([]);
  });

  it('replace headers of the gateway', async () => {
    const { request } = await sent({
      'integration.request.header.content-type': "'text/plain'",
      'integration.request.header.host': "'own'",
    });
    expect(request?.headers).toMatchObject({ 'content-type': 'text/plain', host: 'own' });
  });

  it('that HTTP cannot carry are answered with an error frame', async () => {
    const { result } = await sent({ 'integration.request.header.x': 'route.request.body' }, message('a\r\nb: c'));
    expect(result).toMatchObject({ kind: 'failed', message: 'Internal server error' });
  });
});

describe('HTTP', () => {
  const templated = (url: string, properties: object = {}) =>
    proxy(url, { IntegrationType: 'HTTP', TemplateSelectionExpression: '\\$default', ...properties });

  it('W64: sends no body with GET', async () => {
    const { url, only } = await backend();
    await integration(templated(url, { IntegrationMethod: 'GET', RequestTemplates: { $default: '{"id":1}' } })).run(message('x'));
    expect(only()).toMatchObject({ method: 'GET', body: '' });
    expect(only().headers).not.toHaveProperty('content-length');
  });

  it('W65: sends what the template prints, also for a handshake', async () => {
    const { url, only } = await backend();
    const template = '{"id": "$context.connectionId", "agent": "$input.params(\'User-Agent\')", "q": "$input.params().querystring.q"}';
    const headers = [['User-Agent', 'browser']] as const;
    await integration(templated(url, { RequestTemplates: { $default: template } })).run(handshake({ headers, query: [['q', 'one']] }));
    expect(only().body).toBe('{"id": "SOqGjdZioAMCEeg=", "agent": "browser", "q": "one"}');
    expect(only().headers['user-agent']).toBe('AmazonAPIGateway_abcdefghij');
  });

  it('turns the response into a frame', async () => {
    const { url } = await backend({ status: 201, body: '{"id":7}', headers: { 'content-type': 'application/json' } });
    const more = {
      Created: response('/2\\d\\d/', { ResponseTemplates: { $default: 'created $input.path("$.id") for $context.connectionId' } }),
      Other: response('$default'),
    };
    expect(await frameOf(integration(templated(url), { more }).run(message('x')))).toBe('created 7 for SOqGjdZioAMCEeg=');
  });
});

describe('W94: content handling of responses', () => {
  const BYTES = Buffer.from([0, 255, 1, 254]);
  const frame = async (ContentHandlingStrategy: string | undefined, body: string | Buffer, ResponseTemplates?: object) => {
    const { url } = await backend({ body });
    const more = { Any: response('$default', { ContentHandlingStrategy, ResponseTemplates }) };
    return frameOf(integration(proxy(url, { IntegrationType: 'HTTP' }), { more }).run(message('x')));
  };

  it('encodes bytes with CONVERT_TO_TEXT', async () => {
    expect(await frame('CONVERT_TO_TEXT', BYTES)).toBe(BYTES.toString('base64'));
  });

  it('shows the converted text to the template', async () => {
    expect(await frame('CONVERT_TO_TEXT', BYTES, { $default: '[$input.body]' })).toBe(`[${BYTES.toString('base64')}]`);
  });

  it('decodes base64 with CONVERT_TO_BINARY', async () => {
    expect(await frame('CONVERT_TO_BINARY', Buffer.from('text').toString('base64'))).toBe('text');
  });

  it('passes text on without it', async () => {
    expect(await frame(undefined, 'grüße')).toBe('grüße');
  });
});

describe('private integrations', () => {
  const link = { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'link' } };
  const balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {} };
  const through = (uri: unknown) => ({
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'PUT',
    IntegrationUri: uri,
    ConnectionType: 'VPC_LINK',
    ConnectionId: { Ref: 'Link' },
  });
  const more = { Link: link, Balancer: balancer };

  it.each(['Balancer', 'Link', 'App/Balancer'])('are called at the target of %s', async (name) => {
    const { url, only } = await backend();
    const uri = { 'Fn::Sub': 'http://${Balancer.DNSName}/rooms?x=1' };
    await integration(through(uri), { more, targets: [`${name}=${url}`] }).run(message('hello'));
    expect(only()).toMatchObject({ method: 'PUT', url: '/rooms?x=1', body: 'hello' });
  });

  it('whose URI is the ARN of a listener are called at its root', async () => {
    const { url, only } = await backend();
    const listener = { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: {} };
    await integration(through({ Ref: 'Listener' }), { more: { ...more, Listener: listener }, targets: [`Listener=${url}`] }).run(
      message('x'),
    );
    expect(only().url).toBe('/');
  });

  it('without a target are answered with an error frame', async () => {
    const uri = { 'Fn::Sub': 'http://${Balancer.DNSName}/' };
    expect(await integration(through(uri), { more }).run(message('x'))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('Balancer is in a VPC'),
    });
  });
});

function pairs(flat: readonly string[]): readonly (readonly (string | undefined)[])[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : []));
}
