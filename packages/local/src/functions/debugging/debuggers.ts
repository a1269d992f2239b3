import { suggest } from '@apigwv2-integrations/core/engine';
import type { FunctionPlan } from '../../definitions/function';
import { UserError } from '../../user-error';
import type { DebugRequest } from '../execution-environment';
import { PausableTimers } from '../pausable-timers';
import { debugFolder } from './debug-folder';
import { DEBUG_HOST, type DebugPort, type DebugPortListener, InspectorPort, SocketPort } from './debug-port';

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

/** How Python functions are debugged. */
export interface DebugpyOptions {
  /**
   * Port of the first function, on 127.0.0.1; each further function gets the next one. 0 picks free ports.
   * @default 5678
   */
  readonly port?: number;
}

/** Where a debugger finds a function. */
export type Debugger = {
  /** Construct path of the function, or else its logical ID. */
  readonly function: string;
  readonly host: string;
  readonly port: number;
  /** Folder of the code that runs, where breakpoints can be set. @default the code is in a zip file */
  readonly code?: string;
} & (
  | {
      /** The protocol of the inspector of Node.js. */
      readonly protocol: 'inspector';
      /** Where a client of the protocol connects. */
      readonly webSocketUrl: string;
      /** Opens the developer tools of Chrome, if it is pasted into the address bar. */
      readonly url: string;
    }
  /** The Debug Adapter Protocol. */
  | { readonly protocol: 'debugpy' }
);

/** Which functions can be debugged. */
export interface DebuggersOptions {
  /** Path of the assembly or template. */
  readonly source: string;
  /** @default Node.js functions cannot be debugged */
  readonly inspect?: boolean | InspectOptions;
  /** @default Python functions cannot be debugged */
  readonly debugpy?: boolean | DebugpyOptions;
}

/** The first ports by default: those of `node --inspect` and of `debugpy`. */
const DEFAULT_INSPECT_PORT = 9229;
const DEFAULT_DEBUGPY_PORT = 5678;
const MAX_PORT = 65_535;

/** The debugger of one function. */
export interface FunctionDebugger {
  /** Folder of its code. @default any */
  readonly code?: string;
  readonly timers: PausableTimers;
  readonly request: DebugRequest;
}

interface Opened extends FunctionDebugger {
  readonly fn: FunctionPlan;
  readonly port: DebugPort;
}

/** The ports of the functions that can be debugged. */
export class Debuggers {
  private readonly debuggers = new Map<string, Opened>();
  private readonly stopAt: ReadonlySet<string>;
  private start: (fn: FunctionPlan) => Promise<void> = () => Promise.reject(new Error('no function is served'));

  /** @throws UserError if `breakAt` names a function that is not there, or that does not run in Node.js */
  public constructor(
    functions: readonly FunctionPlan[],
    private readonly options: DebuggersOptions,
  ) {
    this.stopAt = new Set([optionsOf<InspectOptions>(options.inspect).breakAt ?? []].flat());
    const inspected = this.debuggable(functions).filter(({ Port }) => Port === InspectorPort);
    const found = new Set(inspected.flatMap(({ fn }) => namesOf(fn)));
    for (const name of this.stopAt) {
      if (!found.has(name)) {
        const names = inspected.map(({ fn }) => nameOf(fn));
        throw new UserError(missing(name, names));
      }
    }
    for (const { fn, Port } of this.debuggable(functions)) {
      this.add(fn, Port);
    }
  }

  /** Where debuggers find the functions. */
  public get all(): readonly Debugger[] {
    return [...this.debuggers.values()].map(({ fn, port, code }) => {
      const address = { function: nameOf(fn), host: DEBUG_HOST, port: port.port, ...(code === undefined ? {} : { code }) };
      if (!(port instanceof InspectorPort)) {
        return { ...address, protocol: 'debugpy' };
      }
      const { webSocketUrl } = port;
      const url = `devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=${webSocketUrl.slice('ws://'.length)}`;
      return { ...address, protocol: 'inspector', webSocketUrl, url };
    });
  }

  /**
   * Opens the ports.
   *
   * @throws UserError if one is in use
   */
  public async listen(): Promise<void> {
    const all = [...this.debuggers.values()].filter(({ port }) => port.port === 0);
    const { inspect, debugpy } = this.options;
    const inspected = all.filter(({ port }) => port instanceof InspectorPort);
    await openPorts(inspected, this.nextPort(InspectorPort, optionsOf(inspect).port ?? DEFAULT_INSPECT_PORT), '--inspect');
    const others = all.filter(({ port }) => !(port instanceof InspectorPort));
    await openPorts(others, this.nextPort(SocketPort, optionsOf(debugpy).port ?? DEFAULT_DEBUGPY_PORT), '--debugpy');
  }

  /**
   * Takes the functions of a new version of the app. Functions that the one before had keep their ports.
   *
   * @throws UserError if the port of a new one is in use
   */
  public async update(functions: readonly FunctionPlan[]): Promise<void> {
    const found = this.debuggable(functions);
    const keys = new Set(found.map(({ fn }) => fn.key));
    const gone = [...this.debuggers].filter(([key]) => !keys.has(key));
    for (const [key, { port }] of gone) {
      this.debuggers.delete(key);
      await port.close();
    }
    for (const { fn, Port } of found) {
      const opened = this.debuggers.get(fn.key);
      if (opened === undefined) {
        this.add(fn, Port);
      } else {
        this.debuggers.set(fn.key, { ...opened, fn, code: debugFolder(fn, this.options.source) });
      }
    }
    await this.listen();
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

  private debuggable(functions: readonly FunctionPlan[]) {
    const { inspect, debugpy } = this.options;
    const inProcesses = functions.filter(({ inProcess, endpoint }) => inProcess === undefined && endpoint === undefined);
    const of = (runtime: string, Port: typeof InspectorPort | typeof SocketPort) =>
      inProcesses.filter((fn) => fn.runtime.startsWith(runtime)).map((fn) => ({ fn, Port }));
    return [...(isEnabled(inspect) ? of('nodejs', InspectorPort) : []), ...(isEnabled(debugpy) ? of('python', SocketPort) : [])];
  }

  /** The first port, or the one after the highest that is in use. */
  private nextPort(Port: typeof InspectorPort | typeof SocketPort, first: number): number {
    const used = [...this.debuggers.values()].filter(({ port }) => port instanceof Port && port.port !== 0).map(({ port }) => port.port);
    return first === 0 ? 0 : Math.max(first, ...used.map((port) => port + 1));
  }

  private add(fn: FunctionPlan, Port: new (listener: DebugPortListener) => DebugPort): void {
    const { key } = fn;
    const stopAtStart = namesOf(fn).some((name) => this.stopAt.has(name));
    // One that waits for a debugger has all the time in the world.
    const timers = new PausableTimers(stopAtStart);
    const port = new Port({
      wanted: () => this.start(this.debuggers.get(key)?.fn ?? fn),
      attached: (isAttached) => (isAttached ? timers.pause() : stopAtStart ? undefined : timers.resume()),
    });
    const code = debugFolder(fn, this.options.source);
    this.debuggers.set(key, { fn, port, code, timers, request: { stopAtStart, listening: (target) => port.connectTo(target) } });
  }
}

function namesOf({ location: { path, logicalId }, name }: FunctionPlan): readonly string[] {
  return [path ?? logicalId, logicalId, name];
}

function isEnabled(option: boolean | object | undefined): boolean {
  return option !== undefined && option !== false;
}

function optionsOf<T extends { readonly port?: number }>(option: boolean | T | undefined): Partial<T> {
  return typeof option === 'object' ? option : {};
}

async function openPorts(all: readonly Opened[], first: number, flag: string): Promise<void> {
  let next = first;
  for (const { fn, port } of all) {
    if (next > MAX_PORT) {
      throw new UserError(`there are more functions than ports from ${first} on: pass a lower ${flag} <port>`);
    }
    try {
      await port.listen(next);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? new UserError(
            `port ${next} of ${DEBUG_HOST}, for the debugger of ${nameOf(fn)}, is in use: stop the program that uses it, or pass another ${flag} <port> (0 picks free ones)`,
          )
        : error;
    }
    next += first === 0 ? 0 : 1;
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
