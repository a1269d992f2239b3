import type { FunctionPlan } from '../../definitions/function';
import type { EnvironmentSettings } from '../environment-variables';
import type { DebugRequest, EnvironmentListener, ExecutionEnvironment, PreparedCode, Runtime } from '../execution-environment';
import { NodeRuntime } from './node/node-runtime';
import { resolveProgram, splitCommand } from './programs';
import { askPython, findPython, PythonRuntime } from './python/python-runtime';
import { CustomRuntime } from './runtime-api/custom-runtime';

/** Programs and commands by the name of a runtime, as `--runtime` gives them. */
export type RuntimePrograms = Readonly<Record<string, string>>;

/** What runs the functions of a runtime on this machine. */
export type RuntimeChoice =
  | { readonly kind: 'node'; readonly program: string }
  /** Undefined if the program prints no version. */
  | { readonly kind: 'python'; readonly program: string; readonly version?: string }
  /** The `bootstrap` of each function. */
  | { readonly kind: 'bootstrap' }
  /** A program that asks the Lambda Runtime API for invocations. */
  | { readonly kind: 'command'; readonly program: string; readonly args: readonly string[] }
  /** Nothing on this machine does: the reason names the flag that helps. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Chooses what runs the functions of a runtime, by its name such as `nodejs22.x`. */
export function chooseRuntime(name: string, programs: RuntimePrograms): RuntimeChoice {
  const given = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (name.startsWith('nodejs')) {
    return { kind: 'node', program: given === undefined ? process.execPath : resolveProgram(given) };
  }
  if (/^python3\./.test(name)) {
    if (given !== undefined) {
      const program = resolveProgram(given);
      return { kind: 'python', program, ...askPython(program) };
    }
    const found = findPython(name);
    const remedy = `install it, or pass --runtime ${name}=<path of a Python>`;
    return found === undefined
      ? { kind: 'unavailable', reason: `its runtime is ${name}, and there is no python3 on the PATH: ${remedy}` }
      : { kind: 'python', ...found };
  }
  if (given !== undefined) {
    const [program, ...args] = splitCommand(given);
    return { kind: 'command', program: resolveProgram(program as string), args };
  }
  if (!name.startsWith('provided')) {
    return { kind: 'unavailable', reason: `its runtime is ${name}, and no program is named that runs it: ${otherwise(name)}` };
  }
  return process.platform === 'win32'
    ? { kind: 'unavailable', reason: `its runtime is ${name}, whose programs are for Linux: ${otherwise(name)}` }
    : { kind: 'bootstrap' };
}

function otherwise(runtime: string): string {
  const elsewhere = '--function <function>=http://127.0.0.1:9001 if it runs elsewhere';
  return `pass --runtime ${runtime}='<program> <arguments>' with a client of the Lambda Runtime API, or ${elsewhere}`;
}

/** Why no function of a runtime runs on this machine; undefined if functions do. */
export function runtimeProblem(name: string, programs: RuntimePrograms): string | undefined {
  const choice = chooseRuntime(name, programs);
  return choice.kind === 'unavailable' ? choice.reason : undefined;
}

/** How functions run, whatever their runtime. */
export interface RuntimeOptions extends EnvironmentSettings {
  readonly programs: RuntimePrograms;
}

/** Runs each function with what is chosen for its runtime. */
export class InstalledRuntimes implements Runtime {
  private readonly chosen = new Map<string, Runtime>();

  public constructor(private readonly options: RuntimeOptions) {}

  public start(
    fn: FunctionPlan,
    code: PreparedCode,
    listener: EnvironmentListener,
    debug?: DebugRequest,
  ): ExecutionEnvironment | Promise<ExecutionEnvironment> {
    let runtime = this.chosen.get(fn.runtime);
    if (runtime === undefined) {
      runtime = this.create(fn.runtime);
      this.chosen.set(fn.runtime, runtime);
    }
    return runtime.start(fn, code, listener, debug);
  }

  private create(name: string): Runtime {
    const { programs, ...settings } = this.options;
    const choice = chooseRuntime(name, programs);
    switch (choice.kind) {
      case 'node':
        return new NodeRuntime(choice.program, settings);
      case 'python':
        return new PythonRuntime(choice.program, settings);
      case 'bootstrap':
        return new CustomRuntime(settings);
      case 'command':
        return new CustomRuntime(settings, [choice.program, ...choice.args]);
      case 'unavailable':
        throw new Error(choice.reason);
    }
  }
}
