import { type AuthorizerPlan, authorizerNames, type JwtAuthorizerPlan, type LambdaAuthorizerPlan } from '../definitions/authorizer';
import { displayPath, type Unserved } from '../diagnostics/diagnostics';
import type { RoutedRequest } from '../gateway/routed-request';
import { UserError } from '../user-error';
import { executeApiArn } from './arn';
import { type AuthorizerOptions, type Decision, type DecisionMaker, refuse } from './authorizer';
import { scopesOf } from './jwt/claims';
import { type Ask, type AuthorizerHandler, askHandler } from './lambda/ask';
import { authorizerEventV2 } from './lambda/http-events';
import { denialReason, isObject } from './lambda/policy';
import { parseResult } from './lambda/result';

/** The stand-in that the options name for an authorizer. */
export function standInFor(plan: JwtAuthorizerPlan | LambdaAuthorizerPlan, { authorizers = {} }: AuthorizerOptions): Ask | undefined {
  const name = authorizerNames(plan).find((each) => Object.hasOwn(authorizers, each));
  const handler = name === undefined ? undefined : authorizers[name];
  return handler && askHandler(displayPath(plan.location), handler);
}

/** A stand-in for a JWT authorizer. It receives the event of a Lambda authorizer, and its context becomes the claims. */
export function jwtStandIn({ location, scopes }: JwtAuthorizerPlan, ask: Ask): DecisionMaker {
  const name = displayPath(location);
  const outcomeOf = async (routed: RoutedRequest): Promise<Decision['outcome']> => {
    const arn = executeApiArn(routed.api, `${routed.stage.name}/${routed.request.method}${routed.path}`);
    const answer = await ask(authorizerEventV2(routed, arn, []), routed.requestId);
    const result = answer.kind === 'result' ? parseResult(answer.json, 'any') : ({ kind: 'invalid', reason: answer.reason } as const);
    if (result.kind === 'invalid') {
      return refuse(500, `authorizer ${name}: ${result.reason}`);
    }
    const denied = result.kind === 'policy' ? denialReason(result.policy, arn) : result.isAuthorized ? undefined : 'isAuthorized is false';
    const { context: claims = {} } = result;
    return denied === undefined
      ? { kind: 'jwt', claims, scopes: scopes.length > 0 ? scopesOf(claims) : null }
      : refuse(403, `the stand-in for authorizer ${name} does not allow the request: ${denied}`);
  };
  return { decide: async (routed) => ({ outcome: await outcomeOf(routed) }) };
}

/**
 * Parses the value of `--authorizer`: `allow`, `allow:<context as JSON>` or `deny`.
 *
 * @throws UserError for any other value
 */
export function parseStandIn(name: string, value: string): AuthorizerHandler {
  if (value === 'deny') {
    return () => ({ isAuthorized: false });
  }
  const json = value === 'allow' ? '{}' : /^allow:(.*)$/s.exec(value)?.[1];
  const context = json === undefined ? undefined : parse(json);
  if (!isObject(context)) {
    throw new UserError(`--authorizer ${name} is ${value}, which must be allow, allow:{"name":"value"} or deny`, 'usage');
  }
  return () => ({ isAuthorized: true, context });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** An API, as far as its authorizers are concerned. */
interface AuthorizedRoutes {
  readonly routes: readonly { readonly authorizer: AuthorizerPlan | Unserved }[];
}

/**
 * Checks that each stand-in belongs to an authorizer.
 *
 * @throws UserError for a name that matches none
 */
export function checkStandIns(authorizers: Readonly<Record<string, unknown>>, apis: readonly AuthorizedRoutes[]): void {
  const plans = apis
    .flatMap(({ routes }) => routes)
    .flatMap(({ authorizer }) => (authorizer.kind === 'jwt' || authorizer.kind === 'lambda' ? [authorizer] : []));
  const names = new Set(plans.flatMap(authorizerNames));
  for (const name of Object.keys(authorizers)) {
    if (!names.has(name)) {
      const expected = [...new Set(plans.map((plan) => plan.name))].join(', ');
      throw new UserError(
        `--authorizer ${name} matches no authorizer of the app: ${expected === '' ? 'remove it, the app has none' : `expected ${expected}`}`,
      );
    }
  }
}
