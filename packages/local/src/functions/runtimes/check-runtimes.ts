import type { FunctionPlan } from '../../definitions/function';
import type { Diagnostic } from '../../diagnostics/diagnostics';
import { UserError } from '../../user-error';
import { isProgram } from './programs';
import { bootstrapProblem } from './runtime-api/custom-runtime';
import { chooseRuntime, type RuntimeChoice, type RuntimePrograms } from './runtimes';

/**
 * Checks the programs that run functions. Reports each runtime once that is newer than the program that runs it, and each
 * function whose bootstrap does not start.
 *
 * @param programs by the name of a runtime
 * @throws UserError when a program cannot be run, or is for a runtime that no function has
 */
export function checkRuntimes(programs: RuntimePrograms, functions: readonly FunctionPlan[]): readonly Diagnostic[] {
  const firsts = new Map<string, FunctionPlan>();
  const own = functions.filter(({ inProcess, endpoint }) => inProcess === undefined && endpoint === undefined);
  for (const fn of own) {
    firsts.set(fn.runtime, firsts.get(fn.runtime) ?? fn);
  }
  for (const [runtime, given] of Object.entries(programs)) {
    if (!firsts.has(runtime)) {
      throw new UserError(`--runtime ${runtime} is the runtime of no function, expected: ${[...firsts.keys()].join(', ') || 'none'}`);
    }
    const choice = chooseRuntime(runtime, programs);
    if ('program' in choice && !isProgram(choice.program)) {
      throw new UserError(`--runtime ${runtime}: ${given} is not a program that can be run`);
    }
  }
  const older = [...firsts].flatMap(([runtime, { location }]) => {
    const version = runtime in programs ? undefined : olderProgram(runtime, chooseRuntime(runtime, programs));
    const remedy = `pass --runtime ${runtime}=<path of a ${runtime.startsWith('python') ? 'Python' : 'Node.js'}> for another one`;
    return version === undefined ? [] : [{ location, text: `asks for ${runtime}, and ${version} runs it: ${remedy}` }];
  });
  return [...older, ...bootstrapProblems(own.filter(({ runtime }) => chooseRuntime(runtime, programs).kind === 'bootstrap'))];
}

function bootstrapProblems(functions: readonly FunctionPlan[]): readonly Diagnostic[] {
  return functions.flatMap((fn) => {
    const text = bootstrapProblem(fn);
    return text === undefined ? [] : [{ location: fn.location, text: `does not start: ${text}` }];
  });
}

/** The program that runs a runtime, by its name and version, if it is older than the runtime. */
function olderProgram(runtime: string, choice: RuntimeChoice): string | undefined {
  const [major = 0, minor = 0] = runtime.match(/\d+/g)?.map(Number) ?? [];
  if (choice.kind === 'node') {
    return major > Number(process.versions.node.split('.')[0]) ? `Node.js ${process.version}` : undefined;
  }
  const version = choice.kind === 'python' ? choice.version : undefined;
  return version !== undefined && minor > Number(version.split('.')[1]) ? `Python ${version}` : undefined;
}
