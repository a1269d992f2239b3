import { Token } from 'aws-cdk-lib';
import type { IntegrationProblem } from '../problems/integration-problem';
import { ProblemSeverity } from '../problems/problem-severity';
import { isProxy } from './facts';
import type { WebSocketIntegrationKind } from './websocket-integration-kind';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-non-proxy-integration-options';

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
