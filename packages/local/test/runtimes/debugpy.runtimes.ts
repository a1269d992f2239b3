import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { LocalGateway } from '../../src/index';
import { handwritten } from '../serve/app';

const SOURCE = `import time

TITLES = {"1": "Solaris"}


def title_of(number):
    title = TITLES[number]
    return title


def handler(event, context):
    return title_of("1")
`;

let folder: string;
let python: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'debugpy-'));
  python = join(folder, 'venv', 'bin', 'python');
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')], { stdio: 'pipe' });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function load(program: string, timeouts: object = {}) {
  const path = handwritten({ function: { Runtime: 'python3.13', Timeout: 1, Code: { ZipFile: SOURCE } }, integration: timeouts });
  const lines: string[] = [];
  const reasons: (string | undefined)[] = [];
  const gateway = await LocalGateway.load(path, {
    debugpy: { port: 0 },
    runtimes: { 'python3.13': program },
    log: (entry) => {
      if (entry.kind === 'function') {
        lines.push(entry.text);
      } else if (entry.kind === 'request') {
        reasons.push(entry.reason);
      }
    },
  });
  onTestFinished(() => gateway.close());
  const [debugged = expect.fail('no function can be debugged')] = gateway.debuggers;
  return { gateway, debugged, lines, reasons };
}

test('without debugpy, the reason says how to install it', async () => {
  execFileSync('python3', ['-m', 'venv', '--without-pip', join(folder, 'other')], { stdio: 'pipe' });
  const other = join(folder, 'other', 'bin', 'python');
  const { gateway, reasons } = await load(other);
  expect((await gateway.inject({ path: '/' })).statusCode).toBe(500);
  expect(reasons).toEqual([expect.stringContaining(`--debugpy needs the package debugpy: run ${other} -m pip install debugpy`)]);
});

test('a breakpoint in Python stops, shows local values, and goes on', async () => {
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'debugpy'], { stdio: 'pipe' });
  const { gateway, debugged, lines } = await load(python, { TimeoutInMillis: 500 });
  expect(debugged).toEqual({ function: 'Fn', protocol: 'debugpy', host: '127.0.0.1', port: expect.any(Number), code: expect.any(String) });
  const client = await attach(debugged.port);
  const path = join(debugged.code ?? '', 'index.py');
  onTestFinished(() => rmSync(dirname(debugged.code ?? ''), { recursive: true, force: true }));
  await client.send('initialize', { adapterID: 'test', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true });
  const attached = client.send('attach', { justMyCode: true });
  await client.event('initialized');
  const { breakpoints } = await client.send('setBreakpoints', { source: { path }, breakpoints: [{ line: 8 }] });
  expect(breakpoints).toMatchObject([{ line: 8 }]);
  await client.send('configurationDone');
  await attached;

  const answer = gateway.inject({ path: '/' });
  const { reason, threadId } = await client.event('stopped');
  expect(reason).toBe('breakpoint');
  const { stackFrames } = await client.send('stackTrace', { threadId });
  expect(stackFrames.slice(0, 2)).toMatchObject([
    { name: 'title_of', line: 8, source: { path } },
    { name: 'handler', line: 12 },
  ]);
  const { scopes } = await client.send('scopes', { frameId: stackFrames[0].id });
  const { variables } = await client.send('variables', { variablesReference: scopes[0].variablesReference });
  expect(variables).toMatchObject([
    { name: 'number', value: "'1'" },
    { name: 'title', value: "'Solaris'" },
  ]);
  // Longer than both timeouts.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await client.send('continue', { threadId });
  expect(await answer).toMatchObject({ statusCode: 200, body: Buffer.from('Solaris') });
  expect(lines).toEqual([]);
}, 180_000);

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has a type for each message
  readonly body?: any;
}

/** A client of the Debug Adapter Protocol, as an editor is one. */
async function attach(port: number) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  let received = Buffer.alloc(0);
  let sequence = 0;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(received.toString('latin1', 0, Math.max(head, 0)))?.[1]);
      if (head < 0 || received.length < head + 4 + length) {
        break;
      }
      messages.push(JSON.parse(received.toString('utf8', head + 4, head + 4 + length)));
      received = received.subarray(head + 4 + length);
    }
    for (const check of [...waiting]) {
      check();
    }
  });
  const next = (isWanted: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve) => {
      const check = () => {
        const at = messages.findIndex(isWanted);
        if (at >= 0) {
          waiting.delete(check);
          resolve(messages.splice(at, 1)[0] as Message);
        }
      };
      waiting.add(check);
      check();
    });
  const send = async (command: string, args: object = {}): Promise<Message['body']> => {
    const seq = ++sequence;
    const json = JSON.stringify({ seq, type: 'request', command, arguments: args });
    socket.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    const { success, message, body } = await next((each) => each.type === 'response' && each.request_seq === seq);
    return success === true ? body : expect.fail(`${command}: ${message}`);
  };
  const event = async (name: string): Promise<Message['body']> => (await next((each) => each.event === name)).body;
  return { send, event };
}
