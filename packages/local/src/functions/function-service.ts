import { availableParallelism } from 'node:os';
import type { FunctionPlan } from '../definitions/function';
import type { InFlight } from '../gateway/in-flight';
import type { FunctionActivity } from '../gateway/log-entry';
import { UserError } from '../user-error';
import { certificateVariables } from './certificate-variables';
import { CodeFolders } from './code/code-folders';
import { type CodeState, codeStateOf } from './code/code-state';
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
  /** Certificate authority that functions have to trust, in PEM. Read when one of them starts. @default none */
  readonly authority?: () => string | undefined;
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

/** A function in two versions of an app. */
export interface FunctionVersions {
  readonly before: FunctionPlan;
  readonly after: FunctionPlan;
}

/** What a new version of an app does to the functions of the one before. */
export interface FunctionChanges {
  /** Functions with the same code and settings. */
  readonly unchanged: readonly FunctionVersions[];
  readonly changed: readonly FunctionVersions[];
  readonly removed: readonly FunctionPlan[];
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
  /** Which scheduler runs a function that was read from an app, though a later version of the app has it, too. */
  private readonly ofPlan = new WeakMap<FunctionPlan, Scheduler>();
  /** Functions that a later version of the app changed or removed. */
  private readonly replaced = new WeakSet<FunctionPlan>();
  /** Schedulers of such functions, whose invocations are not over. */
  private readonly retiring = new Set<Scheduler>();
  /** The code that the environments of a scheduler loaded. */
  private readonly loaded = new WeakMap<Scheduler, Promise<CodeState>>();

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
    if (this.closed) {
      return Promise.resolve({ kind: 'shutdown' });
    }
    const scheduler = this.scheduler(fn);
    const result = scheduler.invoke(event, options);
    if (this.replaced.has(fn) && !this.retiring.has(scheduler)) {
      this.retire(scheduler);
    }
    return result;
  }

  /** The state of the code that a function runs; undefined if it was not loaded. */
  public async codeState(fn: FunctionPlan): Promise<CodeState | undefined> {
    const scheduler = this.schedulers.get(fn.key);
    return scheduler && this.loaded.get(scheduler);
  }

  /**
   * Takes the functions of a new version of the app. Invocations of changed functions that are under way, or that a request
   * which is under way still makes, run the old code. Environments of unchanged functions stay.
   */
  public replace({ unchanged, changed, removed }: FunctionChanges): void {
    for (const { before, after } of unchanged) {
      const scheduler = this.schedulers.get(before.key);
      if (scheduler !== undefined) {
        this.schedulers.delete(before.key);
        this.schedulers.set(after.key, scheduler);
        this.ofPlan.set(before, scheduler).set(after, scheduler);
        scheduler.fn = after;
      }
    }
    for (const before of [...changed.map((each) => each.before), ...removed]) {
      const scheduler = this.schedulers.get(before.key);
      this.replaced.add(before);
      if (scheduler !== undefined) {
        this.schedulers.delete(before.key);
        this.ofPlan.set(before, scheduler);
        this.retire(scheduler);
      }
    }
    this.code.forgetChecks();
  }

  /** Ends a scheduler once its invocations are over. Files that no function uses any more are removed with the last one. */
  private retire(scheduler: Scheduler): void {
    this.retiring.add(scheduler);
    void scheduler.closeWhenIdle().then(async () => {
      this.retiring.delete(scheduler);
      if (this.retiring.size === 0 && !this.closed) {
        await this.code.keepOnly([...this.schedulers.values()].map(({ fn }) => fn));
      }
    });
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
    await Promise.all([...this.schedulers.values(), ...this.retiring].map((scheduler) => scheduler.close()));
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
    const own = this.ofPlan.get(fn);
    if (own?.isClosed === false) {
      return own;
    }
    const isReplaced = this.replaced.has(fn);
    let scheduler = isReplaced ? undefined : this.schedulers.get(fn.key);
    if (scheduler === undefined) {
      const { history, inFlight } = this.options;
      scheduler = new Scheduler(fn, this.emit, { ...this.environments(fn, () => scheduler as Scheduler), history, inFlight });
      this.ofPlan.set(fn, scheduler);
      if (!isReplaced) {
        this.schedulers.set(fn.key, scheduler);
      }
    }
    return scheduler;
  }

  private environments(fn: FunctionPlan, scheduler: () => Scheduler): Omit<SchedulerOptions, 'history' | 'inFlight'> {
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
        const current = scheduler();
        const loaded = this.loaded.get(current) ?? codeStateOf(current.fn);
        this.loaded.set(current, loaded);
        const [code] = await Promise.all([this.code.prepare(current.fn, debugged?.code), loaded]);
        if (this.closed) {
          throw new Error('the gateway was closed');
        }
        return this.runtime.start(current.fn, code, listener, request);
      },
    };
  }
}
