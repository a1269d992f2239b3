import type { AuthorizerPlan, JwtAuthorizerPlan, LambdaAuthorizerPlan } from '../definitions/authorizer';
import { displayPath } from '../diagnostics/diagnostics';
import type { Invoker } from '../functions/invocation';
import type { Log } from '../gateway/log-entry';
import type { Authorizer, AuthorizerOptions, DecisionMaker } from './authorizer';
import { withDecisionLog } from './decision-log';
import { iamAuthorizer } from './iam/iam-authorizer';
import { jwtAuthorizer } from './jwt/jwt-authorizer';
import { askFunction } from './lambda/ask';
import { lambdaAuthorizer } from './lambda/lambda-authorizer';
import { ResultCache } from './lambda/result-cache';
import { jwtStandIn, standInFor } from './stand-ins';

/** What authorizers share. */
export interface AuthorizerDependencies {
  readonly functions: Invoker;
  readonly cache: ResultCache;
  readonly log?: Log;
}

const NO_FUNCTIONS: AuthorizerDependencies = { functions: { invoke: async () => ({ kind: 'shutdown' }) }, cache: new ResultCache() };

/**
 * Compiles the authorizer of a route.
 *
 * @throws UserError for a key set file that cannot be read
 */
export function compileAuthorizer(
  plan: AuthorizerPlan,
  options: AuthorizerOptions = {},
  dependencies: AuthorizerDependencies = NO_FUNCTIONS,
): Authorizer {
  const { log } = dependencies;
  switch (plan.kind) {
    case 'none':
      return { authorize: () => ({ kind: 'none' }) };
    case 'iam':
      return withDecisionLog(iamAuthorizer(options), { authorizer: 'AWS_IAM', type: 'IAM' }, log);
    case 'jwt':
      return withDecisionLog(
        jwtDecisions(plan, options),
        { authorizer: displayPath(plan.location), type: 'JWT', standIn: plan.standIn },
        log,
      );
    case 'lambda':
      return withDecisionLog(
        lambdaDecisions(plan, options, dependencies),
        { authorizer: displayPath(plan.location), type: 'LAMBDA', standIn: plan.standIn },
        log,
      );
  }
}

function jwtDecisions(plan: JwtAuthorizerPlan, options: AuthorizerOptions): DecisionMaker {
  const standIn = standInFor(plan, options);
  return standIn === undefined ? jwtAuthorizer(plan, options) : jwtStandIn(plan, standIn);
}

function lambdaDecisions(
  plan: LambdaAuthorizerPlan,
  options: AuthorizerOptions,
  { functions, cache }: AuthorizerDependencies,
): DecisionMaker {
  const standIn = standInFor(plan, options);
  if (standIn !== undefined) {
    return lambdaAuthorizer(plan, standIn, cache, 'any');
  }
  if (plan.function === undefined) {
    throw new Error(`authorizer ${plan.name} has neither a function nor a stand-in`);
  }
  return lambdaAuthorizer(plan, askFunction(plan.function, functions), cache, plan.simpleResponses ? 'simple' : 'policy');
}
