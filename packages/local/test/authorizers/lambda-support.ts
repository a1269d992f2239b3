import { compileAuthorizer } from '../../src/authorizers/compile-authorizer';
import { ResultCache } from '../../src/authorizers/lambda/result-cache';
import type { LambdaAuthorizerPlan } from '../../src/definitions/authorizer';
import type { FunctionPlan } from '../../src/definitions/function';
import type { InvokeResult, Invoker } from '../../src/functions/invocation';
import type { LogEntry } from '../../src/gateway/log-entry';
import type { RoutedRequest } from '../../src/gateway/routed-request';
import { type Asked, routed } from '../gateway/support';

const FUNCTION = { key: 'Fn', name: 'Auth', location: { logicalId: 'Auth' } } as FunctionPlan;

export const lambdaPlan = (given: Partial<LambdaAuthorizerPlan> = {}): LambdaAuthorizerPlan => ({
  kind: 'lambda',
  id: 'abc123',
  name: 'Users',
  location: { logicalId: 'AuthorizerUsers', path: 'App/Api/Users', stack: 'App', file: 'app.template.json' },
  function: FUNCTION,
  payloadFormatVersion: '2.0',
  simpleResponses: true,
  identitySources: ['$request.header.Authorization'],
  ttlSeconds: 0,
  ...given,
});

export const result = (value: unknown): InvokeResult => ({ kind: 'result', payload: JSON.stringify(value) });

export const policy = (effect: unknown, resource: unknown, more: object = {}) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }] },
  ...more,
});

/** A Lambda authorizer whose function gives these results, the last one again and again. */
export function lambdaAuthorizerOf(plan: LambdaAuthorizerPlan, ...results: readonly InvokeResult[]) {
  const events: unknown[] = [];
  const timeouts: number[] = [];
  const entries: LogEntry[] = [];
  const functions: Invoker = {
    invoke: async (_, event, { timeoutMillis }) => {
      timeouts.push(timeoutMillis);
      events.push(JSON.parse(event));
      return results[Math.min(events.length, results.length) - 1] as InvokeResult;
    },
  };
  const authorizer = compileAuthorizer(plan, {}, { functions, cache: new ResultCache(), log: (entry) => entries.push(entry) });
  return {
    events,
    timeouts,
    entries,
    authorize: async (asked: Asked | RoutedRequest = {}) =>
      authorizer.authorize('requestId' in asked ? asked : routed({ headers: [['authorization', 'token']], ...asked })),
  };
}
