import type { Resource, Resources } from '@apigwv2-integrations/core/engine';
import { functionNames, isFunctionResource } from '../template/overrides/override-lookup';
import { nearestName } from '../template/overrides/read-overrides';
import { UserError } from '../user-error';

/**
 * What a handler in the process of a test gets as its context: the context of Lambda, and the variables of the function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export interface HandlerContext {
  /** Without effect, because the event loop belongs to the test: a result that is given to the callback is sent at once. */
  callbackWaitsForEmptyEventLoop: boolean;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** In megabytes. */
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly identity?: undefined;
  readonly clientContext?: undefined;
  /** Until the function's timeout, in milliseconds; by the clock of the test if that is a fake one. */
  getRemainingTimeInMillis(): number;
  /** @deprecated Return a promise instead. */
  done(error?: Error | string | null, result?: unknown): void;
  /** @deprecated Return a promise instead. */
  fail(error: Error | string): void;
  /** @deprecated Return a promise instead. */
  succeed(result: unknown): void;
  /**
   * The environment variables of the function: those of the template, with references replaced by local values, and with
   * overrides, besides `AWS_REGION` and the credentials with which the management API of WebSocket connections knows the role
   * of the function. `process.env` belongs to the test, and is not changed. Only handlers in the process of a test have this
   * member.
   */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A function that takes the place of a Lambda function, in the process of a test. It can be async, return a promise or a value,
 * or give its result to the callback.
 */
export type FunctionHandler = (
  // biome-ignore lint/suspicious/noExplicitAny: the event is plain JSON, whose type the handler declares
  event: any,
  context: HandlerContext,
  callback: (error?: Error | string | null, result?: unknown) => void,
) => unknown;

/** The key of the handler that takes the place of all other functions. */
const ALL_FUNCTIONS = '*';

/** Finds the handler that takes the place of a function. */
export class FunctionHandlers {
  private readonly handlers: ReadonlyMap<string, FunctionHandler>;

  /** @param handlers by the construct path or logical ID of a function, or `*` for all other functions */
  public constructor(handlers: Readonly<Record<string, FunctionHandler>> = {}) {
    this.handlers = new Map(Object.entries(handlers));
  }

  /** The handler for a function. One that is named takes precedence over `*`. */
  public of(fn: Resource): FunctionHandler | undefined {
    const name = functionNames(fn).find((each) => this.handlers.has(each)) ?? ALL_FUNCTIONS;
    return this.handlers.get(name);
  }

  /**
   * Checks that each name is the name of a function.
   *
   * @throws UserError with the functions of the app and a suggestion
   */
  public check(resources: Resources): void {
    const functions = resources.everything().filter(isFunctionResource);
    const names = functions.flatMap(functionNames);
    for (const [name, handler] of this.handlers) {
      if (name !== ALL_FUNCTIONS && !names.includes(name)) {
        throw new UserError(`functions.${name} matches no function of the app${didYouMean(name, names)}: ${expected(functions)}`);
      }
      if (typeof handler !== 'function') {
        throw new UserError(`functions.${name} is ${handler === null ? 'null' : `a ${typeof handler}`}, which must be a function`);
      }
    }
  }
}

function didYouMean(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}

function expected(functions: readonly Resource[]): string {
  const paths = functions.map(({ path, logicalId }) => path ?? logicalId);
  return paths.length === 0 ? 'remove it, the app has none' : `expected * or one of ${paths.join(', ')}`;
}
