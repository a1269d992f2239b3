import { parseIdentitySource } from '../authorizers/lambda/identity-sources';
import type { IntegrationPlan, TargetPlan } from '../definitions/integration';
import type { Diagnostic } from '../definitions/plan';
import type { RoutePlan } from '../definitions/route';
import type { WebSocketRoutePlan } from '../definitions/websocket-api';
import type { TemplatePlan, WebSocketIntegrationPlan, WebSocketTargetPlan } from '../definitions/websocket-integration';
import { displayPath } from '../diagnostics/diagnostics';
import type { Finding } from '../find-problems';
import type { AnyApiPlan, AnyServedApi, ListeningApi } from '../served-apis';
import { curlOf } from '../terminal/curl';
import type { ApiInfo, AppInfo, AuthorizerInfo, FindingInfo, IntegrationInfo, RouteInfo } from './protocol';

type AnyRoutePlan = RoutePlan | WebSocketRoutePlan;
type AnyIntegration = NonNullable<AnyRoutePlan['integration']>;

/** Describes the APIs with the findings that belong to their routes, and those that belong to none. */
export function describeApis(served: readonly ListeningApi[], findings: readonly Finding[]): Pick<AppInfo, 'apis' | 'findings'> {
  const left = new Set(findings);
  const of = (...locations: readonly { readonly file: string; readonly logicalId: string }[]): readonly FindingInfo[] => {
    const own = findings.filter(({ file, logicalId }) => locations.some((each) => each.file === file && each.logicalId === logicalId));
    for (const finding of own) {
      left.delete(finding);
    }
    return own.map(findingInfo);
  };
  const apis = served.map(({ api, listening }) => describeApi(api, listening.url, (route) => of(...locationsOf(route))));
  return { apis, findings: [...left].map(findingInfo) };
}

export function describeDiagnostics(diagnostics: readonly Diagnostic[]): AppInfo['diagnostics'] {
  return diagnostics.map(({ location: { path, logicalId, stack, file }, text, sourceLocation }) => ({
    location: { path, logicalId, stack, file },
    text,
    sourceLocation,
  }));
}

/** Names of headers and query parameters from which authorizers read who calls, in lower case. */
export function identityNames(apis: readonly AnyServedApi[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { plan, protocol } of apis) {
    for (const { authorizer } of plan.routes as readonly AnyRoutePlan[]) {
      for (const source of authorizer.kind === 'jwt' || authorizer.kind === 'lambda' ? authorizer.identitySources : []) {
        const parsed = parseIdentitySource(source, protocol);
        if (parsed?.from === 'header' || parsed?.from === 'querystring') {
          names.add(parsed.name.toLowerCase());
        }
      }
    }
  }
  return names;
}

function describeApi(api: AnyServedApi, origin: string, findingsOf: (route: AnyRoutePlan) => readonly FindingInfo[]): ApiInfo {
  const { plan, prefix, protocol } = api;
  const url = `${protocol === 'HTTP' ? origin : origin.replace(/^http/, 'ws')}${prefix}`;
  const obstacles: ReadonlyMap<AnyRoutePlan, RouteInfo['obstacle']> = api.obstacles;
  const routes = (plan.routes as readonly AnyRoutePlan[]).map((route): RouteInfo => {
    const { key, location, authorizer, integration } = route;
    return {
      key,
      location: locationOf(location),
      integration: integration?.kind === 'served' ? integrationInfo(integration) : undefined,
      unserved: authorizer.kind === 'unserved' ? authorizer.reason : integration?.kind === 'unserved' ? integration.reason : undefined,
      authorizer: authorizerInfo(authorizer),
      obstacle: obstacles.get(route),
      curl: 'isTwoWay' in route ? undefined : curlOf(route, url, plan.region),
      twoWay: 'isTwoWay' in route ? route.isTwoWay : undefined,
      findings: findingsOf(route),
    };
  });
  return {
    name: plan.name,
    protocol,
    location: locationOf(plan.location),
    url,
    stages: plan.stages.map(({ name }) => name),
    routeSelectionExpression: selectionOf(plan),
    routes,
  };
}

function selectionOf(plan: AnyApiPlan): string | undefined {
  return 'routeSelectionExpression' in plan ? plan.routeSelectionExpression : undefined;
}

function locationOf({ path, logicalId, stack, file }: RoutePlan['location']): RouteInfo['location'] {
  return { path, logicalId, stack, file };
}

/** The route itself, its integration and its authorizer. */
function locationsOf({ location, integration, authorizer }: AnyRoutePlan) {
  return [
    location,
    ...(integration?.kind === 'served' ? [integration.location] : []),
    ...(authorizer.kind === 'jwt' || authorizer.kind === 'lambda' ? [authorizer.location] : []),
  ];
}

function authorizerInfo(authorizer: AnyRoutePlan['authorizer']): AuthorizerInfo | undefined {
  switch (authorizer.kind) {
    case 'iam':
      return { name: 'AWS_IAM', type: 'IAM', identitySources: [] };
    case 'jwt':
    case 'lambda': {
      const { kind, location, identitySources, standIn } = authorizer;
      return { name: displayPath(location), type: kind === 'jwt' ? 'JWT' : 'LAMBDA', identitySources, standIn };
    }
    default:
      return undefined;
  }
}

function integrationInfo(integration: Extract<AnyIntegration, { readonly kind: 'served' }>): IntegrationInfo {
  const { target, timeoutMillis, location } = integration;
  const common = {
    name: displayPath(location),
    kind: target.kind,
    target: targetText(target),
    function: target.kind === 'lambda' ? displayPath(target.function.location) : undefined,
    timeoutMillis,
  };
  return 'requestMapping' in integration
    ? { ...common, ...httpParameters(integration), requestTemplates: {}, responses: [] }
    : { ...common, responseParameters: {}, ...templatesOf(integration) };
}

function httpParameters({ target, requestMapping, responseMapping }: IntegrationPlan) {
  return {
    requestParameters: target.kind === 'service' ? target.parameters : requestMapping,
    responseParameters: Object.fromEntries([...responseMapping].filter(([, pairs]) => pairs.length > 0)),
  };
}

function templatesOf({ requestParameters, requestTemplates, responses }: WebSocketIntegrationPlan) {
  return {
    requestParameters,
    requestTemplates: sources(requestTemplates.templates),
    responses: responses.map(({ key, templates }) => ({ key, templates: sources(templates) })),
  };
}

function sources(templates: ReadonlyMap<string, TemplatePlan>): Readonly<Record<string, string>> {
  return Object.fromEntries([...templates].map(([key, template]) => [key, 'fault' in template ? `(${template.fault})` : template.source]));
}

function targetText(target: TargetPlan | WebSocketTargetPlan): string {
  switch (target.kind) {
    case 'lambda':
      return displayPath(target.function.location);
    case 'lambda-by-stage':
      return [...target.functions].map(([stage, fn]) => `${stage}: ${'kind' in fn ? 'none' : displayPath(fn.location)}`).join(', ');
    case 'url':
      return `${target.method} ${target.url}`;
    case 'private':
      return `${target.method} ${target.names[0] ?? 'a private integration'}`;
    case 'service':
      return target.subtype;
    case 'action':
      return `${target.serviceName} ${target.action ?? target.path}`;
    case 'mock':
      return 'mock';
  }
}

function findingInfo(finding: Finding): FindingInfo {
  const { code, rule, severity, constructPath, logicalId, sourceLocation, property, message, remedy, excerpt } = finding;
  return { code, rule, severity, construct: constructPath ?? logicalId, sourceLocation, property, message, remedy, excerpt };
}
