import { suggest } from '@apigwv2-integrations/core/engine';
import { compileAuthorizer } from './authorizers/compile-authorizer';
import { checkKeySets } from './authorizers/jwt/jwt-authorizer';
import { ResultCache } from './authorizers/lambda/result-cache';
import { checkStandIns } from './authorizers/stand-ins';
import type { FunctionPlan } from './definitions/function';
import type { ApiPlan } from './definitions/http-api';
import { type Diagnostic, type Plan, readPlan } from './definitions/plan';
import { displayPath } from './diagnostics/diagnostics';
import { searchAssembly } from './explain/on-the-way';
import { type Debugger, Debuggers } from './functions/debugging/debuggers';
import { detailedInvoker } from './functions/detailed-invoker';
import { EnvironmentCredentials } from './functions/environment-credentials';
import { FunctionService } from './functions/function-service';
import { type FunctionInvocation, InvocationHistory } from './functions/invocation-history';
import { checkRuntimes } from './functions/runtimes/check-runtimes';
import { runtimeProblem } from './functions/runtimes/runtimes';
import { compileHostCheck } from './gateway/allowed-hosts';
import { type DetailedLog, EntryStream, type SubscribeOptions } from './gateway/entry-stream';
import { InFlight } from './gateway/in-flight';
import type { InjectRequest, InjectResponse } from './gateway/inject';
import type { FunctionActivity, Log } from './gateway/log-entry';
import type { Listening, ListenOptions } from './gateway/port-listeners';
import { lazyCertificate } from './gateway/tls/certificate';
import type { GatewayOptions } from './gateway-options';
import { compileApi } from './http-api/api-handler';
import type { RouteDependencies } from './http-api/route-handler';
import { ServedApi } from './http-api/served-api';
import { filterStages, stagePrefix } from './http-api/stages';
import { checkServices, readEndpoints } from './integrations/aws/endpoints';
import { ServiceClients } from './integrations/aws/service-clients';
import { createIntegration, type IntegrationDependencies } from './integrations/create-integration';
import { Connections } from './integrations/http/connections';
import { checkTargets, parseTargets } from './integrations/http/targets';
import { type Obstacle, type ObstacleSettings, obstacleOf } from './integrations/obstacles';
import { type AnyApiPlan, type AnyServedApi, functionsOf, isNamed, isWebSocket, selectApis } from './served-apis';
import { UserError } from './user-error';
import { givenAccessKeys } from './websocket-api/management/caller';
import { serveWebSocketApi } from './websocket-api/serve-websocket-api';
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
   * @param path a cloud assembly folder (`cdk.out`) or a CloudFormation template in JSON
   * @throws UserError if the app cannot be read or has no API, or if an option names something that does not exist
   */
  public static async load(path: string, options: GatewayOptions = {}): Promise<LocalGateway> {
    const { runtimes = {} } = options;
    const gateway = new LocalGateway(readPlan(path, { ...options, runtimeProblem: (name) => runtimeProblem(name, runtimes) }), options);
    try {
      await gateway.inspection.listen();
      return gateway;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  public readonly apis: readonly AnyServedApi[];
  /** What is not served as deployed, and why. */
  public readonly diagnostics: readonly Diagnostic[];
  /** Set if a source file of the app was changed after it was synthesized. */
  public readonly staleWarning?: string;
  private readonly functionService: FunctionService;
  private readonly inspection: Debuggers;
  private readonly history?: InvocationHistory;
  private readonly entries: EntryStream;
  private readonly inFlight = new InFlight();
  private readonly connections = new Connections();
  private readonly clients = new ServiceClients();
  private readonly functions: readonly FunctionPlan[];

  private constructor(plan: Plan, options: GatewayOptions) {
    const { apis: all, diagnostics } = filterStages(selectApis(plan, options.api), options.stage);
    const plans = all.filter((api): api is ApiPlan => !isWebSocket(api));
    const webSocketPlans = all.filter(isWebSocket);
    this.entries = new EntryStream(options.log);
    const { log } = this.entries;
    const targets = parseTargets(
      Object.entries(options.targets ?? {}).map(([name, url]) => `${name}=${url}`),
      options,
    );
    checkTargets(targets, all);
    const endpoints = readEndpoints(options.endpoints ?? {}, options);
    const unserved = checkServices(endpoints, all);
    checkKeySets(options.jwks ?? {}, plans);
    checkStandIns(options.authorizers ?? {}, all);
    this.staleWarning = plan.staleWarning;
    this.functions = functionsOf(all);
    const runtimes = checkRuntimes(options.runtimes ?? {}, this.functions);
    this.history = options.recordInvocations === false ? undefined : new InvocationHistory();
    const { clients, connections, entries, history, inFlight } = this;
    this.inspection = new Debuggers(this.functions, { ...options, source: plan.source });
    const credentials = new EnvironmentCredentials();
    const certificate = lazyCertificate((options.allowHosts ?? []).filter((host) => host !== '*'));
    const functions = new FunctionService({
      ...options,
      credentials,
      authority: webSocketPlans.length === 0 ? undefined : () => certificate().authority,
      history,
      inFlight,
      debuggers: this.inspection,
      emit: withPaths(log, this.functions),
    });
    this.functionService = functions;
    const dependencies: IntegrationDependencies = {
      functions: detailedInvoker(functions, 'integration', entries),
      targets,
      endpoints,
      clients,
      connections,
      allowInternet: options.allowInternet,
      strictPermissions: options.strictPermissions,
    };
    const authorizerDependencies = { functions: detailedInvoker(functions, 'authorizer', entries), cache: new ResultCache(), log };
    const routeDependencies: RouteDependencies = {
      authorizer: (authorizer) => compileAuthorizer(authorizer, options, authorizerDependencies),
      backend: (integration, route) => createIntegration(integration, route, dependencies),
      details: entries,
    };
    this.diagnostics = [...plan.diagnostics, ...diagnostics, ...unserved, ...runtimes];
    const served = (api: AnyApiPlan) => ({ prefix: stagePrefix(api, options.stage), isAllowedHost: hostCheckFor(api, plan, options) });
    const settings: ObstacleSettings = { targets, endpoints, options };
    const explaining = { stage: options.stage, onTheWay: searchAssembly(plan.assembly) };
    const httpApis = plans.map((api) => {
      const { prefix, isAllowedHost } = served(api);
      const obstacles = obstaclesOf(api, settings);
      const handler = compileApi(api, routeDependencies, options);
      return new ServedApi(api, handler, log, prefix, isAllowedHost, obstacles, inFlight, explaining);
    });
    const callers = {
      credentials,
      iamKeys: options.iamKeys ?? {},
      givenKeys: givenAccessKeys(this.functions, options.passEnvironment ?? []),
    };
    const webSocketDependencies = {
      integrations: { ...dependencies, details: entries },
      authorizers: authorizerDependencies,
      callers,
      certificate,
      inFlight,
      log,
    };
    const webSocketApis = webSocketPlans.map((api) =>
      serveWebSocketApi(api, options, webSocketDependencies, { ...served(api), obstacles: obstaclesOf(api, settings) }),
    );
    this.apis = [...httpApis, ...webSocketApis];
  }

  /**
   * Loads the code of all functions, in environments that the first requests reuse. Without it, the first request of a function
   * loads its code. A function that waits for a debugger is left out.
   *
   * @throws UserError for a handler that cannot be loaded
   */
  public prepare(): Promise<void> {
    const waitsForDebugger = (fn: FunctionPlan) => this.inspection.of(fn)?.request.stopAtStart === true;
    return this.functionService.prepare(this.functions.filter((fn) => !waitsForDebugger(fn)));
  }

  /** Where debuggers find the functions, with the options `inspect` and `debugpy`. */
  public get debuggers(): readonly Debugger[] {
    return this.inspection.all;
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
   * Adds a listener for what happens in the gateway, beside the option `log`. Listeners must not throw.
   *
   * @returns a function that ends the subscription
   */
  public subscribe(listener: Log, options?: { readonly details?: false }): () => void;
  public subscribe(listener: DetailedLog, options: SubscribeOptions): () => void;
  public subscribe(listener: Log, options?: SubscribeOptions): () => void {
    return this.entries.subscribe(listener, options);
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
    const fn = this.functions.find((each) => [each.location.path, each.location.logicalId, each.name].includes(name));
    if (this.history === undefined) {
      throw new UserError('invocations are not recorded: remove the option recordInvocations');
    }
    if (fn === undefined) {
      const paths = this.functions.map(({ location }) => displayPath(location));
      const nearest = suggest(name, paths);
      const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
      throw new UserError(`no route calls a function ${name}${hint}, expected: ${paths.join(', ') || 'none, no route calls a function'}`);
    }
    return this.history.of(fn);
  }

  /**
   * Resolves when nothing is under way: no request, and no function, not even one that goes on after the client has its answer
   * because the timeout of the integration was exceeded.
   */
  public idle(): Promise<void> {
    return this.inFlight.idle();
  }

  /** Closes ports, functions and connections. Functions of `$disconnect` have a moment to run before. */
  public async close(): Promise<void> {
    await Promise.all(this.apis.flatMap((api) => (api.protocol === 'WEBSOCKET' ? [api.close()] : [])));
    this.clients.close();
    await Promise.all([
      ...this.apis.map((api) => api.close()),
      this.connections.close(),
      this.functionService.close(),
      this.inspection.close(),
    ]);
  }
}

function only(apis: readonly AnyServedApi[]): AnyServedApi {
  const [first, ...others] = apis;
  if (first === undefined || others.length > 0) {
    throw new UserError(`there are ${apis.length} APIs: pass the option api, or select one with gateway.api(name)`);
  }
  return first;
}

function obstaclesOf<R extends AnyApiPlan['routes'][number]>(
  api: AnyApiPlan & { readonly routes: readonly R[] },
  settings: ObstacleSettings,
): ReadonlyMap<R, Obstacle> {
  const obstacles = new Map<R, Obstacle>();
  for (const route of api.routes) {
    const obstacle = obstacleOf(route, api, settings);
    if (obstacle !== undefined) {
      obstacles.set(route, obstacle);
    }
  }
  return obstacles;
}

function hostCheckFor({ id, region }: AnyApiPlan, { customDomains }: Plan, { allowHosts = [] }: GatewayOptions): (host: string) => boolean {
  const own = ['amazonaws.com', 'amazonaws.com.cn', 'api.aws'].map((suffix) => `${id}.execute-api.${region}.${suffix}`);
  return compileHostCheck([...own, ...customDomains, ...allowHosts]);
}

/** A log whose entries name functions as diagnostics do, and not as their functions see themselves. */
function withPaths(log: Log, functions: readonly FunctionPlan[]): (entry: FunctionActivity) => void {
  const paths = new Map(functions.map(({ name, location }) => [name, displayPath(location)]));
  return (entry) => log({ ...entry, function: paths.get(entry.function) ?? entry.function });
}
