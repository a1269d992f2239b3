import { suggest } from '@apigwv2-integrations/core/engine';
import { compileAuthorizer } from './authorizers/compile-authorizer';
import { checkKeySets } from './authorizers/jwt/jwt-authorizer';
import { ResultCache } from './authorizers/lambda/result-cache';
import { checkStandIns } from './authorizers/stand-ins';
import type { FunctionPlan } from './definitions/function';
import type { ApiPlan } from './definitions/http-api';
import type { TargetPlan } from './definitions/integration';
import { type Diagnostic, type Plan, readPlan } from './definitions/plan';
import type { RoutePlan } from './definitions/route';
import { displayPath } from './diagnostics/diagnostics';
import { type Debugger, Debuggers } from './functions/debugging/debuggers';
import { FunctionService } from './functions/function-service';
import { type FunctionInvocation, InvocationHistory } from './functions/invocation-history';
import { checkRuntimes } from './functions/runtimes/check-runtimes';
import { runtimeProblem } from './functions/runtimes/runtimes';
import { compileHostCheck } from './gateway/allowed-hosts';
import { InFlight } from './gateway/in-flight';
import type { InjectRequest, InjectResponse } from './gateway/inject';
import type { FunctionActivity, Log } from './gateway/log-entry';
import type { GatewayOptions } from './gateway-options';
import { compileApi } from './http-api/api-handler';
import type { RouteDependencies } from './http-api/route-handler';
import { type Listening, type ListenOptions, ServedApi } from './http-api/served-api';
import { filterStages, stagePrefix } from './http-api/stages';
import { checkServices, readEndpoints } from './integrations/aws/endpoints';
import { ServiceClients } from './integrations/aws/service-clients';
import { createIntegration, type IntegrationDependencies } from './integrations/create-integration';
import { Connections } from './integrations/http/connections';
import { checkTargets, parseTargets } from './integrations/http/targets';
import { type Obstacle, type ObstacleSettings, obstacleOf } from './integrations/obstacles';
import { UserError } from './user-error';

/**
 * Serves the HTTP APIs of a synthesized app on this machine.
 *
 * By default no other machine is called, and functions do not see the environment of this process.
 */
export class LocalGateway {
  /**
   * Loads an app. Its APIs can then answer requests.
   *
   * @param path a cloud assembly folder (`cdk.out`) or a CloudFormation template in JSON
   * @throws UserError if the app cannot be read or has no HTTP API, or if an option names something that does not exist
   */
  public static async load(path: string, options: GatewayOptions = {}): Promise<LocalGateway> {
    const { runtimes = {} } = options;
    const gateway = new LocalGateway(readPlan(path, { ...options, runtimeProblem: (name) => runtimeProblem(name, runtimes) }), options);
    try {
      await gateway.inspection?.listen();
      return gateway;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  public readonly apis: readonly ServedApi[];
  /** What is not served as deployed, and why. */
  public readonly diagnostics: readonly Diagnostic[];
  /** Set if a source file of the app was changed after it was synthesized. */
  public readonly staleWarning?: string;
  private readonly functionService: FunctionService;
  private readonly inspection?: Debuggers;
  private readonly history?: InvocationHistory;
  private readonly inFlight = new InFlight();
  private readonly connections = new Connections();
  private readonly clients = new ServiceClients();
  private readonly functions: readonly FunctionPlan[];

  private constructor(plan: Plan, options: GatewayOptions) {
    const { apis: plans, diagnostics } = filterStages(selectApis(plan, options.api), options.stage);
    const log: Log = options.log ?? (() => undefined);
    const targets = parseTargets(
      Object.entries(options.targets ?? {}).map(([name, url]) => `${name}=${url}`),
      options,
    );
    checkTargets(targets, plans);
    const endpoints = readEndpoints(options.endpoints ?? {}, options);
    const unserved = checkServices(endpoints, plans);
    checkKeySets(options.jwks ?? {}, plans);
    checkStandIns(options.authorizers ?? {}, plans);
    this.staleWarning = plan.staleWarning;
    this.functions = functionsOf(plans);
    const runtimes = checkRuntimes(options.runtimes ?? {}, this.functions);
    this.history = options.recordInvocations === false ? undefined : new InvocationHistory();
    const { clients, connections, history, inFlight } = this;
    const { inspect = false } = options;
    this.inspection = inspect === false ? undefined : new Debuggers(this.functions, inspect === true ? {} : inspect);
    const functions = new FunctionService({
      ...options,
      history,
      inFlight,
      debuggers: this.inspection,
      emit: options.log && withPaths(options.log, this.functions),
    });
    this.functionService = functions;
    const dependencies: IntegrationDependencies = {
      functions,
      targets,
      endpoints,
      clients,
      connections,
      allowInternet: options.allowInternet,
      strictPermissions: options.strictPermissions,
    };
    const authorizerDependencies = { functions, cache: new ResultCache(), log: options.log };
    const routeDependencies: RouteDependencies = {
      authorizer: (authorizer) => compileAuthorizer(authorizer, options, authorizerDependencies),
      backend: (integration, route) => createIntegration(integration, route, dependencies),
    };
    this.diagnostics = [...plan.diagnostics, ...diagnostics, ...unserved, ...runtimes];
    this.apis = plans.map(
      (api) =>
        new ServedApi(
          api,
          compileApi(api, routeDependencies, options),
          log,
          stagePrefix(api, options.stage),
          hostCheckFor(api, plan, options),
          obstaclesOf(api, { targets, endpoints, options }),
          inFlight,
        ),
    );
  }

  /**
   * Loads the code of all functions, in environments that the first requests reuse. Without it, the first request of a function
   * loads its code. A function that waits for a debugger is left out.
   *
   * @throws UserError for a handler that cannot be loaded
   */
  public prepare(): Promise<void> {
    const waitsForDebugger = (fn: FunctionPlan) => this.inspection?.of(fn)?.request.stopAtStart === true;
    return this.functionService.prepare(this.functions.filter((fn) => !waitsForDebugger(fn)));
  }

  /** Where debuggers find the functions, with the option `inspect`. */
  public get debuggers(): readonly Debugger[] {
    return this.inspection?.all ?? [];
  }

  /** Returns the API with this name, construct path or logical id. */
  public api(name: string): ServedApi {
    const found = this.apis.find(({ plan }) => isNamed(plan, name));
    if (found === undefined) {
      throw new UserError(`there is no API ${name}, expected: ${this.apis.map(({ plan }) => plan.name).join(', ')}`);
    }
    return found;
  }

  /** Answers a request to the only API without using a port. */
  public inject(request: InjectRequest): Promise<InjectResponse> {
    return this.only().inject(request);
  }

  /** Serves the only API on a port. */
  public listen(options: ListenOptions = {}): Promise<Listening> {
    return this.only().listen(options);
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

  /** Closes ports, functions and connections. */
  public async close(): Promise<void> {
    this.clients.close();
    await Promise.all([
      ...this.apis.map((api) => api.close()),
      this.connections.close(),
      this.functionService.close(),
      this.inspection?.close(),
    ]);
  }

  private only(): ServedApi {
    const [first, ...others] = this.apis;
    if (first === undefined || others.length > 0) {
      throw new UserError(`there are ${this.apis.length} APIs: pass the option api, or select one with gateway.api(name)`);
    }
    return first;
  }
}

function obstaclesOf(api: ApiPlan, settings: ObstacleSettings): ReadonlyMap<RoutePlan, Obstacle> {
  const obstacles = new Map<RoutePlan, Obstacle>();
  for (const route of api.routes) {
    const obstacle = obstacleOf(route, api, settings);
    if (obstacle !== undefined) {
      obstacles.set(route, obstacle);
    }
  }
  return obstacles;
}

function hostCheckFor({ id, region }: ApiPlan, { customDomains }: Plan, { allowHosts = [] }: GatewayOptions): (host: string) => boolean {
  const own = ['amazonaws.com', 'amazonaws.com.cn', 'api.aws'].map((suffix) => `${id}.execute-api.${region}.${suffix}`);
  return compileHostCheck([...own, ...customDomains, ...allowHosts]);
}

function selectApis({ apis, found, source, diagnostics }: Plan, name: string | undefined): readonly ApiPlan[] {
  const selected = name === undefined ? apis : apis.filter((api) => isNamed(api, name));
  if (selected.length > 0) {
    return selected;
  }
  if (apis.length > 0) {
    const nearest = suggest(
      name ?? '',
      apis.map((api) => api.name),
    );
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    throw new UserError(`there is no API ${name}${hint}, expected: ${apis.map((api) => api.name).join(', ')}`);
  }
  const others = found.map(
    (api) => `${api.name} (${api.protocol === 'WEBSOCKET' ? 'a WebSocket API' : 'an API that is not in the assembly'})`,
  );
  const [cause] = diagnostics.map(({ location, text }) => ` (${displayPath(location)}: ${text})`);
  throw new UserError(
    others.length === 0
      ? `there is no HTTP API in ${source}: pass the cdk.out folder of an app that has one${cause ?? ''}`
      : `there is no HTTP API in ${source}, which has ${others.join(', ')}: use the command routes to show them`,
  );
}

function isNamed({ name, location }: ApiPlan, wanted: string): boolean {
  return wanted === name || wanted === location.path || wanted === location.logicalId;
}

/** A log whose entries name functions as diagnostics do, and not as their functions see themselves. */
function withPaths(log: Log, functions: readonly FunctionPlan[]): (entry: FunctionActivity) => void {
  const paths = new Map(functions.map(({ name, location }) => [name, displayPath(location)]));
  return (entry) => log({ ...entry, function: paths.get(entry.function) ?? entry.function });
}

function functionsOf(apis: readonly ApiPlan[]): readonly FunctionPlan[] {
  const functions = new Map<string, FunctionPlan>();
  for (const { authorizer, integration } of apis.flatMap(({ routes }) => routes)) {
    for (const fn of integration.kind === 'served' ? functionsBehind(integration.target) : []) {
      functions.set(fn.key, fn);
    }
    if (authorizer.kind === 'lambda' && authorizer.function !== undefined) {
      functions.set(authorizer.function.key, authorizer.function);
    }
  }
  return [...functions.values()];
}

function functionsBehind(target: TargetPlan): readonly FunctionPlan[] {
  switch (target.kind) {
    case 'lambda':
      return [target.function];
    case 'lambda-by-stage':
      return [...target.functions.values()].filter((fn): fn is FunctionPlan => !('kind' in fn));
    default:
      return [];
  }
}
