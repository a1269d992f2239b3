import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A handler as the code exports it. */
export type Handler = (event: unknown, context: object, callback: (error?: unknown, result?: unknown) => void) => unknown;

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
/** Set where code asks not to have the global. */
const NO_GLOBAL = 'AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA';
/** The first runtime without callbacks. */
const FIRST_WITHOUT_CALLBACKS = 24;

/** The code or its handler does not load: the message names what is missing or broken. */
export class InitError extends Error {}

/**
 * Loads a function's code and finds the handler in it.
 *
 * @param beforeLoad called with the path of the file, which is not loaded yet
 * @throws InitError with file, handler and remedy
 */
export async function loadHandler(
  root: string,
  handler: string,
  runtime: string,
  beforeLoad: (path: string) => void = () => undefined,
): Promise<Handler> {
  const { file, members } = parseHandlerName(handler);
  const found = findModule(root, file);
  beforeLoad(found.path);
  const exported = await load(found).catch((error: unknown) => {
    throw new InitError(`${relative(root, found.path)} does not load: ${describeLoadError(error, found.path)}`);
  });
  const value = members.reduce<unknown>((owner, name) => (owner as Record<string, unknown> | undefined | null)?.[name], exported);
  return checked(value, runtime, `${members.join('.')} of ${relative(root, found.path)}`, exported);
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

/** A handler as `folder/file.export.member` names it. */
interface HandlerName {
  /** Relative to the code's folder, without its ending. */
  readonly file: string;
  /** Export, and members of it. */
  readonly members: readonly string[];
}

function parseHandlerName(handler: string): HandlerName {
  if (handler.includes('..') || posix.isAbsolute(handler)) {
    throw new InitError(`the handler ${handler} is outside of the function's code: write it as folder/file.export`);
  }
  const base = posix.basename(handler);
  const dot = base.indexOf('.');
  if (dot < 1 || dot === base.length - 1) {
    throw new InitError(`the handler ${handler} has no export: write it as index.handler`);
  }
  return { file: posix.join(posix.dirname(handler), base.slice(0, dot)), members: base.slice(dot + 1).split('.') };
}

/** A file, and how it is loaded. */
interface ModuleFile {
  readonly path: string;
  readonly kind: 'import' | 'require';
}

/** The file that a handler's name means, tried in the runtime's order. */
function findModule(root: string, file: string): ModuleFile {
  const path = join(root, file);
  const jsKind = isFile(`${path}.js`) && isModuleFolder(dirname(path)) ? 'import' : 'require';
  const candidates: readonly ModuleFile[] = [
    { path, kind: 'require' },
    { path: `${path}.js`, kind: jsKind },
    { path: `${path}.mjs`, kind: 'import' },
    { path: `${path}.cjs`, kind: 'require' },
  ];
  return candidates.find((each) => isFile(each.path)) ?? { path: packaged(root, file), kind: 'require' };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** A package of the code that brings the handler. */
function packaged(root: string, file: string): string {
  try {
    return createRequire(join(root, 'index.js')).resolve(file);
  } catch {
    const hint = isFile(join(root, `${file}.ts`)) ? ', but a TypeScript file: bundle it' : '';
    throw new InitError(`there is no ${file}.js, ${file}.mjs or ${file}.cjs in ${root}${hint}`);
  }
}

/** Whether the nearest package.json says that `.js` means ES modules. */
function isModuleFolder(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (isFile(manifest)) {
    return typeOf(manifest) === 'module';
  }
  const above = dirname(folder);
  return above !== folder && !folder.endsWith('node_modules') && isModuleFolder(above);
}

function typeOf(manifest: string): unknown {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8'))?.type;
  } catch {
    return undefined;
  }
}

async function load({ path, kind }: ModuleFile): Promise<unknown> {
  return kind === 'import' ? import(pathToFileURL(path).href) : createRequire(path)(path);
}

function checked(value: unknown, runtime: string, name: string, exported: unknown): Handler {
  if (typeof value !== 'function') {
    const names = Object.keys(Object(exported)).join(', ');
    throw new InitError(`${name} is ${value === undefined ? 'not exported' : 'not a function'}; the file exports ${names || 'nothing'}`);
  }
  if ((value as { [STREAMING]?: unknown })[STREAMING]) {
    throw new InitError(
      `${name} streams its response, which HTTP APIs do not support: return it as a whole, without awslambda.streamifyResponse`,
    );
  }
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  if (version >= FIRST_WITHOUT_CALLBACKS && value.length > 2 && !isAsync(value)) {
    throw new InitError(`${name} takes a callback, which ${runtime} no longer has: make it async and return the result`);
  }
  return value as Handler;
}

const LOCATION_OF_SYNTAX = /^(?:file:\/\/)?([^\n]*:\d+)\n/;
const LOCATION_OF_FRAME = /^\s+at (?:.*\()?((?:file:\/\/)?[/\\A-Z].*?:\d+:\d+)\)?$/m;

/** Why a file does not load, and where in it. */
function describeLoadError(error: unknown, file: string): string {
  if (!(error instanceof Error)) {
    return `it threw ${String(error)}`;
  }
  const location = error instanceof SyntaxError ? locationOfSyntax(error, file) : LOCATION_OF_FRAME.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${error.message}${location === undefined ? '' : ` (${location})`}`;
}

/** For an ES module, Node.js shows the location on its command line alone. */
function locationOfSyntax({ stack = '' }: SyntaxError, file: string): string | undefined {
  const match =
    LOCATION_OF_SYNTAX.exec(stack) ?? LOCATION_OF_SYNTAX.exec(spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' }).stderr);
  return match?.[1];
}

/** A hook in a thread of Node.js's own: it gets the locations to look from as data. */
const HOOK = `
  let locations = [];
  export const initialize = (data) => { locations = data; };
  export async function resolve(specifier, context, next) {
    try {
      return await next(specifier, context);
    } catch (error) {
      for (const parentURL of /^[./]|^\\w+:/.test(specifier) ? [] : locations) {
        try {
          return await next(specifier, { ...context, parentURL });
        } catch {}
      }
      throw error;
    }
  }
`;

/**
 * Lets ES modules find what lies in the `node_modules` folders of layers, as the runtime does; `require` does by NODE_PATH.
 *
 * @see https://aws.amazon.com/blogs/compute/node-js-18-x-runtime-now-available-in-aws-lambda/
 */
export function searchFolders(folders: readonly string[]): void {
  if (folders.length > 0) {
    const data = folders.map((folder) => pathToFileURL(join(folder, '..', 'index.js')).href);
    module.register(`data:text/javascript,${encodeURIComponent(HOOK)}`, { parentURL: pathToFileURL(__filename), data });
  }
}
