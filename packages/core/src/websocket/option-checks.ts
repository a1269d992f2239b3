import { Token } from 'aws-cdk-lib';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { contentHandlingProblems, methodProblems, passthroughProblems, stableIdProblems } from '../problems/option-problems';
import { isHttp, isProxy } from './facts';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import type { WebSocketIntegrationKind, WebSocketIntegrationTarget } from './websocket-integration-target';

/** What is wrong with options that have one of a few values each. */
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

/** What is wrong with the integration responses taken together. */
export function responseProblems({ integrationResponses = [] }: WebSocketNonProxyIntegrationOptions): IntegrationProblem[] {
  const keys = integrationResponses.map(({ key = '$default' }) => key);
  const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  const lacksDefault = keys.length > 0 && !keys.some((key) => key === '$default' || Token.isUnresolved(key));
  return [
    ...[...twice].map((key) => ({
      code: 'IntegrationResponseTwice',
      value: key,
      message: `several integration responses have the key ${JSON.stringify(key)}`,
      remedy: 'give each a key of its own',
    })),
    ...(lacksDefault
      ? [
          {
            code: 'IntegrationResponseDefaultMissing',
            severity: ProblemSeverity.WARNING,
            value: keys.join(', '),
            message: `no integration response has the key $default, for the answers that ${keys.join(', ')} does not match`,
            remedy: 'add one with the key $default',
          },
        ]
      : []),
  ];
}

/** What the service does not use in a proxy integration. */
export function proxyProblems(kind: WebSocketIntegrationKind, options: WebSocketNonProxyIntegrationOptions): IntegrationProblem[] {
  const { requestTemplates, templateSelectionExpression, passthroughBehavior, integrationResponses } = options;
  const given = Object.entries({ requestTemplates, templateSelectionExpression, passthroughBehavior, integrationResponses })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  return !isProxy(kind) || given.length === 0
    ? []
    : [
        {
          code: 'OptionIgnoredByProxy',
          severity: ProblemSeverity.WARNING,
          value: given.join(', '),
          message: `${given.join(', ')}: a proxy integration (${kind}) passes messages and answers on without templates`,
          remedy: 'leave it out, or choose a non-proxy integration',
        },
      ];
}
