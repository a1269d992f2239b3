import type { IncomingMessage } from 'node:http';
import { createInterface, type Interface } from 'node:readline';
import type { WebSocket } from 'ws';
import { printLine, type Style, span, wantsColor } from '../terminal/line';
import { UserError } from '../user-error';
import type { Command, FlagValues, Io, Output } from './command';
import { headerFlag, headersOf, listOf } from './header-flag';

/** Longer than any integration of a `$connect` route takes. */
const MAX_HANDSHAKE_MILLIS = 40_000;
const DEFAULT_WAIT_SECONDS = 1;
const MAX_WAIT_SECONDS = 24 * 60 * 60;
/** How much of the response to a refused handshake is shown. */
const MAX_SHOWN_CHARACTERS = 2000;
/** A server that does not confirm the end of a connection is left after this time. */
const MAX_CLOSE_MILLIS = 2000;

const NORMAL_CLOSURE = 1000;
const NO_STATUS = 1005;

/** `apigwv2-local connect`: sends lines as messages, and prints the messages that it receives. */
export const connect: Command = {
  name: 'connect',
  summary: 'connect to a WebSocket API: each line of input is sent, each message is printed as a line',
  argument: { name: 'url', description: 'URL with the stage, such as ws://127.0.0.1:3000/dev' },
  flags: [
    headerFlag('header of the handshake'),
    { name: 'subprotocol', short: 's', value: '<name>', description: 'subprotocol to offer', repeatable: true },
    {
      name: 'wait',
      value: '<seconds>',
      description: `after the end of the input, disconnect when no message has arrived for this time (default ${DEFAULT_WAIT_SECONDS})`,
    },
  ],
  examples: [
    ["connect ws://127.0.0.1:3000/dev -H 'Authorization: token'", 'type messages, until Ctrl-C or Ctrl-D'],
    ['connect ws://127.0.0.1:3000/dev < messages.jsonl', 'send the lines of a file, and print the answers'],
  ],
  page: 'docs/local/command-line.md',
  async run({ path: url, flags }, io) {
    const address = addressOf(url);
    const options = { headers: headersOf(flags), handshakeTimeout: MAX_HANDSHAKE_MILLIS, perMessageDeflate: false };
    const waitMillis = secondsOf(flags) * 1000;
    const { stop } = io;
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(address, listOf(flags, 'subprotocol'), options);
    // A query string often has a token, which no log of a terminal should keep.
    const { protocol, host, pathname } = new URL(address);
    return new Session(socket, io, waitMillis).run(`${protocol}//${host}${pathname}`, stop);
  },
};

/** A connection, its input and its output. */
class Session {
  private readonly note: (text: string, style?: Style) => void;
  /** Created when the connection is open: lines that nobody reads would be lost. */
  private lines?: Interface;
  private timer?: NodeJS.Timeout;
  private isInputDone = false;
  private isClosing = false;
  private state: 'connecting' | 'open' | 'ended' = 'connecting';

  public constructor(
    private readonly socket: WebSocket,
    private readonly io: Io,
    private readonly waitMillis: number,
  ) {
    const color = wantsColor(io.stderr, io.env);
    this.note = (text, style = 'dim') => void io.stderr.write(`${printLine([span(text, style)], color)}\n`);
  }

  /** Runs until the connection is closed, and returns the exit code. */
  public run(address: string, stop: AbortSignal | undefined): Promise<number> {
    const { socket } = this;
    return new Promise((resolve) => {
      const end = (code: number) => {
        this.state = 'ended';
        clearTimeout(this.timer);
        this.lines?.close();
        resolve(code);
      };
      const fail = (text: string) => {
        this.note(`apigwv2-local: ${text}`, 'red');
        end(1);
      };
      socket.on('open', () => {
        this.state = 'open';
        this.note(`connected to ${address}${socket.protocol === '' ? '' : ` with the subprotocol ${socket.protocol}`}`);
        this.sendInput().catch((error: Error) => fail(`the input cannot be read: ${error.message}`));
      });
      socket.on('message', (data: Buffer, isBinary) => {
        this.receive(isBinary ? `(binary, ${data.length} bytes)` : data.toString());
      });
      socket.on('unexpected-response', (request, response) => {
        void bodyOf(response).then((body) => {
          request.destroy();
          fail(`the handshake was refused with ${response.statusCode}${body === '' ? '' : `: ${body}`}`);
        });
      });
      socket.on('error', (error) => {
        // After the handshake, the close event says more than the error.
        if (this.state === 'connecting') {
          fail(`cannot connect to ${address}: ${describe(error)}`);
        }
      });
      socket.on('close', (code, reason) => {
        if (this.state === 'open') {
          this.note(`disconnected with ${code}${reason.length === 0 ? '' : ` ${reason}`}`);
          end(code === NORMAL_CLOSURE || code === NO_STATUS ? 0 : 1);
        }
      });
      const onStop = () => {
        if (this.state === 'open') {
          this.close();
        } else {
          end(0);
          socket.terminate();
        }
      };
      if (stop?.aborted === true) {
        onStop();
      }
      stop?.addEventListener('abort', onStop, { once: true });
    });
  }

  /** Sends each line as a message. Lines wait for the connection to take the ones before. */
  private async sendInput(): Promise<void> {
    const { stdin } = this.io;
    this.lines = stdin === undefined ? undefined : createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of this.lines ?? []) {
      await new Promise<void>((resolve) => this.socket.send(line, () => resolve()));
    }
    this.isInputDone = true;
    if (this.state === 'open') {
      this.expect();
    }
  }

  private receive(text: string): void {
    const { stdout, env } = this.io;
    stdout.write(`${stdout.isTTY === true ? forTerminal(text, stdout, env) : text}\n`);
    if (this.isInputDone) {
      this.expect();
    }
  }

  /** Disconnects when no message arrives for a while. */
  private expect(): void {
    if (!this.isClosing) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.close(), this.waitMillis);
    }
  }

  private close(): void {
    this.isClosing = true;
    clearTimeout(this.timer);
    this.socket.close(NORMAL_CLOSURE);
    this.timer = setTimeout(() => this.socket.terminate(), MAX_CLOSE_MILLIS);
  }
}

/** A message with a mark that separates it from typed lines, and without characters that control the terminal. */
function forTerminal(text: string, stdout: Output, env: Io['env']): string {
  const color = wantsColor(stdout, env);
  return text
    .split(/\r?\n/)
    .map((line) => printLine([span('< ', 'dim'), span(line, 'cyan')], color))
    .join('\n');
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > MAX_SHOWN_CHARACTERS) {
        break;
      }
    }
  } catch {
    // What has arrived is shown.
  }
  return text.slice(0, MAX_SHOWN_CHARACTERS);
}

/** Some errors of connections have only a code. */
function describe({ message, code }: Error & { readonly code?: string }): string {
  return message === '' ? (code ?? 'unknown error') : message;
}

function addressOf(url: string): string {
  const expected = 'expected a URL such as ws://127.0.0.1:3000/dev';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new UserError(`connect: ${url} is not a URL, ${expected}`, 'usage');
  }
  // The URL that serve prints can be used as it is.
  parsed.protocol = parsed.protocol.replace(/^http/, 'ws');
  if (!/^wss?:$/.test(parsed.protocol) || parsed.hash !== '') {
    throw new UserError(`connect: ${url} is not the URL of a WebSocket API, ${expected}`, 'usage');
  }
  return parsed.href;
}

function secondsOf(flags: FlagValues): number {
  const text = (flags['wait'] as string | undefined) ?? String(DEFAULT_WAIT_SECONDS);
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= MAX_WAIT_SECONDS)) {
    throw new UserError(`--wait is ${text}, which must be a number of seconds of at most ${MAX_WAIT_SECONDS}`, 'usage');
  }
  return seconds;
}
