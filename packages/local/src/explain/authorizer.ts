import type { Refusal } from '../authorizers/authorizer';
import { signedRequestOf } from '../authorizers/iam/iam-authorizer';
import { checkSignature, type SignedRequest } from '../authorizers/iam/signature';
import { compileIdentitySources } from '../authorizers/jwt/identity-source';
import { admitToken } from '../authorizers/jwt/jwt-authorizer';
import { invalidToken, tokenMissing } from '../authorizers/jwt/refusals';
import { decodeToken } from '../authorizers/jwt/token';
import { compileIdentity, type IdentityInput } from '../authorizers/lambda/identity-sources';
import type { AuthorizerPlan, JwtAuthorizerPlan, LambdaAuthorizerPlan } from '../definitions/authorizer';
import { displayPath } from '../diagnostics/diagnostics';
import type { Caller, RoutedRequest } from '../gateway/routed-request';
import { contextVariable, stageVariable } from '../http-api/mapping/context';
import type { ExplainedAuthorizer } from './explanation';

/** What is known of an authorizer's decision without calling anything. */
export interface ForeseenDecision {
  /** Undefined for a route without an authorizer. */
  readonly authorizer?: ExplainedAuthorizer;
  /** Why the request is refused in any case. */
  readonly refusal?: Pick<Refusal, 'statusCode' | 'reason'>;
  /** The caller, as far as the request shows it. */
  readonly caller: Caller;
  /** Whether the caller in full is known: no function decides, and no key verifies. */
  readonly isKnown: boolean;
}

const NO_CALLER: Caller = { kind: 'none' };

/** Explains what the authorizer of a route needs, and what the request lacks of it. */
export async function explainAuthorizer(plan: AuthorizerPlan, routed: RoutedRequest): Promise<ForeseenDecision> {
  switch (plan.kind) {
    case 'none':
      return { caller: NO_CALLER, isKnown: true };
    case 'jwt':
      return explainJwt(plan, routed);
    case 'lambda':
      return explainLambda(plan, 'HTTP', {
        headers: routed.request.headers,
        query: routed.query,
        context: (name) => contextVariable(routed, name),
        stageVariable: (name) => stageVariable(routed.stage, name),
      });
    case 'iam':
      return explainIam(signedRequestOf(routed), routed.api.region);
  }
}

function explainJwt(plan: JwtAuthorizerPlan, routed: RoutedRequest): ForeseenDecision {
  const { issuer, audience, identitySources, scopes } = plan;
  const name = displayPath(plan.location);
  if (plan.standIn === true) {
    return { authorizer: { name, type: 'JWT', needs: [STAND_IN], missing: [] }, caller: NO_CALLER, isKnown: false };
  }
  const needs = [
    `a token in ${identitySources.join(' or ')}`,
    `the issuer ${issuer}`,
    ...(audience.length === 0 ? [] : [`the audience ${audience.join(' or ')}`]),
    ...(scopes.length === 0 ? [] : [`${scopes.length === 1 ? 'the scope' : 'one of the scopes'} ${scopes.join(', ')}`]),
    'a signature by a key of the issuer, which is not verified here',
  ];
  const decided = decideByToken(plan, routed);
  return decided.kind === 'refused'
    ? { authorizer: { name, type: 'JWT', needs, missing: [decided.reason] }, refusal: decided, caller: NO_CALLER, isKnown: true }
    : { authorizer: { name, type: 'JWT', needs, missing: [] }, caller: decided, isKnown: true };
}

const STAND_IN = 'that its stand-in allows the request';

/** The decision of the authorizer for a token whose signature is valid. */
function decideByToken(plan: JwtAuthorizerPlan, routed: RoutedRequest): Caller | Refusal {
  const text = compileIdentitySources(plan.identitySources)(routed);
  if (text === undefined) {
    return tokenMissing(plan);
  }
  const token = decodeToken(text);
  return 'description' in token ? invalidToken(plan, token) : admitToken(plan, token);
}

/** Explains a Lambda authorizer. All of its identity sources need a value before it is called. */
export function explainLambda(plan: LambdaAuthorizerPlan, protocol: 'HTTP' | 'WEBSOCKET', input: IdentityInput): ForeseenDecision {
  const { identitySources, notPermitted, function: fn } = plan;
  const name = displayPath(plan.location);
  const missing = identitySources.filter((source) => 'missing' in compileIdentity([source], protocol)(input));
  const needs = [
    ...identitySources.map((source) => `a value in ${source}`),
    fn === undefined ? STAND_IN : `that the function ${displayPath(fn.location)} allows the request; it is not called here`,
    ...(notPermitted === undefined ? [] : ['a permission of API Gateway to invoke this function']),
  ];
  const refusal: ForeseenDecision['refusal'] =
    missing.length > 0
      ? { statusCode: 401, reason: `the request has no value for the identity source ${missing.join(', ')} of authorizer ${name}` }
      : notPermitted === undefined
        ? undefined
        : { statusCode: 500, reason: notPermitted };
  return {
    authorizer: {
      name,
      type: 'LAMBDA',
      needs,
      missing: [...missing.map((source) => `no value in ${source}`), ...(notPermitted === undefined ? [] : [notPermitted])],
    },
    refusal,
    caller: NO_CALLER,
    isKnown: false,
  };
}

/** Without keys, a signature is read as far as possible: its form, its scope and its time. */
export async function explainIam(request: SignedRequest, region: string): Promise<ForeseenDecision> {
  const checked = await checkSignature(request, () => undefined, region);
  const problem = 'problem' in checked && checked.fault !== 'unknown-key' ? checked.problem : undefined;
  return {
    authorizer: {
      name: 'AWS_IAM',
      type: 'IAM',
      needs: [
        `a Signature Version 4 for execute-api in ${region}, which is not verified here`,
        'that the policies of the caller allow execute-api:Invoke, which are not evaluated here',
      ],
      missing: problem === undefined ? [] : [problem],
    },
    refusal: problem === undefined ? undefined : { statusCode: 403, reason: problem },
    caller: 'accessKey' in checked ? { kind: 'iam', accessKey: checked.accessKey } : NO_CALLER,
    isKnown: false,
  };
}
