import type { RuleExamples } from './resources';
import { httpApi, ofApi, resource, webSocketApi } from './resources';

const stage = (properties: object) => httpApi({ Stage: ofApi('Stage', { StageName: 'live', ...properties }) });
const variable = (name: string, value: string) => stage({ StageVariables: { [name]: value } });

/** APIs, their stages, and how both are called. */
export const API_EXAMPLES = {
  SelectionExpressionMissing: {
    bad: { Api: resource('Api', { Name: 'Chat', ProtocolType: 'WEBSOCKET' }) },
    good: webSocketApi(),
  },
  SelectionExpressionInvalid: {
    bad: webSocketApi({}, { RouteSelectionExpression: '${request.body.action' }),
    good: webSocketApi({}, { RouteSelectionExpression: '${request.body.action}' }),
  },
  SelectionExpressionFixed: {
    bad: httpApi({}, { RouteSelectionExpression: '$request.body.action' }),
    good: httpApi({}, { RouteSelectionExpression: '${request.method} ${request.path}' }),
  },
  TextLengthInvalid: {
    bad: httpApi({}, { Name: 'a'.repeat(129) }),
    good: httpApi({}, { Name: 'a'.repeat(128) }),
  },
  DescriptionTooLong: {
    bad: httpApi({}, { Description: 'a'.repeat(1025) }),
    good: httpApi({}, { Description: 'a'.repeat(1024) }),
  },
  StageNameInvalid: {
    bad: stage({ StageName: 'live.1' }),
    good: stage({ StageName: 'live-1' }),
  },
  StageVariableNameInvalid: {
    bad: variable('the-color', 'blue'),
    good: variable('the_color', 'blue'),
  },
  StageVariableValueInvalid: {
    bad: variable('color', 'dark blue'),
    good: variable('color', 'dark-blue'),
  },
  StageVariableValueTooLong: {
    bad: variable('color', 'a'.repeat(513)),
    good: variable('color', 'a'.repeat(512)),
  },
  ApiKeyExpressionInvalid: {
    bad: webSocketApi({}, { ApiKeySelectionExpression: '$request.header.key' }),
    good: webSocketApi({}, { ApiKeySelectionExpression: '$request.header.x-api-key' }),
  },
} as const satisfies RuleExamples;
