import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import type { FunctionHandler } from '../../src/index';
import * as local from '../../src/index';
import { handwritten } from '../serve/app';
import { files } from '../support';
import { chatTemplate } from '../websocket-api/app';
import { type Inspected, inspected } from './support';

/** All that a shell or a program could take for something else. */
const HOSTILE = `it's "quoted" \`id\` $(id) $HOME \${HOME} !! \\ \\' ; rm -rf . | cat & # * ? [a] {b} ~ %s <x> \u00e9`;
const HOSTILE_BODY = `${HOSTILE}\nsecond line\r\n\ttab \u2028 '\n`;

const echo: FunctionHandler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : (event.body ?? ''),
});

const copy = async ({ call, list }: Inspected, what: 'curl' | 'test', index = 0): Promise<string> =>
  (await call(`/api/exchanges/${(await list())[index]?.id}/${what}`)).text;

/** Runs a command in a shell whose `curl` and `npx` print their arguments and their input. */
function argumentsOf(command: string, env: Readonly<Record<string, string>>): { readonly args: readonly string[]; readonly input: Buffer } {
  const script = `#!${process.execPath}\nconst { readFileSync } = require('node:fs');\nconst stdin = process.env.WITH_INPUT ? readFileSync(0).toString('base64') : '';\nprocess.stdout.write(JSON.stringify([process.argv.slice(2), stdin]));\n`;
  const folder = files({ curl: script, npx: script });
  chmodSync(join(folder, 'curl'), 0o755);
  chmodSync(join(folder, 'npx'), 0o755);
  const path = `${folder}${delimiter}${process.env['PATH']}`;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], { env: { PATH: path, ...env }, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const [args, input] = JSON.parse(stdout) as [string[], string];
  return { args, input: Buffer.from(input, 'base64') };
}

/** Runs the test that a text has, with this package and vitest's `expect`. */
async function runTest(text: string): Promise<string> {
  const tests: { title: string; body: () => Promise<void> }[] = [];
  const modules: Readonly<Record<string, object>> = {
    '@apigwv2-integrations/local': local,
    vitest: { expect, test: (title: string, body: () => Promise<void>) => tests.push({ title, body }) },
  };
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' });
  new Function('require', 'module', 'exports', code)((name: string) => modules[name], { exports: {} }, {});
  expect(tests).toHaveLength(1);
  await tests[0]?.body();
  return tests[0]?.title ?? '';
}

describe.runIf(process.platform !== 'win32')('a command to copy, in a POSIX shell,', () => {
  test('gives curl hostile values as they are, and takes secrets from the environment', async () => {
    const made = await inspected(handwritten(), { '*': echo });
    const target = `/a'b$(id)\`c\`;d?q='"$x"&token=secret-in-the-query&%20[1-3]{a,b}`;
    const headers = {
      'x-hostile': HOSTILE,
      authorization: `Bearer it's-a"$secret\``,
      cookie: 'a=1; sid=abcdefgh',
      'x-empty': '',
      "x-'quote`": 'v',
    };
    await made.gateway.inject({
      method: "PATCH'",
      path: target,
      headers: { ...headers, 'content-type': 'text/plain' },
      body: HOSTILE_BODY,
    });
    const command = await copy(made, 'curl');
    expect(command).not.toContain('abcdefgh');
    expect(command).not.toContain('secret-in-the-query');
    expect(command).not.toContain("it's-a");
    const env = {
      APIGW_AUTHORIZATION: `it's-a"$secret\``,
      APIGW_TOKEN: 'secret-in-the-query',
      APIGW_COOKIE_A: '1',
      APIGW_COOKIE_SID: 'abcdefgh',
    };
    const { args } = argumentsOf(command, env);
    const sent = args.flatMap((arg, index) => (args[index - 1] === '-H' ? [arg] : []));
    expect(sent).toEqual([
      'host: localhost',
      `x-hostile: ${HOSTILE}`,
      `authorization: ${headers.authorization}`,
      'cookie: a=1; sid=abcdefgh',
      'x-empty;',
      "x-'quote`: v",
      'content-type: text/plain',
    ]);
    expect(args[args.indexOf('-X') + 1]).toBe("PATCH'");
    expect(args[args.indexOf('--data-raw') + 1]).toBe(HOSTILE_BODY);
    expect(args.at(-1)).toBe(`${made.served[0]?.listening.url}${target}`);
    expect(args).toContain('--path-as-is');
  });

  test('fails without the environment variable of a secret', async () => {
    const made = await inspected(handwritten(), { '*': echo });
    await made.gateway.inject({ path: '/', headers: { 'x-api-key': 'abc' } });
    const { status, stderr } = spawnSync('sh', ['-c', await copy(made, 'curl')], { env: { PATH: process.env['PATH'] }, encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('APIGW_X_API_KEY: set it to its value in the request');
  });

  test('sends bytes that no argument can hold', async () => {
    const made = await inspected(handwritten(), { '*': echo });
    const bytes = Buffer.from([0, 0xff, 1, 10, 0]);
    await made.gateway.inject({ path: '/', method: 'PUT', body: bytes });
    const { args, input } = argumentsOf(await copy(made, 'curl'), { WITH_INPUT: '1' });
    expect(input.equals(bytes)).toBe(true);
    expect(args).toContain('@-');
    expect(args[args.indexOf('-H', args.indexOf('-H') + 1) + 1]).toBe('content-type:');
  });

  test('connects to a WebSocket API and sends the message', async () => {
    const made = await inspected(chatTemplate({ routes: ['$connect'], twoWay: ['$default'] }), { '*': echo });
    const client = await made.gateway.connect({ path: '/dev?x=1', headers: { 'x-hostile': HOSTILE, authorization: 'secret-123' } });
    client.send(`{"text":"it's $HOME"}`);
    await client.next();
    const { args, input } = argumentsOf(await copy(made, 'curl'), { WITH_INPUT: '1', APIGW_AUTHORIZATION: 'secret-123' });
    expect(input.toString()).toBe(`{"text":"it's $HOME"}\n`);
    expect(args.slice(0, 4)).toEqual(['--no', '--', 'apigwv2-local', 'connect']);
    expect(args).toContain(`x-hostile: ${HOSTILE}`);
    expect(args).toContain('authorization: secret-123');
    expect(args.at(-1)).toBe(`${made.served[0]?.listening.url.replace('http', 'ws')}/dev?x=1`);
  });
});

describe('a test to copy', () => {
  const source = `return { statusCode: 201, headers: { "content-type": "application/json" }, body: JSON.stringify({ was: event.body, by: event.headers["x-hostile"], key: event.headers["x-api-key"] }) };`;

  test('passes as it is, with hostile values, and fails when the answer differs', async () => {
    const path = handwritten({ source });
    const made = await inspected(path, {});
    const headers = { 'x-hostile': HOSTILE, 'x-api-key': `it's-a-'"key`, 'content-type': 'text/plain' };
    await made.gateway.inject({ method: 'POST', path: `/it's/\${x}?a='`, headers, body: HOSTILE_BODY });
    const text = await copy(made, 'test');
    expect(text).not.toContain('-a-');
    process.env['APIGW_X_API_KEY'] = headers['x-api-key'];
    try {
      expect(await runTest(text)).toBe("POST /it's/${x} answers 201");
      await expect(runTest(text.replace('toBe(201)', 'toBe(200)'))).rejects.toThrow('expected 201 to be 200');
      await expect(runTest(text.replace('second line', 'another line'))).rejects.toThrow('expected');
    } finally {
      delete process.env['APIGW_X_API_KEY'];
    }
    await expect(runTest(text)).rejects.toThrow('set the environment variable APIGW_X_API_KEY');
  }, 20_000);

  test('does not expect values that change', async () => {
    const made = await inspected(handwritten({ source: 'return { statusCode: 200, body: event.requestContext.requestId };' }), {});
    await made.gateway.inject({ path: '/' });
    const text = await copy(made, 'test');
    expect(text).toContain('// The body is not compared');
    expect(await runTest(text)).toBe('GET / answers 200');
  }, 20_000);

  test('has the options without which the app would answer otherwise', async () => {
    const gateway = { stage: 'dev', acceptIam: true, iamKeys: undefined };
    const made = await inspected(handwritten({ stages: ['dev'], source, route: { AuthorizationType: 'AWS_IAM' } }), {}, { gateway });
    expect((await made.gateway.inject({ path: '/x' })).statusCode).toBe(201);
    const text = await copy(made, 'test');
    expect(text).toContain('{"stage":"dev","acceptIam":true}');
    expect(await runTest(text)).toBe('GET /x answers 201');
  }, 20_000);

  test('connects, sends a message and expects the frame', async () => {
    const path = chatTemplate({
      routes: ['$connect'],
      twoWay: ['$default'],
      source: 'return { statusCode: 200, body: "got " + event.body };',
    });
    const made = await inspected(path, {});
    const client = await made.gateway.connect({ path: '/dev' });
    client.send(HOSTILE_BODY);
    await client.next();
    const text = await copy(made, 'test');
    expect(await runTest(text)).toBe('a message for $default gets an answer');
    await expect(runTest(text.replace("toBe('got ", "toBe('other "))).rejects.toThrow('expected');
    expect(await runTest(await copy(made, 'test', 1))).toBe('/dev accepts a connection');
  }, 30_000);

  test('expects a handshake to be refused', async () => {
    const path = chatTemplate({ routes: ['$connect'], source: 'return { statusCode: 403 };' });
    const made = await inspected(path, {});
    await expect(made.gateway.connect({ path: '/dev' })).rejects.toThrow('403');
    expect(await runTest(await copy(made, 'test'))).toBe('/dev refuses a connection with 403');
  }, 20_000);
});
