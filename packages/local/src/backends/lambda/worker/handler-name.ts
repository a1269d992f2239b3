import { posix } from 'node:path';
import { Unloadable } from '../code/unloadable';

/** A handler as `folder/file.export.member` names it. */
export interface HandlerName {
  /** Relative to the code's folder, without its ending. */
  readonly file: string;
  /** Export, and members of it. */
  readonly members: readonly string[];
}

/** Reads a handler's name. */
export function handlerName(handler: string): HandlerName {
  if (handler.includes('..') || posix.isAbsolute(handler)) {
    throw new Unloadable(`the handler ${handler} leads out of the function's code, write it as folder/file.export`);
  }
  const base = posix.basename(handler);
  const dot = base.indexOf('.');
  if (dot < 1 || dot === base.length - 1) {
    throw new Unloadable(`the handler ${handler} is no file.export, write it as index.handler`);
  }
  return { file: posix.join(posix.dirname(handler), base.slice(0, dot)), members: base.slice(dot + 1).split('.') };
}
