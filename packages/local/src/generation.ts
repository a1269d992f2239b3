import { compileAuthorizer } from './authorizers/compile-authorizer';
import { checkKeySets } from './authorizers/jwt/jwt-authorizer';
import { ResultCache } from './authorizers/lambda/result-cache';
import { checkStandIns } from './authorizers/stand-ins';
import type { FunctionPlan } from './definitions/function';
import type { ApiPlan } from './definitions/http-api';
import { type Diagnostic, type Plan, readPlan } from './definitions/plan';
import { searchAssembly } from './explain/on-the-way';
import { detailedInvoker } from './functions/detailed-invoker';
import { checkRuntimes } from './functions/runtimes/check-runtimes';
import { runtimeProblem } from './functions/runtimes/runtimes';
import { compileHostCheck } from './gateway/allowed-hosts';
import type { GatewayOptions } from './gateway-options';
import type { GatewayServices } from './gateway-services';
import { compileApi } from './http-api/api-handler';
import type { RouteDependencies } from './http-api/route-handler';
import { ServedApi } from './http-api/served-api';
import { filterStages, stagePrefix } from './http-api/stages';
import { checkServices, readEndpoints } from './integrations/aws/endpoints';
import { createIntegration, type IntegrationDependencies } from './integrations/create-integration';
import { checkTargets, parseTargets } from './integrations/http/targets';
import { type Obstacle, type ObstacleSettings, obstacleOf } from './integrations/obstacles';
import { type AnyApiPlan, type AnyServedApi, functionsOf, isWebSocket, selectApis } from './served-apis';
import type { SourceFolders } from './watch/source-folders';
import { givenAccessKeys } from './websocket-api/management/caller';
import { serveWebSocketApi } from './websocket-api/serve-websocket-api';

/** What a reload is for. */
export interface ReloadCause {
  /** When a file was changed, by `performance.now()`. @default now */
  readonly startedAt?: number;
  /** The files that have changed, relative to the current folder. */
  readonly files?: readonly string[];
}

/** The files and folders of which a version of an app consists. */
export interface GatewayParts {
  /** The path that was loaded. */
  readonly source: string;
  readonly templates: readonly string[];
  /** The files that created constructs, as far as the assembly names them. */
  readonly constructs: readonly string[];
  /** Folders and zip files of functions and layers. */
  readonly code: readonly string[];
  /** Folders of the project with the same files, one of which is the source of an asset. */
  readonly copied: readonly string[];
}

/** A version of an app that was read, with the options applied to it. */
export interface LoadedApp {
  readonly plan: Plan;
  readonly apis: readonly AnyApiPlan[];
  readonly functions: readonly FunctionPlan[];
  readonly diagnostics: readonly Diagnostic[];
  readonly settings: ObstacleSettings;
}

/**
 * Reads an app, and applies the options to it.
 *
 * @param sources finds the folders from which functions run. @default they run from the assembly
 * @throws UserError if the app cannot be read or has no API, or if an option names something that does not exist
 */
export function loadApp(path: string, options: GatewayOptions, sources?: SourceFolders): LoadedApp {
  const { runtimes = {} } = options;
  const plan = readPlan(path, {
    ...options,
    runtimeProblem: (name) => runtimeProblem(name, runtimes),
    sourceOf: sources && ((staged) => sources.find(staged)),
  });
  const { apis, diagnostics } = filterStages(selectApis(plan, options.api), options.stage);
  const targets = parseTargets(
    Object.entries(options.targets ?? {}).map(([name, url]) => `${name}=${url}`),
    options,
  );
  checkTargets(targets, apis);
  const endpoints = readEndpoints(options.endpoints ?? {}, options);
  const unserved = checkServices(endpoints, apis);
  checkKeySets(options.jwks ?? {}, apis.filter(isHttp));
  checkStandIns(options.authorizers ?? {}, apis);
  const functions = functionsOf(apis);
  return {
    plan,
    apis,
    functions,
    diagnostics: [...plan.diagnostics, ...diagnostics, ...unserved, ...checkRuntimes(runtimes, functions)],
    settings: { targets, endpoints, options },
  };
}

/** Compiles the APIs of an app. Nothing is opened or started. */
export function compileApis(app: LoadedApp, options: GatewayOptions, services: GatewayServices): readonly AnyServedApi[] {
  const { plan, apis, settings } = app;
  const { targets, endpoints } = settings;
  const { functions, clients, connections, credentials, certificate, entries, inFlight, log } = services;
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
  const explaining = { stage: options.stage, onTheWay: searchAssembly(plan.assembly) };
  const served = (api: AnyApiPlan) => ({ prefix: stagePrefix(api, options.stage), isAllowedHost: hostCheckFor(api, plan, options) });
  const httpApis = apis.filter(isHttp).map((api) => {
    const version = {
      ...served(api),
      plan: api,
      handler: compileApi(api, routeDependencies, options),
      obstacles: obstaclesOf(api, settings),
      explaining,
    };
    return new ServedApi(version, log, inFlight);
  });
  const webSocketDependencies = {
    integrations: { ...dependencies, details: entries },
    authorizers: authorizerDependencies,
    callers: {
      credentials,
      iamKeys: options.iamKeys ?? {},
      givenKeys: givenAccessKeys(app.functions, options.passEnvironment ?? []),
    },
    certificate,
    inFlight,
    log,
  };
  const webSocketApis = apis
    .filter(isWebSocket)
    .map((api) =>
      serveWebSocketApi(api, options, webSocketDependencies, { ...served(api), obstacles: obstaclesOf(api, settings), explaining }),
    );
  return [...httpApis, ...webSocketApis];
}

function isHttp(api: AnyApiPlan): api is ApiPlan {
  return !isWebSocket(api);
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
