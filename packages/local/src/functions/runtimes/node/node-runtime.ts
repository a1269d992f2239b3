import { delimiter, join } from 'node:path';
import type { FunctionPlan } from '../../../definitions/function';
import { nodeModuleFolders } from '../../code/layer-folders';
import type { EnvironmentSettings } from '../../environment-variables';
import type { DebugRequest, EnvironmentListener, ExecutionEnvironment, PreparedCode, Runtime } from '../../execution-environment';
import { scriptFile } from '../../script-file';
import { type Bootstrap, startPipeEnvironment } from '../start-pipe-environment';

/** The rest of the memory is for what Node.js keeps outside of its heap, as in the service. */
const HEAP_SHARE = 0.9;
const OUT_OF_MEMORY = /JavaScript heap out of memory|Reached heap limit/;

/** What the inspector writes to standard error. */
const INSPECTOR_MESSAGE =
  /^(?:Debugger (?:listening|ending) on ws:|Debugger attached\.$|For help, see: https:\/\/nodejs\.org\/\S+$|Waiting for the debugger to disconnect)/;

/** Runs functions in processes of Node.js. */
export class NodeRuntime implements Runtime {
  /** @param program path of a Node.js */
  public constructor(
    private readonly program: string,
    private readonly settings: EnvironmentSettings,
  ) {}

  public start(fn: FunctionPlan, code: PreparedCode, listener: EnvironmentListener, debug?: DebugRequest): Promise<ExecutionEnvironment> {
    const { program, settings } = this;
    const moduleFolders = nodeModuleFolders(code.layers, fn.runtime);
    const bootstrap: Bootstrap = {
      program,
      settings,
      args: [
        '--enable-source-maps',
        `--max-old-space-size=${Math.floor(fn.memoryMegabytes * HEAP_SHARE)}`,
        scriptFile(join(__dirname, 'bootstrap/main')),
      ],
      moduleFolders,
      variables: { NODE_PATH: [...moduleFolders, code.root].join(delimiter) },
      isOutOfMemory: (line) => OUT_OF_MEMORY.test(line),
      isNoise: (line) => debug !== undefined && INSPECTOR_MESSAGE.test(line),
    };
    return startPipeEnvironment(fn, code, bootstrap, listener, debug);
  }
}
