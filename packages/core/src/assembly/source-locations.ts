import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asArray, asObject, asString, member } from '../engine';

/** The line of the user's code that created a construct. */
export interface SourceLocation {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. @default - unknown: the CDK records none for a function without a name */
  readonly column?: number;
}

/** `Books.new (/app/books.ts:17:5)`; frames of libraries and of Node.js are summarized as `...new HttpApi in aws-cdk-lib...`. */
const FRAME = /\(?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*):(\d+):(\d+)\)?$/;

/** A function without a name: `/app/books.ts:17 (:)`. */
const ANONYMOUS_FRAME = /^((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*):(\d+) \(:\)$/;

/** Reads which line of the user's code created each construct, by construct path. Only apps in JavaScript and TypeScript have it. */
export function sourceLocations(metadata: unknown): ReadonlyMap<string, SourceLocation> {
  const locations = new Map<string, SourceLocation>();
  for (const [path, entries] of Object.entries(asObject(metadata))) {
    const stack = asArray(entries).find((entry) => member(entry, 'type') === 'aws:cdk:creationStack');
    const location = firstUserFrame(asArray(member(stack, 'data')));
    if (location !== undefined) {
      locations.set(path.replace(/^\//, ''), location);
    }
  }
  return locations;
}

/** A location for messages, relative to the current folder: `app.ts:17`. */
export function printLocation({ file, line }: SourceLocation): string {
  return `${printPath(file)}:${line}`;
}

/** A path for messages: relative to the current folder if the file is in it. */
export function printPath(file: string): string {
  const path = relative(process.cwd(), file);
  return isAbsolute(path) || path.startsWith('..') ? file : path;
}

function firstUserFrame(frames: readonly unknown[]): SourceLocation | undefined {
  for (const frame of frames) {
    const text = asString(frame) ?? '';
    const [, file, line, column] = FRAME.exec(text) ?? ANONYMOUS_FRAME.exec(text) ?? [];
    if (file !== undefined && !/[\\/]node_modules[\\/]/.test(file)) {
      const path = file.startsWith('file:') ? fileURLToPath(file) : file;
      return { file: path, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
    }
  }
  return undefined;
}
