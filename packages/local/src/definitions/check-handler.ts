import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import type { FunctionCode } from './function-code';

/** Bundles beyond this size take too long to search at each start. */
const MAX_SEARCHED_BYTES = 20 * 1024 * 1024;

/** Code that exports names which are not written in it. */
const PASSES_EXPORTS_ON =
  /\bexport\s*\*|\b__exportStar\b|\b(?:module\.)?exports\s*=\s*(?:await\s+)?(?:require|import)\b|\b(?:eval|Function)\s*\(/;

/**
 * Finds out from the code of a function, without running it, that its handler cannot be loaded.
 *
 * @param hasLayers whether a handler in Python may be in a layer, which is not searched
 * @returns the reason; undefined if the handler may load, if the code is in an archive, or if the runtime is one whose handlers
 * the gateway does not know
 */
export function handlerProblem(code: FunctionCode, handler: string, runtime: string, hasLayers = false): string | undefined {
  if (runtime.startsWith('nodejs')) {
    return nodeHandlerProblem(code, handler);
  }
  if (runtime.startsWith('python')) {
    return pythonHandlerProblem(code, handler, hasLayers);
  }
  return code.kind === 'inline' ? `its code is inline, which ${runtime} does not support` : undefined;
}

function pythonHandlerProblem(code: FunctionCode, handler: string, hasLayers: boolean): string | undefined {
  const [, module = ''] = /^(.+)\.[^./]+$/.exec(handler) ?? [];
  if (module === '') {
    return `its handler is ${handler || 'missing'}: write one such as index.handler`;
  }
  if (code.kind === 'inline') {
    return module === 'index' || hasLayers ? undefined : `its handler ${handler} must be in index, the name of inline code`;
  }
  return code.kind === 'folder' && !hasLayers ? missingPythonModule(code.path, module, handler) : undefined;
}

/** A module is a file with one of several endings, or a folder. Files with the ending .pth name further folders. */
function missingPythonModule(root: string, module: string, handler: string): string | undefined {
  const [first = ''] = module.split(/[/.]/);
  const names = statSync(root, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(root) : [];
  const mayBeThere = names.some((name) => name === first || name.startsWith(`${first}.`) || name.endsWith('.pth'));
  return mayBeThere ? undefined : `its handler is ${handler}, and there is no ${first}.py in ${root}`;
}

function nodeHandlerProblem(code: FunctionCode, handler: string): string | undefined {
  const base = posix.basename(handler);
  const dot = base.indexOf('.');
  if (handler.includes('..') || posix.isAbsolute(handler) || dot < 1 || dot === base.length - 1) {
    return `its handler is ${handler || 'missing'}: write one such as index.handler`;
  }
  const file = posix.join(posix.dirname(handler), base.slice(0, dot));
  const [name = ''] = base.slice(dot + 1).split('.');
  switch (code.kind) {
    case 'inline':
      return file === 'index'
        ? exportProblem(code.text, name, 'its inline code')
        : `its handler ${handler} must be in index, the name of inline code`;
    case 'folder':
      return problemInFolder(code.path, file, name, handler);
    case 'zip':
      return undefined;
  }
}

function problemInFolder(root: string, file: string, name: string, handler: string): string | undefined {
  const found = ['', '.js', '.mjs', '.cjs'].map((ending) => join(root, `${file}${ending}`)).find(isFile);
  if (found !== undefined) {
    return statSync(found).size > MAX_SEARCHED_BYTES ? undefined : exportProblem(readFileSync(found, 'utf8'), name, found);
  }
  if (isPackage(root, file)) {
    return undefined;
  }
  const hint = isFile(join(root, `${file}.ts`)) ? `, but a TypeScript file: bundle it` : '';
  return `its handler is ${handler}, and there is no ${file}.js, ${file}.mjs or ${file}.cjs in ${root}${hint}`;
}

/** A name that is nowhere in the code cannot be exported by it, unless it exports the names of another module. */
function exportProblem(text: string, name: string, where: string): string | undefined {
  return text.includes(name) || PASSES_EXPORTS_ON.test(text)
    ? undefined
    : `${where} does not export ${name}: export it, or change the handler`;
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
