import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main';
import { lineWidth, span } from '../../src/terminal/line';
import { handwritten } from '../serve/app';
import { api, folder, integration, route, stage, template } from '../support';
import { chatTemplate } from '../websocket-api/app';
import { response } from '../websocket-api/integrations/support';

async function explain(args: readonly string[], { columns, color = false }: { columns?: number; color?: boolean } = {}) {
  let out = '';
  let err = '';
  const code = await main(['explain', ...args], {
    stdout: { columns, write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: color ? { FORCE_COLOR: '1' } : {},
  });
  return { code, out, err };
}

const shop = () =>
  handwritten({
    routes: ['GET /books/{id}', 'ANY /books/{rest+}', 'POST /books'],
    stages: ['dev', '$default'],
    integration: {
      RequestParameters: { 'append:header.x-id': '$request.path.id', 'append:header.x-body': '$request.body.title' },
      ResponseParameters: { 404: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '410' }] } },
      TimeoutInMillis: 1,
    },
  });

describe('apigwv2-local explain', () => {
  test('prints the outcome, the candidates and what follows', async () => {
    const { code, out, err } = await explain(['GET', '/dev/books/7', shop()]);
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n').map((line) => line.replace(/─+/, '─').trimEnd());
    expect(lines.slice(0, 12)).toEqual([
      'GET /dev/books/7  books  HTTP API',
      '  GET /books/{id} invokes the function Fn',
      '',
      '  ROUTE               RESULT',
      '  ─',
      '  GET /books/{id}     selected: it is the most specific route that matches',
      '    id=7',
      '  ANY /books/{rest+}  GET /books/{id} matches without a greedy variable',
      '  1 other route does not match',
      '',
      '  stage        dev  path /books/7',
      '  CORS         the API has no CORS configuration',
    ]);
    expect(out).toMatch(/append:header\.x-id +\$request\.path\.id +"7" +adds the header x-id/);
    expect(out).toMatch(/append:header\.x-body +\$request\.body\.title +- +is skipped/);
    expect(out).toMatch(/404 +overwrite:statuscode +410 +"410"/);
    expect(out).toMatch(/ {2}error \[TimeoutOutOfRange\] \S+ \(\S+\.json:1\) Properties\/TimeoutInMillis\n/);
  });

  test.each<[string, readonly string[], number, string]>([
    ['a request with a route', ['GET', '/books/1'], 0, 'GET /books/{id} invokes'],
    ['a method in lower case', ['get', '/books/1'], 0, 'GET /books/1  books'],
    ['a method that is not standard', ['PURGE', '/books/1/2'], 0, 'ANY /books/{rest+} invokes'],
    ['a request without a route', ['GET', '/none'], 1, '404: no route matches this method and path'],
    ['a URL', ['GET', 'https://api.example.com/dev/books/1?a=b#c'], 0, 'GET /dev/books/1?a=b  books'],
    ['a URL without a path', ['GET', 'https://api.example.com'], 1, 'GET /  books'],
    ['one stage', ['GET', '/dev/books/1', '--stage', 'dev'], 1, 'no route matches'],
    ['an API by its name', ['GET', '/books/1', '--api', 'books'], 0, 'invokes'],
    ['an API by its logical ID', ['GET', '/books/1', '--api', 'Api'], 0, 'invokes'],
  ])('explains %s', async (_, args, code, text) => {
    const explained = await explain([...args.slice(0, 2), shop(), ...args.slice(2)]);
    expect(explained.err).toBe('');
    expect(explained.code).toBe(code);
    expect(explained.out).toContain(text);
  });

  test('reads headers and the body', async () => {
    const file = join(folder(), 'book.json');
    writeFileSync(file, '{"title":"Solaris"}');
    const mappedBy = async (...args: string[]) =>
      JSON.parse((await explain(['POST', '/books', shop(), '--json', ...args])).out).mapped.headers;

    expect(await mappedBy('-H', 'a: 1', '-H', 'a:2', '-d', '{"title":"Kindred"}')).toEqual([
      ['host', 'localhost'],
      ['a', '1'],
      ['a', '2'],
      ['content-length', '19'],
      ['x-body', 'Kindred'],
    ]);
    expect(await mappedBy('--data', `@${file}`)).toContainEqual(['x-body', 'Solaris']);
  });

  test('takes the host of a URL, unless a header names another', async () => {
    const hostOf = async (...args: string[]) =>
      JSON.parse((await explain(['GET', 'http://api.example.com:8080/books/1', shop(), '--json', ...args])).out).mapped.headers[0];

    expect(await hostOf()).toEqual(['host', 'api.example.com:8080']);
    expect(await hostOf('-H', 'Host: other.example')).toEqual(['Host', 'other.example']);
  });

  const both = () =>
    template({
      Api: api(),
      Second: api({ Name: 'second' }),
      Third: api({ Name: 'second' }),
      Stage: stage('$default'),
      Int: integration(),
      Route: route('GET /'),
    });

  test.each<[string, readonly string[], () => string, string]>([
    [
      'no path',
      ['GET', 'books'],
      shop,
      'the path is books, which must begin with a slash, or be a URL such as http://127.0.0.1:3000/books',
    ],
    ['several APIs', ['GET', '/'], both, 'there are 3 HTTP APIs: pass --api with one of Api, Second, Third'],
    [
      'several APIs of a name',
      ['GET', '/', '--api', 'second'],
      both,
      'there are 2 HTTP APIs with the name second: pass one of Second, Third',
    ],
    ['an unknown API', ['GET', '/', '--api', 'none'], both, 'there is no HTTP API none, expected: Api, Second, Third'],
    ['an unknown WebSocket API', ['chat', 'x'], shop, 'there is no WebSocket API in '],
    ['an unknown stage', ['GET', '/', '--stage', 'none'], shop, 'there is no stage none, expected: dev, $default'],
    ['a header that is none', ['GET', '/', '-H', 'none'], shop, '--header is none, which must be <name>: <value>'],
    ['a body that cannot be read', ['GET', '/', '-d', '@none.json'], shop, 'cannot read the file of --data @none.json: '],
    ['a header for a message', ['chat', 'x', '-H', 'a: b'], shop, '--header is for requests, and chat is no method'],
    ['a body for a message', ['chat', 'x', '-d', 'b'], shop, '--data is for requests, and chat is no method'],
    ['no path at all', ['GET'], () => '', "missing required argument 'target'"],
  ])('rejects %s', async (_, args, path, message) => {
    const { code, out, err } = await explain(args.length === 1 ? args : [...args.slice(0, 2), path(), ...args.slice(2)]);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  test('prints the usage for a wrong command line', async () => {
    expect((await explain(['GET'])).err).toContain('usage: apigwv2-local explain <method> <target> [path...] [options]');
  });

  const chat = () =>
    chatTemplate({
      integration: {
        IntegrationType: 'MOCK',
        IntegrationUri: undefined,
        TemplateSelectionExpression: '\\$default',
        RequestTemplates: { $default: '{"statusCode":\n 200}' },
        RequestParameters: { 'integration.request.header.a': "'b'", 'integration.request.header.c': 'route.request.body.none' },
      },
      routes: ['$connect'],
      twoWay: ['$default'],
      more: { Any: response('$default', { ResponseTemplates: { $default: 'hi' }, TemplateSelectionExpression: '\\$default' }) },
    });

  test('prints what becomes of a message', async () => {
    const { code, out } = await explain(['chat', '{"action":"x"}', chat()]);
    expect(code).toBe(0);
    for (const line of [
      '{"action":"x"}  chat  WebSocket API',
      '  $default is answered by the gateway itself, and sends a frame to the client',
      '  route by     $request.body.action = "x"',
      '  template     $default  by \\$default',
      '  body         {"statusCode":',
      '                200}',
      '  responses    $default  $default',
      '  client gets  the response',
      '  frame        hi',
    ]) {
      expect(out.split('\n')).toContain(line);
    }
    expect(out).toMatch(/integration\.request\.header\.a +'b' +"b" +sets the header a/);
  });

  test('prints problems of mappings, templates, models and authorizers', async () => {
    const refused = handwritten({
      routes: ['GET /a'],
      route: { AuthorizationType: 'AWS_IAM' },
      integration: { RequestParameters: { 'append:header.x': '$request.path.id', 'remove:header.y': '' } },
    });
    const { out } = await explain(['GET', '/a', refused]);
    expect(out).toMatch(/ {2}authorizer {3}AWS_IAM\n {4}needs {6}a Signature Version 4/);
    expect(out).toContain('    lacks      the request is not signed');
    expect(out).toContain('reads the path variable id, which the route /a does not define');

    const messages = chatTemplate({
      integration: {
        IntegrationType: 'MOCK',
        IntegrationUri: undefined,
        TemplateSelectionExpression: '$request.body.kind',
        RequestTemplates: { a: '{"statusCode": 200}' },
        PassthroughBehavior: 'NEVER',
      },
      more: {
        Any: response('$default'),
        Chat: {
          Type: 'AWS::ApiGatewayV2::Model',
          Properties: { ApiId: { Ref: 'Api' }, Name: 'Chat', ContentType: 'application/json', Schema: { type: 'object' } },
        },
        Send: route('send', { ModelSelectionExpression: '\\$default', RequestModels: { $default: 'Chat' } }),
      },
    });
    const message = (await explain(['chat', '{"action":"send"}', messages])).out;
    expect(message).toContain('  model        the message is valid');
    expect(message).toContain('  template     none matches (NEVER)  by $request.body.kind');
    expect(message).toContain('has no template for the message, and its PassthroughBehavior is NEVER');
    expect(message).toContain('  responses    $default  no template');
    expect(message).toContain('  client gets  no response');
    expect((await explain(['chat', 'x', messages])).out).toContain('1 route does not match');
  });

  test('prints the headers of CORS, and that no stage matches', async () => {
    const cors = handwritten({ api: { CorsConfiguration: { AllowOrigins: ['*'] } }, stages: ['dev'] });
    expect((await explain(['GET', '/dev', cors, '-H', 'origin: https://a.example'])).out).toContain('access-control-allow-origin: *');
    expect((await explain(['GET', '/none', cors])).out).toContain('  stage        none\n');
  });

  test('prints what becomes of a handshake', async () => {
    const { code, out } = await explain(['GET', '/dev?a=1', chat(), '--api', 'chat']);
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'GET /dev?a=1  chat  WebSocket API',
      '  $connect is answered by the gateway itself with 200, which opens the connection',
    ]);
    expect(out).not.toContain('route by');
    expect((await explain(['GET', '/none', chat()])).code).toBe(1);
    expect((await explain(['POST', '/dev', chat()])).err).toContain('chat is a WebSocket API: explain a handshake');
  });

  test.each([20, 30, 40, 60, 80, 112])('fits into %i columns', async (columns) => {
    for (const args of [
      ['GET', '/dev/books/7', shop()],
      ['chat', '{"action":"a-rather-long-key-of-a-route"}', chat()],
    ]) {
      const { out } = await explain(args, { columns });
      // Findings are printed as check prints them, which does not wrap.
      const lines = out.split(/\n\n {2}(?:error|warning|check) /)[0]?.split('\n') ?? [];
      const limit = Math.max(columns, 39);
      expect(lines.filter((line) => lineWidth([span(line)]) > limit)).toEqual([]);
    }
  });

  test('has colors on a terminal', async () => {
    const { out } = await explain(['GET', '/books/1', shop()], { color: true });
    expect(out).toContain('\u001b[32mselected\u001b[39m');
    expect((await explain(['GET', '/none', shop()], { color: true })).out).toContain('\u001b[31m');
  });

  test('escapes control characters', async () => {
    expect((await explain(['chat', 'a\u001b[31mb', chat()])).out).toContain('a\\u001b[31mb');
  });
});
