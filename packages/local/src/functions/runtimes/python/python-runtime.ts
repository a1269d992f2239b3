import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { FunctionPlan } from '../../../definitions/function';
import { pythonModuleFolders } from '../../code/layer-folders';
import type { EnvironmentSettings } from '../../environment-variables';
import type { DebugRequest, EnvironmentListener, ExecutionEnvironment, PreparedCode, Runtime } from '../../execution-environment';
import { findProgram } from '../programs';
import { type Bootstrap, startPipeEnvironment } from '../start-pipe-environment';

const BOOTSTRAP = join(__dirname, 'bootstrap/main.py');

/** A program that does not answer in this time is no Python. */
const MAX_ANSWER_MILLIS = 10_000;

/** Runs functions in processes of Python. */
export class PythonRuntime implements Runtime {
  /** @param program path of a Python */
  public constructor(
    private readonly program: string,
    private readonly settings: EnvironmentSettings,
  ) {}

  public start(fn: FunctionPlan, code: PreparedCode, listener: EnvironmentListener, debug?: DebugRequest): Promise<ExecutionEnvironment> {
    const { program, settings } = this;
    const moduleFolders = pythonModuleFolders(code.layers, fn.runtime);
    const bootstrap: Bootstrap = {
      program,
      settings,
      // Python before 3.11 has no frozen modules, and ignores the option.
      args: ['-X', 'utf8', ...(debug === undefined ? [] : ['-X', 'frozen_modules=off']), BOOTSTRAP],
      moduleFolders,
      variables: {
        // Bytecode in the folder of an asset would be deployed with it. The service writes none either: its folder is read-only.
        PYTHONDONTWRITEBYTECODE: '1',
        ...(moduleFolders.length === 0 ? {} : { PYTHONPATH: moduleFolders.join(delimiter) }),
      },
    };
    return startPipeEnvironment(fn, code, bootstrap, listener, debug);
  }
}

/** An interpreter. */
export interface Python {
  /** Path of the interpreter itself. Version managers put programs on the `PATH` that only start one. */
  readonly program: string;
  /** Such as `3.11.7`. */
  readonly version: string;
}

/** The Python on the `PATH` for a runtime such as `python3.13`: one of this version, otherwise any Python 3. */
export function findPython(runtime: string): Python | undefined {
  for (const name of [runtime, 'python3', 'python']) {
    const program = findProgram([name]);
    const python = program === undefined ? undefined : askPython(program);
    if (python?.version.startsWith('3.')) {
      return python;
    }
  }
  return undefined;
}

const QUESTION = 'import sys; print("%d.%d.%d" % sys.version_info[:3], sys.executable)';
const answers = new Map<string, Python | undefined>();

/** What a program says of its interpreter; undefined if it is no Python. */
export function askPython(program: string): Python | undefined {
  if (!answers.has(program)) {
    const { stdout } = spawnSync(program, ['-I', '-S', '-c', QUESTION], { encoding: 'utf8', timeout: MAX_ANSWER_MILLIS });
    const [, version, path] = /^(\d+\.\d+\.\d+) (.+?)\s*$/.exec(stdout ?? '') ?? [];
    answers.set(program, version === undefined || path === undefined ? undefined : { program: path, version });
  }
  return answers.get(program);
}
