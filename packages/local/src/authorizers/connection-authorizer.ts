import type { AuthorizerPlan, LambdaAuthorizerPlan } from '../definitions/authorizer';
import { displayPath } from '../diagnostics/diagnostics';
import { firstHeader } from '../gateway/header';
import { stageVariable } from '../http-api/mapping/context';
import { executeApiArn } from './arn';
import { type AuthorizerOptions, type Refusal, refuse } from './authorizer';
import type { AuthorizerDependencies } from './compile-authorizer';
import { type AuthorizerLabel, logDecision } from './decision-log';
import type { Handshake } from './handshake';
import { checkIam } from './iam/iam-authorizer';
import { type Ask, askFunction } from './lambda/ask';
import { compileIdentity, type IdentityInput } from './lambda/identity-sources';
import { denialReason } from './lambda/policy';
import { parseResult, type ResultForm } from './lambda/result';
import { connectEvent } from './lambda/websocket-events';
import { standInFor } from './stand-ins';

/** The caller of a connection, which is kept until it is closed. */
export type ConnectionCaller =
  | { readonly kind: 'none' }
  | { readonly kind: 'iam'; readonly accessKey?: string }
  | {
      readonly kind: 'lambda';
      readonly principalId: string;
      /** The authorizer's context. Its values are strings. */
      readonly context: Readonly<Record<string, string>>;
      /** How long the authorizer took, in milliseconds. */
      readonly integrationLatency: number;
    };

/** Authorizes the `$connect` request of a WebSocket API. */
export interface ConnectionAuthorizer {
  authorize(handshake: Handshake): Promise<ConnectionCaller | Refusal>;
}

/** The member `requestContext.authorizer` of the connection's events, and `$context.authorizer` of its templates. */
export function authorizerContext(caller: ConnectionCaller): Readonly<Record<string, unknown>> | undefined {
  return caller.kind === 'lambda'
    ? { ...caller.context, principalId: caller.principalId, integrationLatency: caller.integrationLatency }
    : undefined;
}

/**
 * Compiles the authorizer of a `$connect` route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export function compileConnectionAuthorizer(
  plan: AuthorizerPlan,
  options: AuthorizerOptions,
  dependencies: AuthorizerDependencies,
): ConnectionAuthorizer {
  switch (plan.kind) {
    case 'none':
      return { authorize: async () => ({ kind: 'none' }) };
    case 'iam':
      return logged((handshake) => decideByIam(handshake, options), { authorizer: 'AWS_IAM', type: 'IAM' }, dependencies);
    case 'lambda': {
      const standIn = standInFor(plan, options);
      const ask = standIn ?? (plan.function && askFunction(plan.function, dependencies.functions));
      if (ask === undefined) {
        throw new Error(`authorizer ${plan.name} has neither a function nor a stand-in`);
      }
      const decide = decideByLambda(plan, ask, standIn === undefined ? 'policy' : 'any');
      return logged(decide, { authorizer: displayPath(plan.location), type: 'LAMBDA', standIn: plan.standIn }, dependencies);
    }
    case 'jwt':
      return { authorize: async () => refuse(500, `WebSocket APIs do not support JWT authorizers such as ${displayPath(plan.location)}`) };
  }
}

interface ConnectionDecision {
  readonly outcome: ConnectionCaller | Refusal;
  readonly identity?: readonly string[];
}

type Decide = (handshake: Handshake) => Promise<ConnectionDecision>;

function logged(decide: Decide, label: AuthorizerLabel, { log }: AuthorizerDependencies): ConnectionAuthorizer {
  return {
    async authorize(handshake) {
      const start = performance.now();
      const decision = await decide(handshake);
      const { requestId, api } = handshake;
      if (log !== undefined) {
        logDecision(log, label, { requestId, api: api.name, route: '$connect' }, decision, performance.now() - start);
      }
      return decision.outcome;
    },
  };
}

function decideByIam(handshake: Handshake, options: AuthorizerOptions): Promise<ConnectionDecision> {
  const { target, query, headers, api } = handshake;
  const [path = ''] = target.split('?');
  return checkIam({ method: 'GET', path, query, headers, body: async () => Buffer.alloc(0) }, options, api.region);
}

function decideByLambda(plan: LambdaAuthorizerPlan, ask: Ask, form: ResultForm): Decide {
  const { notPermitted } = plan;
  const name = displayPath(plan.location);
  const identityOf = compileIdentity(plan.identitySources, 'WEBSOCKET');
  return async (handshake) => {
    const found = identityOf(identityInput(handshake));
    if ('missing' in found) {
      return { outcome: refuse(401, `the request has no value for the identity source ${found.missing} of authorizer ${name}`) };
    }
    const { values: identity } = found;
    if (notPermitted !== undefined) {
      return { outcome: refuse(500, notPermitted), identity };
    }
    const arn = executeApiArn(handshake.api, `${handshake.stage.name}/$connect`);
    const start = performance.now();
    const answer = await ask(connectEvent(handshake, arn), handshake.requestId);
    const integrationLatency = Math.round(performance.now() - start);
    if (answer.kind === 'failed') {
      return { outcome: refuse(answer.isUnauthorized ? 401 : 500, answer.reason), identity };
    }
    return { outcome: outcomeOf(answer.json, form, arn, name, integrationLatency), identity };
  };
}

function outcomeOf(json: string, form: ResultForm, arn: string, name: string, integrationLatency: number): ConnectionCaller | Refusal {
  const result = parseResult(json, form);
  if (result.kind === 'invalid') {
    return refuse(500, `authorizer ${name}: ${result.reason}`);
  }
  const denied = result.kind === 'policy' ? denialReason(result.policy, arn) : result.isAuthorized ? undefined : 'isAuthorized is false';
  if (denied !== undefined) {
    return refuse(403, `authorizer ${name} does not allow the connection: ${denied}`);
  }
  const entries = Object.entries(result.context ?? {}).filter(([, value]) => value !== null);
  const nested = entries.find(([, value]) => typeof value === 'object');
  if (nested !== undefined) {
    return refuse(500, `authorizer ${name}: context.${nested[0]} is an object or a list, which WebSocket APIs do not support`);
  }
  return {
    kind: 'lambda',
    // Only the simple response of a stand-in has no principal ID.
    principalId: result.kind === 'policy' ? result.principalId : 'stand-in',
    context: Object.fromEntries(entries.map(([key, value]) => [key, String(value)])),
    integrationLatency,
  };
}

/** What the identity sources of a `$connect` route read. */
export function identityInput(handshake: Handshake): IdentityInput {
  const { api, stage, headers, query } = handshake;
  const context = new Map<string, string | undefined>([
    ['apiId', api.id],
    ['connectionId', handshake.connectionId],
    ['domainName', handshake.domainName],
    ['eventType', 'CONNECT'],
    ['identity.sourceIp', handshake.sourceIp],
    ['identity.userAgent', firstHeader(headers, 'user-agent')],
    ['requestId', handshake.requestId],
    ['routeKey', '$connect'],
    ['stage', stage.name],
  ]);
  return { headers, query, context: (name) => context.get(name), stageVariable: (name) => stageVariable(stage, name) };
}
