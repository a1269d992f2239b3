import { delimiter, join } from 'node:path';
import type { FunctionPlan } from '../../../definitions/function';
import { nodeModuleFolders } from '../../code/layer-folders';
import type { EnvironmentSettings } from '../../environment-variables';
import type { DebugRequest, EnvironmentListener, ExecutionEnvironment, PreparedCode, Runtime } from '../../execution-environment';
import { scriptFile } from '../../script-file';
import { setUpEnvironment, startOrCleanUp } from '../environment-setup';
import { PipeEnvironment } from '../pipe-environment';
import type { PipeConfiguration } from '../pipe-protocol';

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
    const { program } = this;
    const { root } = code;
    const { handler, runtime, memoryMegabytes } = fn;
    const moduleFolders = nodeModuleFolders(code.layers, runtime);
    const NODE_PATH = [...moduleFolders, root].join(delimiter);
    const { context, variables, cleanUp } = setUpEnvironment(fn, code, program, this.settings, { NODE_PATH });
    const configuration: PipeConfiguration = {
      root,
      handler,
      runtime,
      moduleFolders,
      context,
      debug: debug && { stopAtStart: debug.stopAtStart },
    };
    return startOrCleanUp(
      cleanUp,
      () =>
        new PipeEnvironment(
          {
            program,
            args: [
              '--enable-source-maps',
              `--max-old-space-size=${Math.floor(memoryMegabytes * HEAP_SHARE)}`,
              scriptFile(join(__dirname, 'bootstrap/main')),
            ],
            cwd: root,
            variables,
            marker: context.logStream,
            memoryMegabytes,
            configuration,
            isOutOfMemory: (line) => OUT_OF_MEMORY.test(line),
            isNoise: (line) => debug !== undefined && INSPECTOR_MESSAGE.test(line),
            debug,
            cleanUp,
          },
          listener,
        ),
    );
  }
}
