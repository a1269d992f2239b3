import { Token } from 'aws-cdk-lib';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { contentHandlingProblems, methodProblems, passthroughProblems, stableIdProblems } from '../problems/option-problems';
import { isHttp, isProxy } from './facts';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import type { WebSocketIntegrationKind, WebSocketIntegrationTarget } from './websocket-integration-target';

/** Problems of options with enumerated values. */
export function choiceProblems(
  { kind, method }: WebSocketIntegrationTarget,
  { stableId, contentHandling, passthroughBehavior, integrationResponses = [] }: WebSocketNonProxyIntegrationOptions,
): IntegrationProblem[] {
  return [
    ...stableIdProblems(stableId),
    ...contentHandlingProblems(contentHandling),
    ...passthroughProblems(passthroughBehavior),
    ...(isHttp(kind) ? methodProblems(method) : []),
    ...integrationResponses.flatMap((response) =>
      contentHandlingProblems(response.contentHandling, `contentHandling of the integration response ${response.key ?? '$default'}`),
    ),
  ];
}

/** Problems of the set of integration responses. */
export function responseProblems({ integrationResponses = [] }: WebSocketNonProxyIntegrationOptions): IntegrationProblem[] {
  const keys = integrationResponses.map(({ key = '$default' }) => key);
  const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  const lacksDefault = keys.length > 0 && !keys.some((key) => key === '$default' || Token.isUnresolved(key));
  return [
    ...[...twice].map((key) => ({
      code: 'IntegrationResponseTwice',
      value: key,
      message: `several integration responses have the key ${JSON.stringify(key)}`,
      remedy: 'use a different key for each',
    })),
    ...(lacksDefault
      ? [
          {
            code: 'IntegrationResponseDefaultMissing',
            severity: ProblemSeverity.WARNING,
            value: keys.join(', '),
            message: `no integration response has the key $default, which handles the responses that ${keys.join(', ')} does not match`,
            remedy: 'add one with the key $default',
          },
        ]
      : []),
  ];
}

/** Warns about options that API Gateway ignores for proxy integrations. */
export function proxyProblems(kind: WebSocketIntegrationKind, options: WebSocketNonProxyIntegrationOptions): IntegrationProblem[] {
  const { requestTemplates, templateSelectionExpression, passthroughBehavior, integrationResponses } = options;
  const ignored = Object.entries({ requestTemplates, templateSelectionExpression, passthroughBehavior, integrationResponses })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  return !isProxy(kind) || ignored.length === 0
    ? []
    : [
        {
          code: 'OptionIgnoredByProxy',
          severity: ProblemSeverity.WARNING,
          value: ignored.join(', '),
          message: `${ignored.join(', ')}: a proxy integration (${kind}) passes messages and responses on without templates`,
          remedy: 'omit it, or use a non-proxy integration',
        },
      ];
}
