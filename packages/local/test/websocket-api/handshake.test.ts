import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/index';
import { ACCESS_KEY, signedHeaders } from '../authorizers/sign';
import { template } from '../support';
import { type Chat, chatResources, chatTemplate, ECHO_EVENT } from './app';
import { refusalOf, WAYS } from './ways';

const ID = /^[\w-]{15}=$/;
/** Returns the event of the handshake with the next message, because a handshake has no frame. */
const REMEMBER = `
  exports.seen ??= [];
  exports.seen.push(event);
  return event.requestContext.eventType === 'MESSAGE' ? { statusCode: 200, body: JSON.stringify(exports.seen) } : `;

describe.each(WAYS)('a handshake over $way', ({ open }) => {
  const chat = (more: Chat = {}) => chatTemplate({ twoWay: ['$default'], ...more });
  const connectReturning = (source: string) => chat({ routes: ['$connect'], source: `${REMEMBER} (() => { ${source} })();` });

  test('W1: is accepted without a $connect route', async () => {
    const { connect } = await open(chat());
    const client = await connect();
    client.send('hello');

    expect(JSON.parse(await client.next())).toMatchObject({ body: 'hello' });
  });

  test('W2: is accepted after the function returned 200', async () => {
    const { connect } = await open(connectReturning('return { statusCode: 200 };'));
    const client = await connect();
    client.send('hello');

    expect(JSON.parse(await client.next())).toMatchObject([{ requestContext: { eventType: 'CONNECT' } }, { body: 'hello' }]);
  });

  test.each([
    ['W3', 400, 'return { statusCode: 400, body: "no" };'],
    ['W3', 401, 'return { statusCode: 401 };'],
    ['W3', 302, 'return { statusCode: 302 };'],
    ['W4', 502, 'throw new Error("no");'],
    ['W4', 502, 'return "no";'],
    ['W5', 502, 'return {};'],
    ['W5', 502, 'return true;'],
    ['', 502, 'return { statusCode: 200, headers: { x: { toString: null } } };'],
  ])('%s: is refused with %i by a function: %s', async (_, status, source) => {
    const { connect } = await open(connectReturning(source));

    expect(await refusalOf(connect())).toMatchObject({ status });
  });

  test('W6: is refused with 504 after the integration timeout', async () => {
    const source = 'await new Promise(() => {});';
    const { connect } = await open(chat({ routes: ['$connect'], source, integration: { TimeoutInMillis: 300 } }));

    expect((await refusalOf(connect())).status).toBe(504);
  });

  test('is refused with 501 by an integration that this machine cannot run', async () => {
    const { connect } = await open(chat({ routes: ['$connect'], function: { Runtime: 'go1.x' } }), { functions: {} });

    expect((await refusalOf(connect())).status).toBe(501);
  });

  test('has a response with the IDs of the connection and the request', async () => {
    const { connect } = await open(connectReturning('return { statusCode: 403, body: "secret" };'));
    const { body } = await refusalOf(connect());

    expect(JSON.parse(body)).toEqual({
      message: 'Forbidden',
      connectionId: expect.stringMatching(ID),
      requestId: expect.stringMatching(ID),
    });
  });

  describe('with an authorizer', () => {
    const policy = (effect: string, resource = 'event.methodArn') =>
      `return { principalId: 'me', policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: '${effect}', Resource: ${resource} }] }, context: { level: 3 } };`;
    const withAuthorizer = (source: string, IdentitySource: readonly string[] = []) => {
      const resources = chatResources({
        twoWay: ['$default'],
        routes: ['$connect'],
        connect: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } },
      });
      const uri = ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Check', 'Arn'] }, '/invocations'];
      return template({
        ...resources,
        Check: {
          ...(resources.Fn as object),
          Properties: {
            ...(resources.Fn as { Properties: object }).Properties,
            Code: { ZipFile: `exports.handler = async (event) => { ${source} };` },
          },
        },
        Auth: {
          Type: 'AWS::ApiGatewayV2::Authorizer',
          Properties: {
            ApiId: { Ref: 'Api' },
            Name: 'check',
            AuthorizerType: 'REQUEST',
            AuthorizerUri: { 'Fn::Join': ['', uri] },
            AuthorizerCredentialsArn: 'arn:aws:iam::123456789012:role/any',
            IdentitySource,
          },
        },
      });
    };

    test('its context is in every event of the connection', async () => {
      const { connect } = await open(withAuthorizer(policy('Allow')));
      const client = await connect();
      client.send('hello');

      expect(JSON.parse(await client.next()).requestContext.authorizer).toEqual({
        level: '3',
        principalId: 'me',
        integrationLatency: expect.any(Number),
      });
    });

    test.each([
      ['W7', 401, policy('Allow'), ['route.request.querystring.token']],
      ['W8', 401, 'throw new Error("Unauthorized");', []],
      ['W9', 403, policy('Deny'), []],
      ['W9', 403, policy('Allow', "event.methodArn.replace('$connect', '*/*')"), []],
      ['W10', 500, 'return { statusCode: 401 };', []],
    ])('%s: is refused with %i', async (_, status, source, identitySource) => {
      const { connect } = await open(withAuthorizer(source, identitySource));

      expect((await refusalOf(connect())).status).toBe(status);
    });
  });

  test('is refused with 500 and logged when its authorizer fails unexpectedly', async () => {
    const entries: LogEntry[] = [];
    const iamKeys = Object.defineProperty({}, ACCESS_KEY, {
      enumerable: true,
      get: () => {
        throw new Error('the key ring is locked');
      },
    });
    const { connect } = await open(chat({ routes: ['$connect'], connect: { AuthorizationType: 'AWS_IAM' } }), {
      iamKeys,
      log: (entry) => entries.push(entry),
    });
    const { status, body } = await refusalOf(connect({ headers: signedHeaders({ path: '/dev' }) }));

    expect(status).toBe(500);
    expect(JSON.parse(body)).toMatchObject({ message: 'Internal Server Error' });
    expect(entries).toMatchObject([
      {
        kind: 'connect',
        stage: 'dev',
        status: 500,
        reason: expect.stringContaining('internal error of the gateway: Error: the key ring is locked'),
      },
    ]);
  });

  test('W11: without a signature is refused by IAM authorization', async () => {
    const { connect } = await open(chat({ routes: ['$connect'], connect: { AuthorizationType: 'AWS_IAM' } }));

    expect((await refusalOf(connect())).status).toBe(403);
  });

  test('W13: without an API key is refused if the route needs one', async () => {
    const { connect } = await open(chat({ routes: ['$connect'], connect: { ApiKeyRequired: true } }));

    expect((await refusalOf(connect())).status).toBe(403);
    await connect({ headers: { 'x-api-key': 'any' } });
  });

  test.each(['/dev/foo', '/other', '/'])('W14, W15: to %s is refused', async (path) => {
    const { connect } = await open(chat());

    expect((await refusalOf(connect({ path }))).status).toBe(403);
  });

  test.each([
    ['/dev', 'dev'],
    ['/dev/', 'dev'],
    ['/prod?a=1', 'prod'],
  ])('to %s reaches the stage %s', async (path, stage) => {
    const { connect } = await open(chat({ stages: ['dev', 'prod'] }));
    const client = await connect({ path });
    client.send('hello');

    expect(JSON.parse(await client.next()).requestContext.stage).toBe(stage);
  });

  test('to the only stage that is served needs no stage in the path', async () => {
    const { connect } = await open(chat({ stages: ['dev', 'prod'] }), { stage: 'prod' });
    const client = await connect({ path: '/' });
    client.send('hello');

    expect(JSON.parse(await client.next()).requestContext.stage).toBe('prod');
  });

  describe('with subprotocols', () => {
    const choosing = (headers: string) => connectReturning(`return { statusCode: 200, headers: ${headers} };`);

    test('W17: gets the one that the function returns', async () => {
      const { connect } = await open(choosing('{ "Sec-WebSocket-Protocol": "b" }'));
      const client = await connect({ subprotocols: ['a', 'b'] });
      client.send('hello');

      expect(client.subprotocol).toBe('b');
      const [event] = JSON.parse(await client.next());
      expect(event.headers['Sec-WebSocket-Protocol']).toMatch(/^a, ?b$/);
    });

    test.each([
      ['W18: of which the function returns none', ['a'], '{}'],
      ['that the client did not offer', [], '{ "Sec-WebSocket-Protocol": "b" }'],
      ['other than those offered', ['a'], '{ "Sec-WebSocket-Protocol": "b" }'],
    ])('%s is failed by the client', async (_, subprotocols, headers) => {
      const { connect } = await open(choosing(headers));

      await expect(connect({ subprotocols })).rejects.toThrow(/subprotocol/);
    });
  });

  test('W20-W23: has an event with its headers and query parameters', async () => {
    const { connect } = await open(connectReturning('return { statusCode: 200 };'));
    const client = await connect({
      path: '/dev?a=1&a=2&b=x%20y',
      headers: { HeaderAuth1: 'v', 'user-agent': 'test', host: 'chat.localhost:81' },
    });
    client.send('hello');

    const [event] = JSON.parse(await client.next());
    expect(event).toEqual({
      headers: {
        Host: undefined,
        HeaderAuth1: 'v',
        'user-agent': 'test',
        host: 'chat.localhost:81',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': expect.any(String),
        'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Port': '81',
        'X-Forwarded-Proto': 'http',
      },
      multiValueHeaders: expect.objectContaining({ HeaderAuth1: ['v'], 'X-Forwarded-Proto': ['http'] }),
      queryStringParameters: { a: '2', b: 'x y' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y'] },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        extendedRequestId: expect.stringMatching(ID),
        requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        messageDirection: 'IN',
        stage: 'dev',
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        identity: { userAgent: 'test', sourceIp: '127.0.0.1' },
        requestId: event.requestContext.extendedRequestId,
        domainName: 'chat.localhost:81',
        connectionId: expect.stringMatching(ID),
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
      },
      isBase64Encoded: false,
    });
  });

  test('W28: has the API key that the client sent, though none is needed', async () => {
    const { connect } = await open(chat());
    const client = await connect({ headers: { 'X-Api-Key': 'k' } });
    client.send('hello');

    expect(JSON.parse(await client.next()).requestContext.identity).toMatchObject({ apiKey: 'k' });
  });

  describe('of a page', () => {
    test.each(['https://evil.example', 'null', 'https://localhost.evil.example', 'http://127.0.0.1.evil.example'])(
      'of %s is refused',
      async (origin) => {
        const entries: LogEntry[] = [];
        const { connect } = await open(chat(), { log: (entry) => entries.push(entry) });

        expect((await refusalOf(connect({ headers: { Origin: origin } }))).status).toBe(403);
        expect(entries).toMatchObject([{ kind: 'connect', status: 403, reason: expect.stringContaining(`--allow-origin ${origin}`) }]);
      },
    );

    test.each(['http://localhost:5173', 'http://app.localhost', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
      'of %s is accepted',
      async (origin) => {
        const { connect } = await open(chat());

        await connect({ headers: { Origin: origin } });
      },
    );

    test.each([[['https://app.example']], [['*']]])('that is allowed by %j is accepted', async (allowOrigins) => {
      const { connect } = await open(chat(), { allowOrigins });

      await connect({ headers: { Origin: 'https://app.example' } });
    });
  });

  test('is a log entry', async () => {
    const entries: LogEntry[] = [];
    const { connect } = await open(chat({ routes: ['$connect'], source: ECHO_EVENT }), { log: (entry) => entries.push(entry) });
    await connect({ path: '/dev?secret=1' });

    expect(entries.filter(({ kind }) => kind === 'connect')).toEqual([
      {
        kind: 'connect',
        requestId: expect.stringMatching(ID),
        api: 'chat',
        stage: 'dev',
        connectionId: expect.stringMatching(ID),
        path: '/dev',
        route: '$connect',
        integration: 'Int',
        status: 101,
        millis: expect.any(Number),
        reason: undefined,
      },
    ]);
  });
});
