import { writeSync } from 'node:fs';
import { format } from 'node:util';
import type { OutputLevel } from '../../../../gateway/log-entry';
import { MessageType, RESULT_DESCRIPTOR } from '../../pipe-protocol';

/** What a log event holds in the service, in characters. */
const MAX_LOG_TEXT_LENGTH = 256 * 1024;
/** Exit code when the gateway can no longer be reached. */
const PIPE_CLOSED_EXIT_CODE = 1;

/** Taken before a handler can replace them. */
const toJson = JSON.stringify;
const toBuffer = Buffer.from;

/** The way to the gateway. Each write waits until the gateway has room for it, so that nothing is lost when the process exits. */
export class GatewayPipe {
  public constructor(
    private readonly write: (descriptor: number, bytes: Buffer, offset: number) => number = writeSync,
    private readonly exit: (code: number) => void = process.exit.bind(process),
  ) {}

  public send(type: MessageType, body = ''): void {
    const bytes = toBuffer(`${type}${body}\n`);
    try {
      for (let written = 0; written < bytes.length; ) {
        written += this.write(RESULT_DESCRIPTOR, bytes, written);
      }
    } catch {
      this.exit(PIPE_CLOSED_EXIT_CODE);
    }
  }

  public log(level: OutputLevel, text: string): void {
    const cut = text.length - MAX_LOG_TEXT_LENGTH;
    const kept = cut > 0 ? `${text.slice(0, MAX_LOG_TEXT_LENGTH)}… (${cut} characters more were cut)` : text;
    this.send(MessageType.LOG, `${level} ${toJson(kept)}`);
  }
}

type Write = (level: OutputLevel, text: string) => void;

const LEVELS: readonly (readonly [method: 'trace' | 'debug' | 'info' | 'log' | 'warn' | 'error', level: OutputLevel])[] = [
  ['trace', 'TRACE'],
  ['debug', 'DEBUG'],
  ['info', 'INFO'],
  ['log', 'INFO'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
];

/**
 * Takes what a handler writes by the console or by the streams, so that it stays in order with the results; gives back what
 * sends on lines that are not complete yet.
 */
export function captureOutput(target: Console, streams: Pick<NodeJS.Process, 'stdout' | 'stderr'>, write: Write): () => void {
  for (const [method, level] of LEVELS) {
    target[method] = (...args: unknown[]) => write(level, format(...args));
  }
  const flushes = [captureStream(streams, 'stdout', write), captureStream(streams, 'stderr', write)];
  return () => {
    for (const flush of flushes) {
      flush();
    }
  };
}

/**
 * Takes what is written to a stream from its first use on: Node.js opens it then, and makes the descriptor one that does not
 * wait, for child processes too.
 */
function captureStream(streams: Pick<NodeJS.Process, 'stdout' | 'stderr'>, level: 'stdout' | 'stderr', write: Write): () => void {
  const open = Object.getOwnPropertyDescriptor(streams, level)?.get;
  let stream: NodeJS.WriteStream | undefined;
  let pending: string[] = [];
  let length = 0;
  const takePending = () => {
    const text = pending.join('');
    pending = [];
    length = 0;
    return text;
  };
  const flush = () => {
    if (pending.length > 0) {
      write(level, takePending());
    }
  };
  const writeChunk = (chunk: Uint8Array | string, encoding?: unknown, callback?: unknown): boolean => {
    const lines = textOf(chunk, encoding).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      write(level, takePending() + line);
    }
    if (last !== '') {
      pending.push(last);
      length += last.length;
    }
    if (length > MAX_LOG_TEXT_LENGTH) {
      flush();
    }
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') {
      process.nextTick(done);
    }
    return true;
  };
  Object.defineProperty(streams, level, {
    configurable: true,
    enumerable: true,
    get: () => {
      stream ??= Object.assign(open?.call(streams), { write: writeChunk });
      return stream;
    },
  });
  return flush;
}

function textOf(chunk: Uint8Array | string, encoding: unknown): string {
  if (typeof chunk !== 'string') {
    return Buffer.from(chunk).toString();
  }
  return typeof encoding === 'string' && encoding !== 'utf8' && encoding !== 'utf-8'
    ? Buffer.from(chunk, encoding as BufferEncoding).toString()
    : chunk;
}
