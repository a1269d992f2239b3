import { suggest } from '@apigwv2-integrations/core/engine';
import type { FunctionPlan } from '../../definitions/function';
import { UserError } from '../../user-error';
import type { DebugRequest } from '../execution-environment';
import { PausableTimers } from '../pausable-timers';
import { DEBUG_HOST, DebugPort } from './debug-port';

/** How functions are debugged. */
export interface InspectOptions {
  /**
   * Port of the first function, on 127.0.0.1; each further function gets the next one. 0 picks free ports.
   * @default 9229
   */
  readonly port?: number;
  /**
   * Construct paths, logical IDs or names of functions that wait for a debugger, and stop at the first line of their code.
   * @default none
   */
  readonly breakAt?: string | readonly string[];
}

/** Where a debugger finds a function. */
export interface Debugger {
  /** Construct path of the function, or else its logical ID. */
  readonly function: string;
  readonly host: string;
  readonly port: number;
  /** Where a client of the inspector protocol connects. */
  readonly webSocketUrl: string;
  /** Opens the developer tools of Chrome, if it is pasted into the address bar. */
  readonly url: string;
}

export const DEFAULT_INSPECT_PORT = 9229;
const MAX_PORT = 65_535;

/** The debugger of one function. */
export interface FunctionDebugger {
  readonly port: DebugPort;
  readonly timers: PausableTimers;
  readonly request: DebugRequest;
}

/** The ports of the functions that can be debugged. */
export class Debuggers {
  private readonly debuggers = new Map<string, FunctionDebugger & { readonly fn: FunctionPlan }>();
  private start: (fn: FunctionPlan) => Promise<void> = () => Promise.reject(new Error('no function is served'));

  /** @throws UserError if `breakAt` names a function that is not there, or that does not run in Node.js */
  public constructor(
    functions: readonly FunctionPlan[],
    private readonly options: InspectOptions,
  ) {
    const debuggable = functions.filter(({ runtime, inProcess }) => runtime.startsWith('nodejs') && inProcess === undefined);
    const breakAt = new Set([options.breakAt ?? []].flat());
    const isNamed = ({ location: { path, logicalId }, name }: FunctionPlan) =>
      [path, logicalId, name].filter((each) => breakAt.has(each ?? ''));
    const found = new Set(debuggable.flatMap(isNamed));
    for (const name of breakAt) {
      if (!found.has(name)) {
        throw new UserError(missing(name, debuggable.map(nameOf)));
      }
    }
    for (const fn of debuggable) {
      this.debuggers.set(fn.key, { fn, ...this.debugger(fn, isNamed(fn).length > 0) });
    }
  }

  /** Where debuggers find the functions. */
  public get all(): readonly Debugger[] {
    return [...this.debuggers.values()].map(({ fn, port: { port, webSocketUrl } }) => ({
      function: nameOf(fn),
      host: DEBUG_HOST,
      port,
      webSocketUrl,
      url: `devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=${webSocketUrl.slice('ws://'.length)}`,
    }));
  }

  /**
   * Opens the ports.
   *
   * @throws UserError if one is in use
   */
  public async listen(): Promise<void> {
    const first = this.options.port ?? DEFAULT_INSPECT_PORT;
    let next = first;
    for (const { fn, port } of this.debuggers.values()) {
      if (next > MAX_PORT) {
        throw new UserError(`there are more functions than ports from ${first} on: pass a lower --inspect <port>`);
      }
      try {
        await port.listen(next);
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
          ? new UserError(
              `port ${next} of ${DEBUG_HOST}, for the debugger of ${nameOf(fn)}, is in use: stop the program that uses it, or pass another --inspect <port> (0 picks free ones)`,
            )
          : error;
      }
      next += first === 0 ? 0 : 1;
    }
  }

  /** @param start starts a process of a function that has none */
  public onWanted(start: (fn: FunctionPlan) => Promise<void>): void {
    this.start = start;
  }

  /** The debugger of a function that can be debugged. */
  public of({ key }: Pick<FunctionPlan, 'key'>): FunctionDebugger | undefined {
    return this.debuggers.get(key);
  }

  public async close(): Promise<void> {
    await Promise.all([...this.debuggers.values()].map(({ port }) => port.close()));
  }

  private debugger(fn: FunctionPlan, stopAtStart: boolean): FunctionDebugger {
    // One that waits for a debugger has all the time in the world.
    const timers = new PausableTimers(stopAtStart);
    const port = new DebugPort({
      wanted: () => this.start(fn),
      attached: (isAttached) => (isAttached ? timers.pause() : stopAtStart ? undefined : timers.resume()),
    });
    return { port, timers, request: { stopAtStart, listening: (target) => port.connectTo(target) } };
  }
}

function nameOf({ location: { path, logicalId } }: FunctionPlan): string {
  return path ?? logicalId;
}

function missing(name: string, names: readonly string[]): string {
  const nearest = suggest(name, names);
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  return `--inspect-brk ${name} is no function that Node.js runs${hint}: ${names.length === 0 ? 'there is none' : `expected ${names.join(', ')}`}`;
}
