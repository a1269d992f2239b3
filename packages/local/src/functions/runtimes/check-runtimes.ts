import { accessSync, constants, statSync } from 'node:fs';
import type { FunctionPlan } from '../../definitions/function';
import type { Diagnostic } from '../../diagnostics/diagnostics';
import { UserError } from '../../user-error';

/**
 * Checks the programs that run functions, and reports each runtime once that is newer than the Node.js that runs it.
 *
 * @param programs by the name of a runtime
 * @throws UserError when a program cannot be run, or is for a runtime that no function has
 */
export function checkRuntimes(programs: Readonly<Record<string, string>>, functions: readonly FunctionPlan[]): readonly Diagnostic[] {
  const firsts = new Map<string, FunctionPlan>();
  for (const fn of functions) {
    firsts.set(fn.runtime, firsts.get(fn.runtime) ?? fn);
  }
  for (const [runtime, program] of Object.entries(programs)) {
    if (!firsts.has(runtime)) {
      throw new UserError(`--runtime ${runtime} is the runtime of no function, expected: ${[...firsts.keys()].join(', ') || 'none'}`);
    }
    if (!isProgram(program)) {
      throw new UserError(`--runtime ${runtime}: ${program} is not a program that can be run`);
    }
  }
  return [...firsts].flatMap(([runtime, { location }]) => {
    const text = `asks for ${runtime}, and Node.js ${process.version} runs it: pass --runtime ${runtime}=<path of a Node.js> for another one`;
    return !(runtime in programs) && isNewer(runtime) ? [{ location, text }] : [];
  });
}

function isNewer(runtime: string): boolean {
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  return version > Number(process.versions.node.split('.')[0]);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
