import { dirname } from 'node:path';
import type { FunctionPlan } from '../../definitions/function';
import type { FunctionHandler } from '../../definitions/function-handler';
import { credentialVariables, type EnvironmentCredentials } from '../environment-credentials';
import type {
  EnvironmentListener,
  EnvironmentOutcome,
  EnvironmentRequest,
  EnvironmentState,
  ExecutionEnvironment,
} from '../execution-environment';
import { functionContext } from '../function-context';
import { type Completed, callHandler } from '../runtimes/node/bootstrap/call-handler';
import type { Handler } from '../runtimes/node/bootstrap/load-handler';
import { described, Frames, functionError, serialize } from '../runtimes/node/bootstrap/outcome';
import type { FunctionContext } from '../runtimes/pipe-protocol';

/** How many invocations of a handler in this process run at a time: the default quota of an account. */
export const MAX_HANDLER_ENVIRONMENTS = 1000;

/** The first number of parameters with which a handler can answer after it has returned nothing. */
const MIN_PARAMETERS_WITH_CONTEXT = 2;

/** Taken before a test can replace it. */
const fromJson = JSON.parse;

/** Stacks are shown without frames of the gateway's own. */
const frames = new Frames(dirname(__dirname));

/**
 * Runs a handler in this process, with the event, the context and the result of one in a process of its own. A handler cannot
 * be stopped: what exceeds its timeout goes on, and its result is ignored.
 */
export class HandlerEnvironment implements ExecutionEnvironment {
  public state: EnvironmentState = 'ready';
  private readonly facts: FunctionContext;
  private readonly handler: Handler;
  private readonly variables: Readonly<Record<string, string>>;
  private readonly revoke: () => void;

  public constructor(
    fn: FunctionPlan,
    handler: FunctionHandler,
    private readonly listener: EnvironmentListener,
    credentials: EnvironmentCredentials,
  ) {
    const issued = credentials.issue(fn);
    this.revoke = () => credentials.revoke(issued);
    this.variables = Object.freeze({ AWS_REGION: fn.region, ...credentialVariables(issued), ...fn.environment });
    this.facts = functionContext(fn);
    this.handler = withReturnedValue(handler as Handler, () =>
      listener.wrote('WARN', 'the handler returned a value, which the service ignores unless a promise resolves to it: make it async'),
    );
  }

  public invoke({ event }: EnvironmentRequest): Promise<EnvironmentOutcome> {
    return new Promise((resolve) => {
      this.state = 'busy';
      const completed = (outcome: Completed) => {
        if (this.state === 'busy') {
          this.state = 'ready';
          resolve(this.outcomeOf(outcome));
        }
      };
      callHandler(this.handler, fromJson(event), this.facts, completed, { members: { environment: this.variables } });
    });
  }

  public async terminate(): Promise<void> {
    this.state = 'ended';
    this.revoke();
  }

  private outcomeOf({ succeeded, value }: Completed): EnvironmentOutcome {
    let thrown = value;
    if (succeeded) {
      try {
        return { kind: 'result', payload: serialize(value) };
      } catch (error) {
        thrown = error;
      }
    }
    this.listener.wrote('ERROR', described(thrown, frames));
    return { kind: 'error', error: functionError(thrown, frames) };
  }
}

/**
 * Lets a handler return a value without a promise, as mocks do, and one that returns nothing end at once unless it can still
 * call `callback` or `context.done`.
 */
function withReturnedValue(handler: Handler, warn: () => void): Handler {
  return (event, context, callback) => {
    const returned = handler(event, context, callback);
    if (returned === undefined) {
      return handler.length < MIN_PARAMETERS_WITH_CONTEXT ? Promise.resolve(null) : undefined;
    }
    if (typeof (returned as { then?: unknown } | null)?.then === 'function') {
      return returned;
    }
    warn();
    return Promise.resolve(returned);
  };
}
