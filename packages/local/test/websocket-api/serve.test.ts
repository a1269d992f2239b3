import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { integration, route } from '../support';
import { chatTemplate, wsRoute } from './app';
import { overSocket } from './ways';

function serving(argv: readonly string[]) {
  const stop = new AbortController();
  let out = '';
  let err = '';
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: {},
    stop: stop.signal,
  };
  const ended = Promise.resolve(main(['serve', ...argv, '--port', '0'], io));
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  const said = async (text: RegExp) => {
    await expect.poll(() => out + err, { timeout: 20_000 }).toMatch(text);
    return out;
  };
  return { said, stop: () => stop.abort(), ended };
}

describe('serve with a WebSocket API', () => {
  const source = 'return event.body === "bad" ? { wrong: 1 } : { statusCode: 200, body: "hi" };';

  test('prints its URL and routes, then a line for each event, and closes connections when it is stopped', async () => {
    const run = serving([chatTemplate({ source, routes: ['$connect', '$disconnect'], twoWay: ['join', '$default'] })]);
    const out = await run.said(/Ctrl-C/);
    const port = Number(/ws:\/\/127\.0\.0\.1:(\d+)\/dev/.exec(out)?.[1]);
    expect(out).toContain(`chat  ws://127.0.0.1:${port}/dev  stages dev\n  route by $request.body.action\n`);
    expect(out).toMatch(/ {2}\$connect +Int\n {2}\$disconnect +Int\n {2}join \(answers\) +Int\n {2}\$default \(answers\) +Int\n/);

    const client = await overSocket(port, { path: '/dev?token=secret' });
    await run.said(/101 CONNECT \/dev \$connect -> Int \d+(?:\.\d)? ms [\w-]{15}=\n/);
    client.send('{"action":"join"}');
    expect(await client.next()).toBe('hi');
    await run.said(/ok {2}MESSAGE 17 bytes, answered join -> Int [\d.]+ ms [\w-]{15}=\n/);
    client.send('bad');
    await run.said(/err MESSAGE 3 bytes, Internal server error \$default -> Int [\d.]+ ms [\w-]{15}=\n {4}Fn returned what is no response/);
    run.stop();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    expect(await run.ended).toBe(0);
    expect(await run.said(/1001 DISCONNECT/)).toMatch(
      /1001 DISCONNECT by the gateway \(Going away\) \$disconnect -> Int [\d.]+ ms [\w-]{15}=\n/,
    );
  });

  test('--json prints its URL and routes, and an object for each event', async () => {
    const run = serving([chatTemplate({ source, routes: ['$connect'], twoWay: ['$default'] }), '--json']);
    const { apis } = JSON.parse((await run.said(/\n/)).split('\n')[0] as string);
    expect(apis).toEqual([
      {
        name: 'chat',
        logicalId: 'Api',
        protocol: 'WEBSOCKET',
        url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/),
        stages: ['dev'],
        routes: [
          { key: '$connect', integration: 'Int', twoWay: false },
          { key: '$default', integration: 'Int', twoWay: true },
        ],
      },
    ]);
    const client = await overSocket(Number(new URL(apis[0].url).port), { path: '/dev' });
    client.close();
    const lines = (await run.said(/"kind":"disconnect"/))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ kind }) => kind === 'connect' || kind === 'disconnect')).toMatchObject([
      { kind: 'connect', status: 101 },
      { kind: 'disconnect', statusCode: 1005 },
    ]);
  });

  test('serves an HTTP API beside it, each on its own port', async () => {
    const more = {
      Books: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'books', ProtocolType: 'HTTP' } },
      BooksInt: integration({ ApiId: { Ref: 'Books' } }),
      BooksRoute: route('GET /', { ApiId: { Ref: 'Books' }, Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'BooksInt' }]] } }),
      BooksStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Books' }, StageName: '$default' } },
    };
    const run = serving([chatTemplate({ source, twoWay: ['$default'], more })]);
    const out = await run.said(/Ctrl-C/);
    const port = (pattern: RegExp) => Number(pattern.exec(out)?.[1]);

    expect(await (await fetch(`http://127.0.0.1:${port(/books {2}http:\/\/127\.0\.0\.1:(\d+)/)}/`)).text()).toBe('hi');
    const client = await overSocket(port(/chat {2}ws:\/\/127\.0\.0\.1:(\d+)/), { path: '/dev' });
    client.send('hello');
    expect(await client.next()).toBe('hi');
  });

  test('marks routes that are not served', async () => {
    const run = serving([
      chatTemplate({ function: { Runtime: 'go1.x' }, routes: ['$connect'], more: { Bare: wsRoute('bare', 'Int', { Target: undefined }) } }),
    ]);
    const out = await run.said(/Ctrl-C/);

    expect(out).toMatch(/ {2}\$connect +not served \(501\)\n {2}bare +not served \(501\)\n/);
    expect(out).toMatch(/Not as deployed\n[\s\S]*Fn cannot run here[\s\S]*Bare \(.*:\d+\) {2}it has no integration/);
  });
});
