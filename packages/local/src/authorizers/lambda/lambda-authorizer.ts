import type { LambdaAuthorizerPlan } from '../../definitions/authorizer';
import { displayPath } from '../../diagnostics/diagnostics';
import type { RoutedRequest } from '../../gateway/routed-request';
import { contextVariable, stageVariable } from '../../http-api/mapping/context';
import { executeApiArn } from '../arn';
import { type Decision, type DecisionMaker, refuse } from '../authorizer';
import type { Ask } from './ask';
import { authorizerEventV1, authorizerEventV2 } from './http-events';
import { compileIdentity } from './identity-sources';
import { denialReason } from './policy';
import { type AuthorizerResult, type InvalidResult, parseResult, type ResultForm } from './result';
import type { ResultCache } from './result-cache';

/**
 * Asks a Lambda function whether a request of an HTTP API is allowed, or takes the decision from the cache.
 *
 * @param form the results that the authorizer may return
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function lambdaAuthorizer(plan: LambdaAuthorizerPlan, ask: Ask, cache: ResultCache, form: ResultForm): DecisionMaker {
  const { ttlSeconds, identitySources, payloadFormatVersion } = plan;
  const name = displayPath(plan.location);
  const identityOf = compileIdentity(identitySources, 'HTTP');
  const isCached = ttlSeconds > 0 && identitySources.length > 0;

  const askFor = async (routed: RoutedRequest, arn: string, identity: readonly string[]): Promise<AuthorizerResult | InvalidResult> => {
    const event = payloadFormatVersion === '1.0' ? authorizerEventV1(routed, arn, identity) : authorizerEventV2(routed, arn, identity);
    const answer = await ask(event, routed.requestId);
    return answer.kind === 'result' ? parseResult(answer.json, form) : { kind: 'invalid', reason: answer.reason };
  };

  return {
    async decide(routed): Promise<Decision> {
      const { api, stage, request } = routed;
      const found = identityOf({
        headers: request.headers,
        query: routed.query,
        context: (variable) => contextVariable(routed, variable),
        stageVariable: (variable) => stageVariable(stage, variable),
      });
      if ('missing' in found) {
        return { outcome: refuse(401, `the request has no value for the identity source ${found.missing} of authorizer ${name}`) };
      }
      const { values: identity } = found;
      if (plan.notPermitted !== undefined) {
        return { outcome: refuse(500, plan.notPermitted), identity };
      }
      const arn = executeApiArn(api, `${stage.name}/${request.method}${routed.path}`);
      const key = JSON.stringify([api.id, stage.name, plan.id, ...identity]);
      const fromCache = isCached ? cache.get(key) : undefined;
      const result = fromCache ?? (await askFor(routed, arn, identity));
      if (result.kind === 'invalid') {
        return { outcome: refuse(500, `authorizer ${name}: ${result.reason}`), identity, cached: false };
      }
      if (isCached && fromCache === undefined) {
        cache.set(key, result, ttlSeconds);
      }
      return { outcome: outcomeOf(result, arn, name), identity, cached: fromCache !== undefined };
    },
  };
}

function outcomeOf(result: AuthorizerResult, arn: string, name: string): Decision['outcome'] {
  if (result.kind === 'simple') {
    return result.isAuthorized
      ? { kind: 'lambda', context: result.context }
      : refuse(403, `authorizer ${name} returned isAuthorized: false`);
  }
  const denied = denialReason(result.policy, arn);
  return denied === undefined
    ? { kind: 'lambda', context: result.context, principalId: result.principalId }
    : refuse(403, `the policy of authorizer ${name} does not allow the request: ${denied}`);
}
