import { availableParallelism } from 'node:os';
import type { FunctionPlan } from '../definitions/function';
import type { InFlight } from '../gateway/in-flight';
import type { FunctionActivity } from '../gateway/log-entry';
import { UserError } from '../user-error';
import { certificateVariables } from './certificate-variables';
import { CodeFolders } from './code/code-folders';
import type { Debuggers } from './debugging/debuggers';
import { EnvironmentCredentials } from './environment-credentials';
import { passedOn } from './environment-variables';
import type { Runtime } from './execution-environment';
import { HandlerEnvironment, MAX_HANDLER_ENVIRONMENTS } from './in-process/handler-environment';
import type { InvokeOptions, InvokeResult, Invoker } from './invocation';
import type { InvocationHistory } from './invocation-history';
import { EndpointEnvironment } from './invoke-endpoint/endpoint-environment';
import { TempFolders } from './processes/temp-folders';
import { InstalledRuntimes } from './runtimes/runtimes';
import { Scheduler, type SchedulerOptions } from './scheduler';
import { clearInterval, setInterval } from './timers';

/** How functions run. */
export interface FunctionServiceOptions {
  /** How many environments a function has at most; invocations beyond wait. @default one for each processor core */
  readonly maxEnvironments?: number;
  /** How long an environment is kept without an invocation, in milliseconds. @default 10 minutes */
  readonly idleMillis?: number;
  /** Names of the host's environment variables that functions may see. @default none */
  readonly passEnvironment?: readonly string[];
  /** Knows the credentials of each environment. @default those that nobody else knows */
  readonly credentials?: EnvironmentCredentials;
  /** Certificate authority that functions have to trust, in PEM. Read when the first of them starts. @default none */
  readonly authority?: () => string;
  /** Programs and commands by the name of a runtime, such as `nodejs22.x`. @default what is on this machine */
  readonly runtimes?: Readonly<Record<string, string>>;
  /** A `node_modules` folder whose AWS SDK zipped and inline code finds. @default the nearest one above the current folder that has it */
  readonly modules?: string;
  /** Whether links in folders of code may lead out of them. @default false */
  readonly allowExternalLinks?: boolean;
  /** Keeps what functions are called with. @default nothing is kept */
  readonly history?: InvocationHistory;
  /** Counts invocations. @default they are not counted */
  readonly inFlight?: InFlight;
  /** The functions that can be debugged. @default none */
  readonly debuggers?: Debuggers;
  /** Hears what happens. @default nobody */
  readonly emit?: (event: FunctionActivity) => void;
}

const IDLE_MILLIS = 10 * 60 * 1000;

/** Runs Lambda functions in processes of their own, and those whose handler is in this process here. */
export class FunctionService implements Invoker {
  private readonly schedulers = new Map<string, Scheduler>();
  private readonly temp = new TempFolders();
  private readonly code: CodeFolders;
  private readonly credentials: EnvironmentCredentials;
  private readonly runtime: Runtime;
  private readonly maxEnvironments: number;
  private readonly emit: (event: FunctionActivity) => void;
  private readonly idleTimer: NodeJS.Timeout;
  private closed = false;

  public constructor(private readonly options: FunctionServiceOptions = {}) {
    const { temp } = this;
    const { modules, allowExternalLinks, idleMillis = IDLE_MILLIS, authority } = options;
    this.maxEnvironments = options.maxEnvironments ?? availableParallelism();
    this.emit = options.emit ?? (() => undefined);
    this.credentials = options.credentials ?? new EnvironmentCredentials();
    this.code = new CodeFolders({ temp, modules, allowExternalLinks });
    this.runtime = new InstalledRuntimes({
      temp,
      passed: passedOn(options.passEnvironment ?? [], process.env),
      credentials: this.credentials,
      defaults: authority === undefined ? undefined : certificateVariables(authority, temp),
      programs: options.runtimes ?? {},
    });
    this.idleTimer = setInterval(() => this.endIdle(performance.now() - idleMillis), idleMillis / 10);
    this.idleTimer.unref();
    options.debuggers?.onWanted((fn) => (this.closed ? Promise.reject(new Error('the gateway was closed')) : this.scheduler(fn).prepare()));
  }

  public invoke(fn: FunctionPlan, event: string, options: InvokeOptions): Promise<InvokeResult> {
    return this.closed ? Promise.resolve({ kind: 'shutdown' }) : this.scheduler(fn).invoke(event, options);
  }

  /**
   * Loads the code of functions, some at a time, so that their first invocations find an environment ready.
   *
   * @throws UserError for the first one that does not load
   */
  public async prepare(functions: readonly FunctionPlan[]): Promise<void> {
    const waiting = [...functions];
    const prepareNext = async (): Promise<void> => {
      for (let fn = waiting.shift(); fn !== undefined; fn = waiting.shift()) {
        if (this.closed) {
          throw new Error('the gateway was closed');
        }
        await this.scheduler(fn).prepare();
      }
    };
    try {
      await Promise.all(Array.from({ length: availableParallelism() }, prepareNext));
    } catch (error) {
      waiting.length = 0;
      throw new UserError(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends all processes and removes all temporary files; pending invocations end with the result `shutdown`. */
  public async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.idleTimer);
    await Promise.all([...this.schedulers.values()].map((scheduler) => scheduler.close()));
    await this.temp.close();
  }

  private endIdle(since: number): void {
    for (const [key, scheduler] of this.schedulers) {
      if (this.options.debuggers?.of({ key }) === undefined) {
        scheduler.endIdle(since);
      }
    }
  }

  private scheduler(fn: FunctionPlan): Scheduler {
    let scheduler = this.schedulers.get(fn.key);
    if (scheduler === undefined) {
      const { history, inFlight } = this.options;
      scheduler = new Scheduler(fn, this.emit, { ...this.environments(fn), history, inFlight });
      this.schedulers.set(fn.key, scheduler);
    }
    return scheduler;
  }

  private environments(fn: FunctionPlan): Omit<SchedulerOptions, 'history' | 'inFlight'> {
    const { inProcess, endpoint } = fn;
    const { maxEnvironments, credentials } = this;
    if (inProcess !== undefined) {
      return {
        maxEnvironments: MAX_HANDLER_ENVIRONMENTS,
        start: async (listener) => new HandlerEnvironment(fn, inProcess, listener, credentials),
      };
    }
    if (endpoint !== undefined) {
      return {
        maxEnvironments: endpoint.isEmulator ? 1 : maxEnvironments,
        start: async (listener) => new EndpointEnvironment(endpoint, listener),
      };
    }
    const debugged = this.options.debuggers?.of(fn);
    const { request, timers } = debugged ?? {};
    return {
      // A debugger sees one process.
      maxEnvironments: request === undefined ? maxEnvironments : 1,
      timers,
      start: async (listener) => {
        const code = await this.code.prepare(fn, debugged?.code);
        if (this.closed) {
          throw new Error('the gateway was closed');
        }
        return this.runtime.start(fn, code, listener, request);
      },
    };
  }
}
