import type { FunctionPlan } from '../../../definitions/function';
import type { EnvironmentSettings } from '../../environment-variables';
import type { EnvironmentListener, ExecutionEnvironment, PreparedCode, Runtime } from '../../execution-environment';
import { setUpEnvironment, startOrCleanUp } from '../environment-setup';
import { findBootstrap } from './bootstrap';
import { RuntimeApiEnvironment } from './runtime-api-environment';

/**
 * A program with its arguments, in which `{handler}` stands for the handler of the function, and `{home}` and `{tmp}` for folders
 * of the environment.
 */
export type Command = readonly [program: string, ...args: string[]];

const PLACEHOLDER = /\{(handler|home|tmp)\}/g;

/** Runs functions in processes that use the Lambda Runtime API: by a command, or by the `bootstrap` of the function. */
export class CustomRuntime implements Runtime {
  /** @param command what runs the functions @default the `bootstrap` of each function */
  public constructor(
    private readonly settings: EnvironmentSettings,
    private readonly command?: Command,
  ) {}

  public async start(fn: FunctionPlan, code: PreparedCode, listener: EnvironmentListener): Promise<ExecutionEnvironment> {
    const [program, ...args] = this.command ?? [findBootstrap(code.root, code.layers, insteadOfBootstrap(fn))];
    const { context, variables, cleanUp } = setUpEnvironment(fn, code, program, this.settings);
    const { AWS_EXECUTION_ENV, ...others } = variables;
    const values = { handler: fn.handler, home: variables.HOME ?? '', tmp: variables.TMPDIR ?? '' };
    return startOrCleanUp(cleanUp, () =>
      RuntimeApiEnvironment.start(
        fn,
        {
          program,
          args: args.map((arg) => arg.replace(PLACEHOLDER, (_, name: keyof typeof values) => values[name])),
          cwd: code.root,
          // Lambda sets it for the runtimes that it brings along.
          variables: fn.runtime.startsWith('provided') ? others : variables,
          marker: context.logStream,
          memoryMegabytes: fn.memoryMegabytes,
          cleanUp,
        },
        listener,
      ),
    );
  }
}

/** Why the bootstrap of a function cannot start, as far as that is known before its code and its layers are unpacked. */
export function bootstrapProblem(fn: FunctionPlan): string | undefined {
  const { code, layers = [] } = fn;
  if (code.kind !== 'folder' || layers.length > 0) {
    return undefined;
  }
  try {
    findBootstrap(code.path, undefined, insteadOfBootstrap(fn));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function insteadOfBootstrap({ location }: FunctionPlan): string {
  return `run it elsewhere and pass --function ${location.path ?? location.logicalId}=http://127.0.0.1:<port>`;
}
