import { suggest } from '@apigwv2-integrations/core/engine';
import { SynthesisError } from './app/synthesize';
import type { FunctionPlan } from './definitions/function';
import type { Diagnostic } from './definitions/plan';
import { displayPath } from './diagnostics/diagnostics';
import type { AnyExplanation, Explanation, WebSocketExplanation } from './explain/explanation';
import type { Debugger } from './functions/debugging/debuggers';
import type { FunctionInvocation } from './functions/invocation-history';
import type { DetailedLog, SubscribeOptions } from './gateway/entry-stream';
import type { InjectRequest, InjectResponse } from './gateway/inject';
import type { Log, ReloadEntry } from './gateway/log-entry';
import type { Listening, ListenOptions } from './gateway/port-listeners';
import type { GatewayOptions } from './gateway-options';
import { GatewayServices } from './gateway-services';
import { compileApis, type GatewayParts, type LoadedApp, loadApp, type ReloadCause } from './generation';
import { type AnyServedApi, become, isNamed, isWebSocket } from './served-apis';
import { UserError } from './user-error';
import { compareFunctions, compareRoutes, isSameApi } from './watch/compare-apps';
import { SourceFolders } from './watch/source-folders';
import type { ConnectRequest, WebSocketClient } from './websocket-api/test-client';

/**
 * Serves the HTTP and WebSocket APIs of a synthesized app on this machine.
 *
 * By default no other machine is called, and functions do not see the environment of this process.
 */
export class LocalGateway {
  /**
   * Loads an app. Its APIs can then answer requests.
   *
   * @param path a cloud assembly folder (`cdk.out`), or a CloudFormation or SAM template in JSON or YAML
   * @throws UserError if the app cannot be read or has no API, or if an option names something that does not exist
   */
  public static async load(path: string, options: GatewayOptions = {}): Promise<LocalGateway> {
    const sources = options.project === undefined ? undefined : new SourceFolders(options.project);
    const gateway = new LocalGateway(path, loadApp(path, options, sources), options, sources);
    try {
      await gateway.services.debuggers.listen();
      return gateway;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  private readonly services: GatewayServices;
  private served: readonly AnyServedApi[];
  /** APIs that were removed, whose requests are under way. */
  private readonly retired = new Set<AnyServedApi>();
  private reloading: Promise<unknown> = Promise.resolve();
  private hasFailed = false;
  private isClosed = false;

  private constructor(
    private path: string,
    private app: LoadedApp,
    private readonly options: GatewayOptions,
    private readonly sources: SourceFolders | undefined,
  ) {
    this.services = new GatewayServices(options, app.functions, path);
    this.services.hasWebSocketApis = app.apis.some(isWebSocket);
    this.served = compileApis(app, options, this.services);
  }

  /** The APIs that are served. An API that a new version of the app still has stays the same object. */
  public get apis(): readonly AnyServedApi[] {
    return this.served;
  }

  /** What is not served as deployed, and why. */
  public get diagnostics(): readonly Diagnostic[] {
    return this.app.diagnostics;
  }

  /** Set if a source file of the app was changed after it was synthesized. */
  public get staleWarning(): string | undefined {
    return this.app.plan.staleWarning;
  }

  /**
   * Loads a new version of the app, which answers from then on. Ports stay open, with the APIs of the same construct path or
   * logical ID; a new API has no port until `listen` is called, and the ports of a removed one are closed. What is under way
   * ends with the old code, connections to WebSocket APIs stay open, and so do the environments of functions whose code and
   * settings did not change. If the new version cannot be loaded, the one before stays in service.
   *
   * Calls are handled one after the other.
   *
   * @param path a cloud assembly folder or a template. @default the path that was loaded last
   * @param cause what has changed, for the log. @default unknown
   * @returns what has changed, which the log gets as well
   * @throws UserError for the reasons for which `load` throws one
   */
  public reload(path?: string, cause: ReloadCause = {}): Promise<ReloadEntry & { readonly result: 'loaded' }> {
    const { startedAt = performance.now(), files } = cause;
    const reload = async () => {
      const source = path ?? this.path;
      try {
        const changes = await this.replaceBy(source);
        const loaded = { kind: 'reload', source, millis: performance.now() - startedAt, files, result: 'loaded', ...changes } as const;
        this.hasFailed = false;
        this.services.log(loaded);
        return loaded;
      } catch (error) {
        this.reportFailedReload(error, { startedAt, files }, source);
        throw error;
      }
    };
    const reloaded = this.reloading.then(reload, reload);
    this.reloading = reloaded.catch(() => undefined);
    return reloaded;
  }

  /** Logs that there is no new version, because the app cannot be synthesized or loaded. The version before stays in service. */
  public reportFailedReload(error: unknown, { startedAt = performance.now(), files }: ReloadCause = {}, source = this.path): void {
    const output = error instanceof SynthesisError ? error.output : undefined;
    this.hasFailed = true;
    this.services.log({
      kind: 'reload',
      source,
      millis: performance.now() - startedAt,
      files,
      result: 'failed',
      error: error instanceof Error ? error.message : String(error),
      ...(output === undefined ? {} : { output }),
    });
  }

  /** The files and folders of which the version consists that is in service. */
  public get parts(): GatewayParts {
    const { plan, functions } = this.app;
    const code = functions.flatMap((fn) => [fn.code, ...(fn.layers ?? [])]);
    return {
      source: this.path,
      templates: plan.assembly.templates.map(({ file }) => file),
      constructs: plan.assembly.templates.flatMap(({ sources }) => [...sources.values()].map(({ file }) => file)),
      code: code.flatMap((each) => (each.kind === 'inline' ? [] : [each.path])),
      copied: this.sources?.ambiguous ?? [],
    };
  }

  /**
   * Loads the code of all functions, in environments that the first requests reuse. Without it, the first request of a function
   * loads its code. A function that waits for a debugger is left out.
   *
   * @throws UserError for a handler that cannot be loaded
   */
  public prepare(): Promise<void> {
    const waitsForDebugger = (fn: FunctionPlan) => this.services.debuggers.of(fn)?.request.stopAtStart === true;
    return this.services.functions.prepare(this.app.functions.filter((fn) => !waitsForDebugger(fn)));
  }

  /** Where debuggers find the functions, with the options `inspect` and `debugpy`. */
  public get debuggers(): readonly Debugger[] {
    return this.services.debuggers.all;
  }

  /** Returns the API with this name, construct path or logical id. */
  public api(name: string): AnyServedApi {
    const found = this.apis.find(({ plan }) => isNamed(plan, name));
    if (found === undefined) {
      throw new UserError(`there is no API ${name}, expected: ${this.apis.map(({ plan }) => plan.name).join(', ')}`);
    }
    return found;
  }

  /** Answers a request to the only HTTP API without using a port; to the only WebSocket API if there is no HTTP API. */
  public inject(request: InjectRequest): Promise<InjectResponse> {
    const httpApis = this.apis.filter(({ protocol }) => protocol === 'HTTP');
    return only(httpApis.length === 0 ? this.apis : httpApis).inject(request);
  }

  /**
   * Opens a connection to the only WebSocket API without using a port.
   *
   * @throws HandshakeError when the handshake is refused
   */
  public async connect(request: ConnectRequest): Promise<WebSocketClient> {
    return only(this.apis.filter(({ protocol }) => protocol === 'WEBSOCKET')).connect(request);
  }

  /**
   * Explains what becomes of a request to the only HTTP API, or of a message to the only WebSocket API, and why. Nothing is
   * called.
   */
  public explain(request: InjectRequest): Promise<Explanation>;
  public explain(message: string): Promise<WebSocketExplanation>;
  public async explain(asked: InjectRequest | string): Promise<AnyExplanation> {
    return typeof asked === 'string'
      ? only(this.apis.filter((api) => api.protocol === 'WEBSOCKET')).explain(asked)
      : only(this.apis.filter((api) => api.protocol === 'HTTP')).explain(asked);
  }

  /**
   * Adds a listener for what happens in the gateway, beside the option `log`. Listeners must not throw.
   *
   * @returns a function that ends the subscription
   */
  public subscribe(listener: Log, options?: { readonly details?: false }): () => void;
  public subscribe(listener: DetailedLog, options: SubscribeOptions): () => void;
  public subscribe(listener: Log, options?: SubscribeOptions): () => void {
    return this.services.entries.subscribe(listener, options);
  }

  /** Serves the only API on a port. */
  public async listen(options: ListenOptions = {}): Promise<Listening> {
    return only(this.apis).listen(options);
  }

  /**
   * Lists what a function was called with and what it gave, the oldest invocation first: at most the last 1,000.
   *
   * @param name construct path, logical ID or name of the function
   * @throws UserError if no route and no authorizer calls such a function, or if invocations are not recorded
   */
  public invocations(name: string): readonly FunctionInvocation[] {
    const { functions } = this.app;
    const { history } = this.services;
    const fn = functions.find((each) => [each.location.path, each.location.logicalId, each.name].includes(name));
    if (history === undefined) {
      throw new UserError('invocations are not recorded: remove the option recordInvocations');
    }
    if (fn === undefined) {
      const paths = functions.map(({ location }) => displayPath(location));
      const nearest = suggest(name, paths);
      const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
      throw new UserError(`no route calls a function ${name}${hint}, expected: ${paths.join(', ') || 'none, no route calls a function'}`);
    }
    return history.of(fn);
  }

  /**
   * Resolves when nothing is under way: no request, and no function, not even one that goes on after the client has its answer
   * because the timeout of the integration was exceeded.
   */
  public idle(): Promise<void> {
    return this.services.inFlight.idle();
  }

  /** Closes ports, functions and connections. Functions of `$disconnect` have a moment to run before. */
  public async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.served.flatMap((api) => (api.protocol === 'WEBSOCKET' ? [api.close()] : [])));
    await Promise.all([...[...this.served, ...this.retired].map((api) => api.close()), this.services.close(), this.reloading]);
  }

  private async replaceBy(path: string) {
    const { services, options } = this;
    this.checkOpen();
    this.sources?.refresh();
    const app = loadApp(path, options, this.sources);
    const compiled = compileApis(app, options, services);
    const functions = await compareFunctions(this.app.functions, app.functions, services.functions);
    await services.debuggers.update(app.functions);
    this.checkOpen();
    const routes = compareRoutes(this.app.apis, app.apis);
    const kept = new Set<AnyServedApi>();
    const apis = compiled.map((api) => {
      const same = this.served.find(({ plan }) => isSameApi(plan, api.plan));
      if (same === undefined) {
        return api;
      }
      kept.add(same);
      return become(same, api);
    });
    const removed = this.served.filter((api) => !kept.has(api));
    const added = apis.filter((api) => !kept.has(api));
    services.functions.replace(functions);
    services.hasWebSocketApis = app.apis.some(isWebSocket);
    services.nameFunctions(app.functions);
    services.history?.keepOnly(app.functions);
    [this.path, this.app, this.served] = [path, app, apis];
    for (const api of removed) {
      this.retired.add(api);
      void api.retire().finally(() => this.retired.delete(api));
    }
    return {
      ...(this.hasFailed ? { recovered: true as const } : {}),
      apisAdded: added.map(({ plan }) => plan.name),
      apisRemoved: removed.map(({ plan }) => plan.name),
      routesAdded: routes.added,
      routesRemoved: routes.removed,
      routesMoved: routes.moved,
      functionsReloaded: functions.changed.map(({ after }) => displayPath(after.location)),
    };
  }

  private checkOpen(): void {
    if (this.isClosed) {
      throw new Error('the gateway was closed');
    }
  }
}

function only<T extends AnyServedApi>(apis: readonly T[]): T {
  const [first, ...others] = apis;
  if (first === undefined || others.length > 0) {
    throw new UserError(`there are ${apis.length} APIs: pass the option api, or select one with gateway.api(name)`);
  }
  return first;
}
