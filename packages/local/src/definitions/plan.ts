import {
  type ApiGroup,
  applyConditions,
  asArray,
  asObject,
  Conditions,
  groupByApi,
  member,
  type Resource,
  type ResourceLocation,
  Resources,
  type Template,
} from '@apigwv2-integrations/core/engine';
import { type Cause, type Diagnostic, Diagnostics } from '../diagnostics/diagnostics';
import { type LoadedAssembly, loadAssembly, type ReadOptions, sourceOf, staleWarning } from '../load-assembly';
import type { ExpandedTemplate } from '../template/expand-template';
import { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';
import { checkOverrides } from '../template/overrides/check-overrides';
import { OverrideLookup } from '../template/overrides/override-lookup';
import type { Overrides } from '../template/overrides/overrides';
import { allOverrides } from '../template/overrides/read-overrides';
import { describeProblem } from '../template/problem';
import { nameOfApi, nameOfGroup } from './api';
import { Authorizers } from './authorizer';
import { Functions } from './function';
import { type FunctionHandler, FunctionHandlers } from './function-handler';
import { type ApiPlan, protocolOf, readApiPlan } from './http-api';
import { InvokeEndpoints } from './invoke-endpoint';
import { GivenLayers } from './layers';
import { Routes } from './route';
import { RoutePermissions } from './route-permissions';
import type { PlanContext } from './text-resolvers';
import { readWebSocketApi, type WebSocketApiPlan, WebSocketRoutes } from './websocket-api';

export type { Diagnostic } from '../diagnostics/diagnostics';

/** The part of an app that can be served. */
export interface Plan {
  /** The path as it was passed. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  /** What was read. */
  readonly assembly: LoadedAssembly;
  /** HTTP APIs. */
  readonly apis: readonly ApiPlan[];
  readonly webSocketApis: readonly WebSocketApiPlan[];
  /** Every API of the assembly, with its protocol: `HTTP`, `WEBSOCKET` or `unknown`. */
  readonly found: readonly { readonly name: string; readonly protocol: string }[];
  /** Names of the custom domains of the assembly. */
  readonly customDomains: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Set if a source file of the app was changed after it was synthesized. */
  readonly staleWarning?: string;
}

/** An API that an option refers to. */
export interface NamedApi {
  readonly id: string;
  readonly name: string;
  readonly location: ResourceLocation;
}

/** Options for values that the assembly does not have. */
export interface PlanOptions extends ReadOptions {
  /** Name, construct path or logical id of the only API to read. @default all APIs */
  readonly api?: string;
  /** Region of stacks that name none. @default 'us-east-1' */
  readonly region?: string;
  /** Account of stacks that name none. @default '123456789012' */
  readonly accountId?: string;
  /** Overrides, or paths of override files; later ones take precedence. @default none */
  readonly overrides?: string | Overrides | readonly (string | Overrides)[];
  /** The URL of an API on this machine, such as `http://127.0.0.1:3000`. @default the URL that it has after deployment */
  readonly endpoint?: (api: NamedApi) => string | undefined;
  /** Stand-ins by the name, construct path or logical ID of the authorizer that they replace. @default none */
  readonly authorizers?: Readonly<Record<string, unknown>>;
  /** Folders or `.zip` files of layers that are not in the assembly, by their ARN. @default such layers are not loaded */
  readonly layers?: Readonly<Record<string, string>>;
  /** Why no function of a runtime runs on this machine; undefined if functions do. @default every runtime is served */
  readonly runtimeProblem?: (runtime: string) => string | undefined;
  /** Finds the folder of the project of which a folder in the assembly is a copy. @default the copies are used */
  readonly sourceOf?: (staged: string) => string | undefined;
  /** Handlers that take the place of functions, by the construct path or logical ID of the function. @default none */
  readonly functions?: Readonly<Record<string, FunctionHandler>>;
  /** URLs that invoke functions which run elsewhere, by the construct path, logical ID or name of the function. @default none */
  readonly functionEndpoints?: Readonly<Record<string, string>>;
  /** Whether these URLs may be on other machines. @default false */
  readonly allowInternet?: boolean;
}

/**
 * Reads the definitions of a synthesized app, with all values resolved for this machine. Reads only the assembly and the
 * override files.
 *
 * @param source a cloud assembly folder (`cdk.out`), or a CloudFormation or SAM template in JSON or YAML
 * @throws UserError if a file cannot be read, or an override, a handler, an endpoint or a layer does not match the app
 */
export function readPlan(source: string, options: PlanOptions = {}): Plan {
  const overrides = new OverrideLookup(allOverrides(options.overrides));
  const assembly = loadAssembly(source, options);
  const { kind, templates } = assembly;
  const diagnostics = new Diagnostics();
  const local = valuesAfterConditions(templates, overrides, options, diagnostics);
  const handlers = new FunctionHandlers(options.functions);
  const endpoints = new InvokeEndpoints(options.functionEndpoints, options.allowInternet);
  const layers = new GivenLayers(options.layers ?? {});
  const context: PlanContext = {
    local,
    overrides,
    diagnostics,
    files: new Map(templates.map((template) => [template.id, template])),
    runtimeProblem: options.runtimeProblem,
    sourceOf: options.sourceOf,
    layers,
    handlers,
    endpoints,
  };
  reportUnsupportedResources(templates, context);
  const groups = groupByApi(local.resolver.resources.everything(), local.resolver);
  const found = groups.map((group) => ({ group, name: nameOfGroup(group, context), protocol: protocolOf(group, context) }));
  const selected = found.filter(({ group, name }) => options.api === undefined || isNamed(group, name, options.api));
  // Without a match all are read, so that the error can name them.
  const { apis, webSocketApis } = readApis(selected.length === 0 ? found : selected, context, options);
  const declared = new Resources(templates);
  checkOverrides(overrides, templates, declared);
  handlers.check(declared);
  endpoints.check(declared);
  layers.checkUsed();
  return {
    source,
    kind,
    assembly,
    apis,
    webSocketApis,
    found: found.map(({ name, protocol }) => ({ name, protocol })),
    customDomains: local.resolver.resources
      .all('AWS::ApiGatewayV2::DomainName')
      .map((resource) => local.property(resource, ['DomainName'])),
    diagnostics: diagnostics.all.map((diagnostic) => withSourceLocation(diagnostic, templates)),
    staleWarning: staleWarning(assembly),
  };
}

/** Conditions are evaluated on the templates as they are written, everything else on the templates after their conditions. */
function valuesAfterConditions(
  templates: readonly Template[],
  overrides: OverrideLookup,
  options: PlanOptions,
  diagnostics: Diagnostics,
): LocalValues {
  const conditions = new Conditions((condition, template) => {
    const unresolved = new UnresolvedValues();
    const { id, stack = id, file = id } = template;
    return {
      equal: (left, right) => written.read(left, template, unresolved) === written.read(right, template, unresolved),
      refersToItself: () =>
        diagnostics.add({ logicalId: condition, stack, file }, `the condition ${condition} refers to itself: it is taken to be false`),
      evaluated: (holds) =>
        diagnostics.unresolved(
          { logicalId: condition, stack, file },
          `condition ${condition}, which is assumed to be ${holds}`,
          unresolved,
        ),
    };
  });
  const settings = {
    overrides,
    defaults: options,
    condition: (name: string, template: Template) => conditions.holds(name, template),
  };
  const written = new LocalValues(new Resources(templates), settings);
  const applied = templates.map((template) => applyConditions(template, (name) => conditions.holds(name, template)));
  const local: LocalValues = new LocalValues(new Resources(applied), { ...settings, finish: (text) => finish(text) });
  const finish = localEndpoints(local, options.endpoint);
  return local;
}

function isNamed({ api }: ApiGroup, name: string, wanted: string): boolean {
  return wanted === name || wanted === api?.path || wanted === api?.logicalId;
}

function withSourceLocation(
  { cause, ...diagnostic }: Diagnostic & { readonly cause: Cause },
  templates: readonly ExpandedTemplate[],
): Diagnostic {
  const { file, logicalId } = diagnostic.location;
  const template = templates.find((each) => each.file === file);
  const { sourceLocation } = sourceOf(template, { logicalId, constructPath: template?.constructPaths.get(logicalId), ...cause });
  return sourceLocation === undefined ? diagnostic : { ...diagnostic, sourceLocation };
}

interface FoundApi {
  readonly group: ApiGroup;
  readonly protocol: string;
}

function readApis(found: readonly FoundApi[], context: PlanContext, { authorizers = {} }: PlanOptions) {
  const functions = new Functions(context);
  const read = new Authorizers(functions, context, new Set(Object.keys(authorizers)));
  const permissions = new RoutePermissions(context);
  const routes = new Routes(functions, read, permissions, context);
  const webSocketRoutes = new WebSocketRoutes(functions, read, permissions, context);
  const apis: ApiPlan[] = [];
  const webSocketApis: WebSocketApiPlan[] = [];
  for (const { group, protocol } of found) {
    if (protocol === 'WEBSOCKET') {
      webSocketApis.push(...[readWebSocketApi(group, webSocketRoutes, context) ?? []].flat());
    } else {
      apis.push(...[readApiPlan(group, routes, context) ?? []].flat());
    }
  }
  return { apis, webSocketApis };
}

/** Replaces the URLs that APIs have after deployment with those on this machine. */
export function localEndpoints(local: LocalValues, endpoint: PlanOptions['endpoint']): (text: string) => string {
  let urls: readonly (readonly [deployed: string, here: string])[] | undefined;
  const find = () => local.resolver.resources.all('AWS::ApiGatewayV2::Api').flatMap((api) => endpointsOf(api, local, endpoint));
  return (text) => {
    if (endpoint === undefined || !text.includes('.execute-api.')) {
      return text;
    }
    if (urls === undefined) {
      // Values that are looked up during the search find no URL.
      urls = [];
      urls = find();
    }
    return urls.reduce((changed, [deployed, here]) => changed.replaceAll(deployed, () => here), text);
  };
}

/** A WebSocket API has a second URL, of its management API. */
function endpointsOf(
  api: Resource,
  local: LocalValues,
  endpoint: PlanOptions['endpoint'],
): readonly (readonly [deployed: string, here: string])[] {
  const deployed = local.nameOf(api, 'ApiEndpoint');
  if (!/^(?:https|wss):/.test(deployed)) {
    return [];
  }
  const named = { id: local.nameOf(api), name: nameOfApi(api, local), location: api.location };
  const here = endpoint?.(named)?.replace(/\/$/, '');
  if (here === undefined) {
    return [];
  }
  const management = deployed.replace(/^wss:/, 'https:');
  return deployed === management
    ? [[deployed, here]]
    : [
        [deployed, here.replace(/^http/, 'ws')],
        [management, here],
      ];
}

/** Reports resources and transforms that are not served. */
export function reportUnsupportedResources(templates: readonly ExpandedTemplate[], { local, diagnostics }: PlanContext): void {
  for (const { leftOut = [], documentProblems = [], problems, stack, file } of templates) {
    for (const { logicalId = 'Transform', kind, reason } of leftOut) {
      diagnostics.add({ logicalId, stack, file }, `${kind} not served: ${reason}`);
    }
    for (const { logicalId, property, message, remedy } of documentProblems) {
      diagnostics.add({ logicalId, stack, file }, describeProblem({ message, remedy }), { property });
    }
    for (const problem of problems) {
      diagnostics.add({ logicalId: problem.logicalId, stack, file }, describeProblem(problem), problem);
    }
  }
  for (const { body, stack, file } of templates) {
    const transform = member(body, 'Transform');
    for (const name of transform === undefined ? [] : Array.isArray(transform) ? asArray(transform) : [transform]) {
      const shown = typeof name === 'string' ? name : JSON.stringify(name).slice(0, 100);
      diagnostics.add(
        { logicalId: 'Transform', stack, file },
        `the template is read without its transform ${shown}: resources that it adds are not served`,
      );
    }
  }
  for (const { body, stack, file } of templates) {
    for (const [name, parameter] of Object.entries(asObject(member(body, 'Parameters')))) {
      if (typeof member(parameter, 'Default') === 'object') {
        diagnostics.add(
          { logicalId: name, stack, file },
          `the service refuses the default of the parameter ${name}, which must be a literal`,
        );
      }
    }
  }
  for (const mapping of local.resolver.resources.all('AWS::ApiGatewayV2::ApiMapping')) {
    diagnostics.add(mapping.location, 'custom domains are not served yet: the stage answers at its own path');
  }
}
