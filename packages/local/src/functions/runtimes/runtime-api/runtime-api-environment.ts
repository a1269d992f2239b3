import { randomUUID } from 'node:crypto';
import type { FunctionPlan } from '../../../definitions/function';
import type { EnvironmentListener, EnvironmentOutcome, EnvironmentRequest } from '../../execution-environment';
import type { FunctionError } from '../../invocation';
import { setImmediate, setTimeout } from '../../timers';
import { ProcessEnvironment, type ProcessEnvironmentOptions } from '../process-environment';
import { RuntimeApi } from './runtime-api';

/** A runtime that reported that it cannot be initialized has this long to exit by itself. */
const MAX_EXIT_MILLIS = 200;

type Options = Omit<ProcessEnvironmentOptions, 'describeExit'>;

/** An environment whose process asks the Lambda Runtime API for invocations. */
export class RuntimeApiEnvironment extends ProcessEnvironment {
  /** Starts the process with the address of a Runtime API of its own. */
  public static async start(fn: FunctionPlan, options: Options, listener: EnvironmentListener): Promise<RuntimeApiEnvironment> {
    const api = await RuntimeApi.listen();
    try {
      return new RuntimeApiEnvironment(api, fn, options, listener);
    } catch (error) {
      await api.close();
      throw error;
    }
  }

  private constructor(
    private readonly api: RuntimeApi,
    private readonly fn: FunctionPlan,
    options: Options,
    listener: EnvironmentListener,
  ) {
    const variables = { ...options.variables, AWS_LAMBDA_RUNTIME_API: api.address };
    const cleanUp = async () => {
      await api.close();
      await options.cleanUp();
    };
    super({ ...options, variables, describeExit, cleanUp }, listener, 0);
    api.listener = {
      ready: () => this.becomeReady(),
      initFailed: (error) => this.initFailed(error),
      // What it wrote before is read first: it is in the pipe already.
      finished: (outcome) => setImmediate(() => this.finished(outcome)),
    };
  }

  protected send({ event, traceId }: EnvironmentRequest): void {
    const { arn, timeoutMillis } = this.fn;
    this.api.give({ requestId: randomUUID(), event, deadline: Date.now() + timeoutMillis, functionArn: arn, traceId });
  }

  protected isUnstarted(): boolean {
    return this.api.hasUndelivered;
  }

  private finished(outcome: EnvironmentOutcome): void {
    this.process.flushOutput();
    if (this.state === 'busy') {
      this.finish(outcome);
    }
  }

  private initFailed({ errorType, errorMessage }: FunctionError): void {
    const reason = `${errorType}: ${errorMessage}`;
    this.endReason ??= reason;
    setTimeout(() => this.end(reason), MAX_EXIT_MILLIS).unref();
  }
}

/** As Lambda reports a runtime that exits. */
function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 0) {
    return 'Runtime.ExitError: Runtime exited without providing a reason';
  }
  return `Runtime.ExitError: Runtime exited with error: ${code === null ? `signal: ${signal}` : `exit status ${code}`}`;
}
