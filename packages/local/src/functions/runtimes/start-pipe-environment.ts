import type { FunctionPlan } from '../../definitions/function';
import type { EnvironmentSettings } from '../environment-variables';
import type { DebugRequest, EnvironmentListener, ExecutionEnvironment, PreparedCode } from '../execution-environment';
import { setUpEnvironment, startOrCleanUp } from './environment-setup';
import { PipeEnvironment, type PipeEnvironmentOptions } from './pipe-environment';
import type { PipeConfiguration } from './pipe-protocol';

/** How a runtime starts its bootstrap, which speaks the pipe protocol. */
export interface Bootstrap extends Pick<PipeEnvironmentOptions, 'program' | 'args' | 'isOutOfMemory' | 'isNoise'> {
  readonly settings: EnvironmentSettings;
  /** Folders in which the handler finds modules, besides its own. */
  readonly moduleFolders: readonly string[];
  /** Variables of the runtime itself. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Starts an environment whose bootstrap speaks the pipe protocol; leaves nothing behind if it cannot be started. */
export function startPipeEnvironment(
  fn: FunctionPlan,
  code: PreparedCode,
  { settings, moduleFolders, variables: own, ...bootstrap }: Bootstrap,
  listener: EnvironmentListener,
  debug?: DebugRequest,
): Promise<ExecutionEnvironment> {
  const { root } = code;
  const { handler, runtime, memoryMegabytes } = fn;
  const { context, variables, cleanUp } = setUpEnvironment(fn, code, bootstrap.program, settings, own);
  const configuration: PipeConfiguration = {
    root,
    handler,
    runtime,
    moduleFolders,
    context,
    debug: debug && { stopAtStart: debug.stopAtStart },
  };
  const options = { ...bootstrap, cwd: root, variables, marker: context.logStream, memoryMegabytes, configuration, debug, cleanUp };
  return startOrCleanUp(cleanUp, () => new PipeEnvironment(options, listener));
}
