import { compileAuthorizer } from './authorizers/compile-authorizer';
import { checkKeySets } from './authorizers/jwt/jwt-authorizer';
import type { ApiPlan } from './definitions/api-plan';
import type { FunctionPlan } from './definitions/function-plan';
import type { TargetPlan } from './definitions/integration-plan';
import { type Diagnostic, type Plan, readPlan } from './definitions/read-plan';
import { FunctionService } from './functions/function-service';
import { checkRuntimes } from './functions/runtimes/check-runtimes';
import type { InjectRequest, InjectResponse } from './gateway/inject';
import type { Log } from './gateway/log-entry';
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
import { UserError } from './user-error';

/**
 * The HTTP APIs of a synthesized app, answered on this machine.
 *
 * Nothing outside of the machine is called, and functions see nothing of the host's environment, unless the options say so.
 */
export class LocalGateway {
  /**
   * Reads an app and makes all ready to answer.
   *
   * @param path a cloud assembly folder (`cdk.out`) or a CloudFormation template in JSON
   * @throws UserError when it cannot be read, has no HTTP API, or an option names what is not there
   */
  public static async load(path: string, options: GatewayOptions = {}): Promise<LocalGateway> {
    return new LocalGateway(readPlan(path, options), options);
  }

  public readonly apis: readonly ServedApi[];
  /** What of the app is not served, and why. */
  public readonly diagnostics: readonly Diagnostic[];
  private readonly functionService: FunctionService;
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
    this.functions = functionsOf(plans);
    const runtimes = checkRuntimes(options.runtimes ?? {}, this.functions);
    this.functionService = new FunctionService({ ...options, emit: log });
    const { functionService: functions, clients, connections } = this;
    const dependencies: IntegrationDependencies = {
      functions,
      targets,
      endpoints,
      clients,
      connections,
      allowInternet: options.allowInternet,
    };
    const parts: RouteDependencies = {
      authorizer: (authorizer) => compileAuthorizer(authorizer, options),
      backend: (integration, route) => createIntegration(integration, route, dependencies),
    };
    this.diagnostics = [...plan.diagnostics, ...diagnostics, ...unserved, ...runtimes];
    this.apis = plans.map((api) => new ServedApi(api, compileApi(api, parts, options), log, stagePrefix(api, options.stage)));
  }

  /**
   * Loads every function's code, in an environment that the first request then finds. Without it, code is loaded with the
   * first request.
   *
   * @throws UserError for a handler that does not load
   */
  public prepare(): Promise<void> {
    return this.functionService.prepare(this.functions);
  }

  /** An API by its name, construct path or logical id. */
  public api(name: string): ServedApi {
    const found = this.apis.find(({ plan }) => isNamed(plan, name));
    if (found === undefined) {
      throw new UserError(`there is no API ${name}, expected: ${this.apis.map(({ plan }) => plan.name).join(', ')}`);
    }
    return found;
  }

  /** Answers a request to the only API, without a port. */
  public inject(request: InjectRequest): Promise<InjectResponse> {
    return this.only().inject(request);
  }

  /** Answers requests to the only API on a port. */
  public listen(options: ListenOptions = {}): Promise<Listening> {
    return this.only().listen(options);
  }

  /** Ends ports, functions and connections. */
  public async close(): Promise<void> {
    this.clients.close();
    await Promise.all([...this.apis.map((api) => api.close()), this.connections.close(), this.functionService.close()]);
  }

  private only(): ServedApi {
    const [first, ...others] = this.apis;
    if (first === undefined || others.length > 0) {
      throw new UserError(`there are ${this.apis.length} APIs: pass the option api, or take one by gateway.api(name)`);
    }
    return first;
  }
}

function selectApis({ apis, source }: Plan, name: string | undefined): readonly ApiPlan[] {
  const found = name === undefined ? apis : apis.filter((api) => isNamed(api, name));
  if (found.length > 0) {
    return found;
  }
  const names = apis.map((api) => api.name).join(', ');
  throw new UserError(
    names === ''
      ? `there is no HTTP API in ${source}: pass the cdk.out folder of an app that has one`
      : `there is no API ${name}, expected: ${names}`,
  );
}

function isNamed({ name, place }: ApiPlan, wanted: string): boolean {
  return wanted === name || wanted === place.path || wanted === place.logicalId;
}

function functionsOf(apis: readonly ApiPlan[]): readonly FunctionPlan[] {
  const functions = new Map<string, FunctionPlan>();
  for (const { integration } of apis.flatMap(({ routes }) => routes)) {
    for (const fn of integration.kind === 'served' ? functionsBehind(integration.target) : []) {
      functions.set(fn.key, fn);
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
