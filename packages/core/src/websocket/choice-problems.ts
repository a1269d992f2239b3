import type { IntegrationProblem } from '../problems/integration-problem';
import { contentHandlingProblems, methodProblems, passthroughProblems, stableIdProblems } from '../problems/option-problems';
import { isHttp } from './facts';
import type { WebSocketIntegrationTarget } from './websocket-integration-target';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-non-proxy-integration-options';

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
