import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix, relative } from 'node:path';
import type { ProblemText } from '../template/problem';
import type { FunctionCode } from './function-code';

/** Bundles beyond this size take too long to search at each start. */
const MAX_SEARCHED_BYTES = 20 * 1024 * 1024;

/** Code that exports names which are not written in it. */
const PASSES_EXPORTS_ON =
  /\bexport\s*\*|\b__exportStar\b|\b(?:module\.)?exports\s*=\s*(?:await\s+)?(?:require|import)\b|\b(?:eval|Function)\s*\(/;

const NAME_A_FILE = 'let the handler name a file of the code and one of its exports';

/** A path for messages, relative to the current folder: folders of code are often copies outside of it. */
function shown(path: string): string {
  return relative(process.cwd(), path) || '.';
}

/**
 * Finds out from the code of a function, without running it, that its handler cannot be loaded.
 *
 * @param hasLayers whether a handler in Python may be in a layer, which is not searched
 * @returns undefined if the handler may load, if the code is in an archive, or if the runtime is one whose handlers
 * the gateway does not know
 */
export function handlerProblem(code: FunctionCode, handler: string, runtime: string, hasLayers = false): ProblemText | undefined {
  if (runtime.startsWith('nodejs')) {
    return nodeHandlerProblem(code, handler);
  }
  if (runtime.startsWith('python')) {
    return pythonHandlerProblem(code, handler, hasLayers);
  }
  return code.kind === 'inline'
    ? { message: `its code is inline, which ${runtime} does not support`, remedy: 'put the code into a folder or an archive' }
    : undefined;
}

function malformed(handler: string): ProblemText {
  return { message: `its handler is ${handler || 'missing'}`, remedy: 'write one such as index.handler' };
}

function notInline(handler: string): ProblemText {
  const name = handler.split('.').at(-1) ?? '';
  return { message: `its handler ${handler} must be in index, the name of inline code`, remedy: `write index.${name}` };
}

function pythonHandlerProblem(code: FunctionCode, handler: string, hasLayers: boolean): ProblemText | undefined {
  const [, module = ''] = /^(.+)\.[^./]+$/.exec(handler) ?? [];
  if (module === '') {
    return malformed(handler);
  }
  if (code.kind === 'inline') {
    return module === 'index' || hasLayers ? undefined : notInline(handler);
  }
  return code.kind === 'folder' && !hasLayers ? missingPythonModule(code.path, module, handler) : undefined;
}

/** A module is a file with one of several endings, or a folder. Files with the ending .pth name further folders. */
function missingPythonModule(root: string, module: string, handler: string): ProblemText | undefined {
  const [first = ''] = module.split(/[/.]/);
  const names = statSync(root, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(root) : [];
  const mayBeThere = names.some((name) => name === first || name.startsWith(`${first}.`) || name.endsWith('.pth'));
  return mayBeThere
    ? undefined
    : { message: `its handler is ${handler}, and there is no ${first}.py in ${shown(root)}`, remedy: NAME_A_FILE };
}

function nodeHandlerProblem(code: FunctionCode, handler: string): ProblemText | undefined {
  const base = posix.basename(handler);
  const dot = base.indexOf('.');
  if (handler.includes('..') || posix.isAbsolute(handler) || dot < 1 || dot === base.length - 1) {
    return malformed(handler);
  }
  const file = posix.join(posix.dirname(handler), base.slice(0, dot));
  const [name = ''] = base.slice(dot + 1).split('.');
  switch (code.kind) {
    case 'inline':
      return file === 'index' ? exportProblem(code.text, name, 'its inline code') : notInline(handler);
    case 'folder':
      return problemInFolder(code.path, file, name, handler);
    case 'zip':
      return undefined;
  }
}

function problemInFolder(root: string, file: string, name: string, handler: string): ProblemText | undefined {
  const found = ['', '.js', '.mjs', '.cjs'].map((ending) => join(root, `${file}${ending}`)).find(isFile);
  if (found !== undefined) {
    return statSync(found).size > MAX_SEARCHED_BYTES ? undefined : exportProblem(readFileSync(found, 'utf8'), name, shown(found));
  }
  if (isPackage(root, file)) {
    return undefined;
  }
  const isTypeScript = isFile(join(root, `${file}.ts`));
  const missing = `its handler is ${handler}, and there is no ${file}.js, ${file}.mjs or ${file}.cjs in ${shown(root)}`;
  return isTypeScript ? { message: `${missing}, but a TypeScript file`, remedy: 'bundle it' } : { message: missing, remedy: NAME_A_FILE };
}

/** A name that is nowhere in the code cannot be exported by it, unless it exports the names of another module. */
function exportProblem(text: string, name: string, where: string): ProblemText | undefined {
  return text.includes(name) || PASSES_EXPORTS_ON.test(text)
    ? undefined
    : { message: `${where} does not export ${name}`, remedy: 'export it, or change the handler' };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isPackage(root: string, file: string): boolean {
  try {
    createRequire(join(root, 'index.js')).resolve(file);
    return true;
  } catch {
    return false;
  }
}
