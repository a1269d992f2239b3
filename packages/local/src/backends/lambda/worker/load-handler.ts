import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Unloadable } from '../code/unloadable';
import { findModule, type ModuleFile } from './find-module';
import { handlerName } from './handler-name';
import { tellWhy } from './tell-why';

/** A handler as the code exports it. */
export type Handler = (event: unknown, context: object, callback: (error?: unknown, result?: unknown) => void) => unknown;

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
/** Set where code asks not to have the global. */
const NO_GLOBAL = 'AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA';
/** The first runtime without callbacks. */
const NO_CALLBACKS = 24;

/**
 * Loads a function's code and finds the handler in it.
 *
 * @throws Unloadable with file, handler and remedy
 */
export async function loadHandler(root: string, handler: string, runtime: string): Promise<Handler> {
  const { file, members } = handlerName(handler);
  const found = findModule(root, file);
  const exported = await load(found).catch((error: unknown) => {
    throw new Unloadable(`${relative(root, found.path)} does not load: ${tellWhy(error, found.path)}`);
  });
  const value = members.reduce<unknown>((owner, name) => (owner as Record<string, unknown> | undefined | null)?.[name], exported);
  return checked(value, runtime, `${members.join('.')} of ${relative(root, found.path)}`, exported);
}

async function load({ path, kind }: ModuleFile): Promise<unknown> {
  return kind === 'import' ? import(pathToFileURL(path).href) : createRequire(path)(path);
}

function checked(value: unknown, runtime: string, name: string, exported: unknown): Handler {
  if (typeof value !== 'function') {
    const names = Object.keys(Object(exported)).join(', ');
    throw new Unloadable(`${name} is ${value === undefined ? 'not exported' : 'no function'}; the file exports ${names || 'nothing'}`);
  }
  if ((value as { [STREAMING]?: unknown })[STREAMING]) {
    throw new Unloadable(
      `${name} streams its response, which HTTP APIs do not take: return it as a whole, without awslambda.streamifyResponse`,
    );
  }
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  if (version >= NO_CALLBACKS && value.length > 2 && !isAsync(value)) {
    throw new Unloadable(`${name} takes a callback, which ${runtime} no longer has: make it async and return the result`);
  }
  return value as Handler;
}

/** The global by which code marks handlers that stream. */
export function offerStreaming(target: object, variables: NodeJS.ProcessEnv): void {
  if (!/^(?:1|true)$/.test(variables[NO_GLOBAL] ?? '')) {
    const streamifyResponse = (handler: object) => Object.assign(handler, { [STREAMING]: 'response' });
    Object.assign(target, { awslambda: { streamifyResponse, HttpResponseStream: { from: (stream: unknown) => stream } } });
  }
}

/** Whether a function was written with `async`. */
export function isAsync(value: object): boolean {
  return value.constructor?.name === 'AsyncFunction';
}
