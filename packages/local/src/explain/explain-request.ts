import type { ApiPlan } from '../definitions/http-api';
import type { RoutePlan } from '../definitions/route';
import { firstHeader } from '../gateway/header';
import type { IncomingRequest } from '../gateway/message';
import { decodePath } from '../gateway/request-target';
import type { MappedRequest, RoutedRequest } from '../gateway/routed-request';
import { type CorsPolicy, compileCors } from '../http-api/cors';
import { UnsendableHeader } from '../http-api/mapping/header-values';
import { compileRequestMapping } from '../http-api/mapping/request-mapping';
import { compileMatch, type Match } from '../http-api/match-request';
import type { Obstacle } from '../integrations/obstacles';
import { explainAuthorizer, type ForeseenDecision } from './authorizer';
import { type Candidates, findCandidates } from './candidates';
import type { ExplainedCors, ExplainedMappingEntry, Explanation } from './explanation';
import { type ExplainedTarget, explainIntegration, explainTarget } from './integration';
import { explainMapping, explainResponseMapping, FAILS, type MappingFacts } from './mapping';
import type { FindOnTheWay, OnTheWay } from './on-the-way';

/** What requests and messages are explained with. */
export interface ExplainContext<Route> {
  /** The only stage to serve, without its name in the path. */
  readonly stage?: string;
  /** Why a route does not answer locally as deployed. */
  readonly obstacle: (route: Route) => Obstacle | undefined;
  readonly onTheWay: FindOnTheWay;
}

const PLACEHOLDER_REQUEST_ID = 'EXPLAINEDREQUES=';

/** Explains what becomes of a request to an HTTP API, with the code that answers requests. Nothing is called. */
export async function explainRequest(api: ApiPlan, request: IncomingRequest, context: ExplainContext<RoutePlan>): Promise<Explanation> {
  const cors = compileCors(api.cors);
  const matched = compileMatch(api, cors, context.stage)(request, PLACEHOLDER_REQUEST_ID);
  const selected = matched.kind === 'routed' ? { stage: matched.routed.stage, rawPath: matched.routed.rawPath } : matched.stage;
  const stage = selected && { name: selected.stage.name, rawPath: selected.rawPath };
  const candidates: Candidates =
    stage === undefined
      ? { candidates: [], otherRoutes: api.routes.length }
      : findCandidates(api.routes, request.method, decodePath(stage.rawPath));
  const route = matched.kind === 'routed' ? matched.routed.route : undefined;
  const found = context.onTheWay({ api: api.location, stage: stage?.name, route });
  const head = {
    protocol: 'HTTP',
    api: api.name,
    method: request.method,
    path: request.target,
    stage,
    ...candidates,
    ...(stage === undefined ? {} : { cors: explainCors(api, cors, matched, request) }),
    findings: found.findings,
  } as const;
  return matched.kind === 'routed'
    ? { ...head, route: matched.routed.route.key, answered: true, ...(await explainRoute(matched.routed, found, context)) }
    : { ...head, route: matched.route, answered: matched.kind === 'preflight', outcome: explainAnswer(api, matched, candidates, context) };
}

function explainCors({ cors: configured }: ApiPlan, cors: CorsPolicy, matched: Match, request: IncomingRequest): ExplainedCors {
  const preflight = matched.kind === 'preflight';
  if (configured === undefined) {
    return { configured: false, preflight, headers: [], because: 'the API has no CORS configuration' };
  }
  const origin = firstHeader(request.headers, 'origin');
  const headers = matched.kind === 'preflight' ? matched.response.headers : cors.apply(origin, []);
  const because = (): string => {
    if (origin === undefined) {
      return 'the request has no Origin header, so no CORS header is added';
    }
    if (cors.apply(origin, []).length === 0) {
      return `the origin ${origin} is not allowed: ${configured.allowOrigins.join(', ') || 'no origin is'}`;
    }
    if (preflight && headers.length === 0) {
      return 'the request has no Access-Control-Request-Method header, so no CORS header is added';
    }
    return request.method === 'OPTIONS' && !preflight
      ? `the origin ${origin} is allowed, but a route matches OPTIONS, so its integration answers preflight requests`
      : `the origin ${origin} is allowed`;
  };
  return { configured: true, preflight, headers, because: because() };
}

type Unrouted = Exclude<Match, { kind: 'routed' }>;

/** What the gateway answers by itself. */
function explainAnswer(
  api: ApiPlan,
  { kind, response: { statusCode }, reason, stage }: Unrouted,
  { candidates }: Candidates,
  { stage: only }: ExplainContext<RoutePlan>,
): string {
  if (kind === 'preflight') {
    return `the API answers ${statusCode} by its CORS configuration, without calling anything`;
  }
  const answer = `the gateway answers ${statusCode}: ${reason}`;
  if (statusCode !== 404) {
    return answer;
  }
  if (stage === undefined) {
    const names = api.stages.map(({ name }) => name);
    return only === undefined ? `${answer}; begin it with ${names.map((name) => `/${name}`).join(' or ')}` : answer;
  }
  const methods = candidates.map(({ route }) => route.split(' ')[0]);
  return methods.length === 0 ? answer : `${answer}; the path is served for ${methods.join(', ')}`;
}

type ExplainedRoute = Pick<Explanation, 'authorizer' | 'mapping' | 'mapped' | 'responseMapping' | 'integration' | 'outcome'>;

async function explainRoute(routed: RoutedRequest, { permission }: OnTheWay, context: ExplainContext<RoutePlan>): Promise<ExplainedRoute> {
  const { route } = routed;
  const { authorizer: plan, integration } = route;
  const obstacle = context.obstacle(route);
  if (plan.kind === 'unserved' || integration.kind === 'unserved') {
    const reason = plan.kind === 'unserved' ? plan.reason : integration.kind === 'unserved' ? integration.reason : '';
    return {
      integration: explainIntegration(integration, { permission, obstacle, route: route.key }),
      outcome: `${route.key} is not served: ${reason}`,
    };
  }
  const decision = await explainAuthorizer(plan, routed);
  const authorized: RoutedRequest = { ...routed, caller: decision.caller };
  const mapping = compileRequestMapping(integration.requestMapping);
  const text = routed.request.body.isEmpty ? undefined : (await routed.request.body.read()).toString();
  const facts: MappingFacts = { routed: authorized, body: text, knowsCaller: decision.isKnown };
  const entries = explainMapping(integration, facts);
  const mapped = applyMapping(() => mapping.apply(authorized, text));
  const target = 'problem' in mapped ? undefined : explainTarget(integration, authorized, mapped);
  const responseMapping = explainResponseMapping(integration, facts);
  return {
    ...(decision.authorizer === undefined ? {} : { authorizer: decision.authorizer }),
    ...(entries.length === 0 ? {} : { mapping: entries }),
    ...('problem' in mapped || integration.target.kind === 'service' ? {} : { mapped: partsOf(mapped, routed, integration.target) }),
    ...(responseMapping.length === 0 ? {} : { responseMapping }),
    integration: explainIntegration(integration, { explained: target, permission, obstacle, route: route.key }),
    outcome: outcomeOf(route, decision, mapped, target, entries),
  };
}

/** A mapping fails where it would write a header that HTTP cannot carry, or reads JSON that is nested too deeply. */
function applyMapping(apply: () => MappedRequest): MappedRequest | { readonly problem: string } {
  try {
    return apply();
  } catch (error) {
    if (error instanceof UnsendableHeader || error instanceof RangeError) {
      return { problem: error.message };
    }
    throw error;
  }
}

function partsOf(
  { path, query, headers }: MappedRequest,
  { request }: RoutedRequest,
  target: { readonly kind: string; readonly method?: string },
): Explanation['mapped'] {
  const { method = 'ANY' } = target;
  return { method: method === 'ANY' ? request.method : method, path, query, headers };
}

function outcomeOf(
  { key, notPermitted }: RoutePlan,
  { refusal, authorizer }: ForeseenDecision,
  mapped: MappedRequest | { readonly problem: string },
  target: ExplainedTarget | undefined,
  entries: readonly ExplainedMappingEntry[],
): string {
  if (refusal !== undefined) {
    return `${key} answers ${refusal.statusCode}: ${refusal.reason}`;
  }
  const condition = authorizer === undefined ? '' : `, if ${authorizer.name} allows it`;
  if ('problem' in mapped) {
    return `${key} answers 500${condition}: ${mapped.problem}`;
  }
  const failure = target?.failure;
  if (failure !== undefined) {
    return `${key} answers ${failure.statusCode}${condition}: ${failure.reason}`;
  }
  const unresolved = entries.find(({ effect }) => effect === FAILS);
  if (unresolved !== undefined) {
    return `${key} answers 400${condition}: the parameter ${unresolved.key} has no value`;
  }
  if (notPermitted !== undefined) {
    return `${key} answers 500 after deployment${condition}: ${notPermitted}`;
  }
  return `${key} ${target?.action}${condition}`;
}
