import type { FunctionPlan } from '../../definitions/function';
import type { Diagnostic } from '../../diagnostics/diagnostics';
import { UserError } from '../../user-error';
import { isProgram } from './programs';
import { chooseRuntime, type RuntimePrograms } from './runtimes';

/**
 * Checks the programs that run functions, and reports each runtime once that is newer than the program that runs it.
 *
 * @param programs by the name of a runtime
 * @throws UserError when a program cannot be run, or is for a runtime that no function has
 */
export function checkRuntimes(programs: RuntimePrograms, functions: readonly FunctionPlan[]): readonly Diagnostic[] {
  const firsts = new Map<string, FunctionPlan>();
  for (const fn of functions.filter(({ inProcess }) => inProcess === undefined)) {
    firsts.set(fn.runtime, firsts.get(fn.runtime) ?? fn);
  }
  for (const [runtime, given] of Object.entries(programs)) {
    if (!firsts.has(runtime)) {
      throw new UserError(`--runtime ${runtime} is the runtime of no function, expected: ${[...firsts.keys()].join(', ') || 'none'}`);
    }
    const choice = chooseRuntime(runtime, programs);
    if (choice.kind !== 'unavailable' && !isProgram(choice.program)) {
      throw new UserError(`--runtime ${runtime}: ${given} is not a program that can be run`);
    }
  }
  return [...firsts].flatMap(([runtime, { location }]) => {
    const text = runtime in programs ? undefined : newerThanProgram(runtime);
    return text === undefined ? [] : [{ location, text }];
  });
}

function newerThanProgram(runtime: string): string | undefined {
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  return version > Number(process.versions.node.split('.')[0])
    ? `asks for ${runtime}, and Node.js ${process.version} runs it: pass --runtime ${runtime}=<path of a Node.js> for another one`
    : undefined;
}
