import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { stage } from '../support';
import { fn, handwritten } from './app';
import { WAYS } from './senders';

describe.each(WAYS)('by $way', ({ open }) => {
  const ok = (body: object) => `return ${JSON.stringify({ statusCode: 200, ...body })};`;

  describe('stages and routes', () => {
    test.each([
      ['/books', ['$default'], '/books'],
      ['/dev/books', ['dev'], '/dev/books'],
      ['/dev/books', ['$default', 'dev'], '/dev/books'],
      ['/books', ['$default', 'dev'], '/books'],
    ])('%s of stages %j reaches the function as %s', async (path, stages, rawPath) => {
      const send = await open(handwritten({ stages, routes: ['GET /books'] }));
      expect(JSON.parse((await send({ path })).text)).toMatchObject({ rawPath, routeKey: 'GET /books' });
    });

    test.each([
      ['GET', '/'],
      ['GET', '/books/'],
      ['POST', '/books'],
      ['GET', '/Books'],
      ['GET', '/other/books'],
    ])('%s %s is not found', async (method, path) => {
      const send = await open(handwritten({ stages: ['dev'], routes: ['GET /books'] }));
      const { status, headers, text } = await send({ method, path: `/dev${path}` });
      expect({ status, text, type: headers['content-type'] }).toEqual({
        status: 404,
        text: '{"message":"Not Found"}',
        type: 'application/json',
      });
    });

    test.each([
      ['a b', 400],
      ['<script>', 400],
      ['a:b', 400],
      ['books.example:8080', 200],
      ['[::1]:80', 200],
      ['a_b~c%20d', 200],
    ])('a host that is %s comes to %i', async (host, expected) => {
      const send = await open(handwritten());
      expect((await send({ path: '/', headers: { host } })).status).toBe(expected);
    });

    test('one stage alone is served without its name', async () => {
      const send = await open(handwritten({ stages: ['dev', 'prod'], stage: { StageVariables: { a: 'b' } } }), { stage: 'dev' });
      expect(JSON.parse((await send({ path: '/books' })).text)).toMatchObject({
        stageVariables: { a: 'b' },
        requestContext: { stage: 'dev' },
      });
    });
  });

  describe('without a body', () => {
    test.each([
      ['GET', 204, ''],
      ['GET', 304, ''],
      ['HEAD', 200, ''],
      ['GET', 200, 'body'],
    ])('%s that comes to %i', async (method, statusCode, body) => {
      const send = await open(handwritten({ source: ok({ statusCode, body: 'body' }) }));
      const { status, text } = await send({ method, path: '/' });
      expect([status, text]).toEqual([statusCode, body]);
    });
  });

  describe('functions', () => {
    test('get an event of payload format 2.0', async () => {
      const send = await open(handwritten({ routes: ['POST /books/{id}'] }));
      const { status, headers, text } = await send({
        method: 'POST',
        path: '/books/a%20b?q=1&q=2',
        headers: { 'Content-Type': 'application/json', Cookie: 'a=1; b=2', 'X-Many': ['1', '2'] },
        body: '{"title":"T"}',
      });
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('application/json');
      expect(JSON.parse(text)).toMatchObject({
        version: '2.0',
        routeKey: 'POST /books/{id}',
        rawPath: '/books/a b',
        rawQueryString: 'q=1&q=2',
        cookies: ['a=1', 'b=2'],
        headers: { 'content-type': 'application/json', 'x-many': '1,2' },
        queryStringParameters: { q: '1,2' },
        pathParameters: { id: 'a b' },
        body: '{"title":"T"}',
        isBase64Encoded: false,
      });
    });

    test('get an event of payload format 1.0', async () => {
      const source = 'return { statusCode: 200, body: JSON.stringify(event) };';
      const send = await open(handwritten({ source, routes: ['GET /books'], integration: { PayloadFormatVersion: '1.0' } }));
      expect(JSON.parse((await send({ path: '/books?q=1&q=2' })).text)).toMatchObject({
        version: '1.0',
        resource: '/books',
        httpMethod: 'GET',
        queryStringParameters: { q: '2' },
        multiValueQueryStringParameters: { q: ['1', '2'] },
        body: null,
      });
    });

    test('answer with status, headers, cookies and bytes', async () => {
      const bytes = gzipSync('hello');
      const send = await open(
        handwritten({
          source: ok({
            statusCode: 201,
            headers: { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' },
            cookies: ['a=1', 'b=2'],
            isBase64Encoded: true,
            body: bytes.toString('base64'),
          }),
        }),
      );
      const received = await send({ path: '/' });
      expect(received).toMatchObject({ status: 201, cookies: ['a=1', 'b=2'] });
      expect(gunzipSync(received.bytes).toString()).toBe('hello');
      expect(received.headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/);
    });

    test('are those that the variables of the stage name', async () => {
      const uri = 'arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}';
      const stages = { Dev: stage('dev', { StageVariables: { fn: 'one' } }), Far: stage('far', { StageVariables: { fn: 'far' } }) };
      const one = fn('return context.functionName;', { FunctionName: 'one' });
      const two = fn('return context.functionName;');
      const send = await open(
        handwritten({
          integration: { IntegrationUri: uri },
          stages: ['none'],
          more: { ...stages, One: one, Two: two, Prod: stage('prod', { StageVariables: { fn: { Ref: 'Two' } } }) },
        }),
      );
      expect((await send({ path: '/dev/' })).text).toBe('one');
      expect((await send({ path: '/prod/' })).text).toBe('Two');
      expect(await send({ path: '/none/' })).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' });
      expect(await send({ path: '/far/' })).toMatchObject({ status: 501, text: expect.stringContaining('is not in the assembly') });
    });

    test('read their stage variables, environment and context', async () => {
      const source = 'return { name: context.functionName, left: context.getRemainingTimeInMillis() > 0, table: process.env.TABLE };';
      const send = await open(handwritten({ source, function: { Environment: { Variables: { TABLE: 'books' } }, FunctionName: 'shop' } }));
      expect(JSON.parse((await send({ path: '/' })).text)).toEqual({ name: 'shop', left: true, table: 'books' });
    });

    test.each([
      ['throws', 'throw new Error("no");'],
      ['ends its process', 'process.exit(3);'],
      ['rejects later', 'setTimeout(() => { throw new Error("late"); }, 1); await new Promise(() => {});'],
      ['returns a status that is none', 'return { statusCode: 200.5 };'],
      ['returns what is no JSON', 'return 1n;'],
      ['returns a header that breaks out', 'return { statusCode: 200, headers: { "x-a": "b\\r\\nset-cookie: c" } };'],
    ])('one that %s answers 500, and the next request works', async (_, misdeed) => {
      const send = await open(handwritten({ source: `if (event.rawPath === '/bad') { ${misdeed} } return 'fine';` }));
      const bad = await send({ path: '/bad' });
      expect([bad.status, bad.text]).toEqual([500, '{"message":"Internal Server Error"}']);
      expect((await send({ path: '/' })).text).toBe('fine');
    });

    test.each([
      ['hangs', 'await new Promise((resolve) => setTimeout(resolve, 60000));'],
      ['never lets go of its thread', 'for (;;);'],
    ])('one that %s is given up, and the next request works', async (_, misdeed) => {
      const source = `if (event.rawPath === '/bad') { ${misdeed} } return 'fine';`;
      const send = await open(handwritten({ source, function: { Timeout: 3 }, integration: { TimeoutInMillis: 1500 } }));
      expect((await send({ path: '/bad' })).status).toBe(503);
      expect((await send({ path: '/' })).text).toBe('fine');
    });

    test('one that needs longer than its own timeout answers 500', async () => {
      const send = await open(handwritten({ source: 'await new Promise(() => {});', function: { Timeout: 1 } }));
      expect((await send({ path: '/' })).status).toBe(500);
    });
  });

  describe('mappings', () => {
    const mapped = {
      RequestParameters: {
        'overwrite:path': '/v2${request.path}',
        'append:header.x-title': '$request.body.title',
        'remove:querystring.secret': "''",
        'overwrite:header.x-stage': '$context.stage',
      },
      ResponseParameters: {
        '200': {
          ResponseParameters: [
            { Destination: 'overwrite:statuscode', Source: '203' },
            { Destination: 'append:header.x-from', Source: '$response.body.rawPath' },
          ],
        },
      },
    };

    test('change what the function gets and what the client gets', async () => {
      const send = await open(handwritten({ routes: ['POST /books'], integration: mapped }));
      const { status, headers, text } = await send({
        method: 'POST',
        path: '/books?secret=1&open=2',
        headers: { 'content-type': 'application/json' },
        body: '{"title":"T"}',
      });
      const event = JSON.parse(text);
      expect({ status, from: headers['x-from'] }).toEqual({ status: 203, from: '/v2/books' });
      expect(event).toMatchObject({
        rawPath: '/v2/books',
        queryStringParameters: { open: '2' },
        headers: { 'x-title': 'T', 'x-stage': '$default' },
      });
    });
  });

  test('a mapped header that would begin another one answers 500', async () => {
    const integration = { RequestParameters: { 'append:header.x-a': '$request.querystring.a' } };
    const send = await open(handwritten({ integration }));
    expect((await send({ path: '/?a=1%0d%0ab:c' })).status).toBe(500);
    expect((await send({ path: '/?a=1' })).status).toBe(200);
  });

  describe('CORS', () => {
    const cors = { CorsConfiguration: { AllowOrigins: ['https://shop.example.com'], AllowMethods: ['GET'], MaxAge: 60 } };

    test('preflights are answered without a route', async () => {
      const send = await open(handwritten({ api: cors, routes: ['GET /books'] }));
      const { status, headers, text } = await send({
        method: 'OPTIONS',
        path: '/books',
        headers: { origin: 'https://shop.example.com', 'access-control-request-method': 'GET' },
      });
      expect([status, text]).toEqual([204, '']);
      expect(headers).toMatchObject({
        'access-control-allow-origin': 'https://shop.example.com',
        'access-control-allow-methods': 'GET',
        'access-control-max-age': '60',
      });
    });

    test("the function's own are dropped", async () => {
      const send = await open(handwritten({ api: cors, source: ok({ headers: { 'Access-Control-Allow-Origin': '*' } }) }));
      const own = await send({ path: '/', headers: { origin: 'https://shop.example.com' } });
      const foreign = await send({ path: '/', headers: { origin: 'https://evil.example.com' } });
      expect(own.headers['access-control-allow-origin']).toBe('https://shop.example.com');
      expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
    });
  });

  test('a runtime that is not served answers 501 with its reason', async () => {
    const send = await open(handwritten({ function: { Runtime: 'ruby3.3' } }));
    const { status, text } = await send({ path: '/' });
    expect(status).toBe(501);
    expect(JSON.parse(text).message).toContain('ruby3.3');
  });

  test('a head that is too large is refused, and the next request works', async () => {
    const send = await open(handwritten());
    expect((await send({ path: '/', headers: { 'x-large': 'a'.repeat(10_241) } })).status).toBe(431);
    expect((await send({ path: '/' })).status).toBe(200);
  });

  test('a body that is too large is refused, and the next request works', async () => {
    const send = await open(handwritten({ routes: ['POST /'] }));
    const sent = (megabytes: number) => send({ method: 'POST', path: '/', body: Buffer.alloc(megabytes * 1024 * 1024, 'a') });
    expect((await sent(11)).status).toBe(413);
    expect((await sent(7)).status).toBe(413);
    expect((await sent(1)).status).toBe(200);
  });
});
