import { format } from 'node:util';
import type { OutputLevel } from '../function-output';

type Level = Extract<OutputLevel, Uppercase<OutputLevel>>;
type Write = (level: OutputLevel, text: string) => void;

const LEVELS: readonly (readonly [method: 'trace' | 'debug' | 'info' | 'log' | 'warn' | 'error', level: Level])[] = [
  ['trace', 'TRACE'],
  ['debug', 'DEBUG'],
  ['info', 'INFO'],
  ['log', 'INFO'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
];

/** Takes what a handler writes, by the console or by the streams; gives back what sends on lines that are not complete yet. */
export function captureOutput(target: Console, { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>, write: Write): () => void {
  for (const [method, level] of LEVELS) {
    target[method] = (...args: unknown[]) => write(level, format(...args));
  }
  const flushes = [captureStream(stdout, 'stdout', write), captureStream(stderr, 'stderr', write)];
  return () => {
    for (const flush of flushes) {
      flush();
    }
  };
}

function captureStream(stream: NodeJS.WriteStream, level: 'stdout' | 'stderr', write: Write): () => void {
  let line = '';
  const flush = () => {
    if (line !== '') {
      const text = line;
      line = '';
      write(level, text);
    }
  };
  stream.write = (chunk: Uint8Array | string, encoding?: unknown, callback?: unknown): boolean => {
    const lines = (line + textOf(chunk, encoding)).split('\n');
    line = '';
    const rest = lines.pop() as string;
    for (const each of lines) {
      write(level, each);
    }
    line = rest;
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') {
      process.nextTick(done);
    }
    return true;
  };
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
