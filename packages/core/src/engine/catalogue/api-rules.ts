import { httpApi, ofApi, resource, webSocketApi } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

const cors = (CorsConfiguration: object) => httpApi({}, { CorsConfiguration });
const stage = (properties: object) => httpApi({ Stage: ofApi('Stage', { StageName: 'live', ...properties }) });
const variable = (name: string, value: string) => stage({ StageVariables: { [name]: value } });
const mapping = (ApiMappingKey: string) =>
  httpApi({ Mapping: ofApi('ApiMapping', { DomainName: 'api.example.com', Stage: 'live', ApiMappingKey }) });

/** APIs, their stages, and how both are called. */
export const API_RULES = {
  SelectionExpressionMissing: {
    summary: 'A WebSocket API does not say where messages name their route.',
    source: AWS.cfnApi,
    evidence: 'documented',
    bad: { Api: resource('Api', { Name: 'Chat', ProtocolType: 'WEBSOCKET' }) },
    good: webSocketApi(),
  },
  SelectionExpressionInvalid: {
    summary: 'The route selection expression of a WebSocket API reads something else than places in the message, or is not closed.',
    source: AWS.selectionExpressions,
    evidence: 'derived',
    bad: webSocketApi({}, { RouteSelectionExpression: '${request.body.action' }),
    good: webSocketApi({}, { RouteSelectionExpression: '${request.body.action}' }),
  },
  SelectionExpressionFixed: {
    summary: 'An HTTP API has one route selection expression, which cannot be another.',
    source: AWS.cfnApi,
    evidence: 'documented',
    bad: httpApi({}, { RouteSelectionExpression: '$request.body.action' }),
    good: httpApi({}, { RouteSelectionExpression: '${request.method} ${request.path}' }),
  },
  CorsMaxAgeOutOfRange: {
    summary: 'The age for which browsers keep a preflight answer is -1 to 86,400 seconds.',
    source: AWS.modelApis,
    evidence: 'documented',
    bad: cors({ AllowOrigins: ['https://example.com'], MaxAge: 86_401 }),
    good: cors({ AllowOrigins: ['https://example.com'], MaxAge: 86_400 }),
  },
  CorsCredentialsWithAnyOrigin: {
    summary: 'Credentials are allowed to every origin, which browsers refuse.',
    source: AWS.cors,
    evidence: 'derived',
    bad: cors({ AllowOrigins: ['*'], AllowCredentials: true }),
    good: cors({ AllowOrigins: ['https://example.com'], AllowCredentials: true }),
  },
  TextLengthInvalid: {
    summary: 'A name or another text is longer than the service takes, or empty.',
    source: AWS.modelApis,
    evidence: 'documented',
    bad: httpApi({}, { Name: 'a'.repeat(129) }),
    good: httpApi({}, { Name: 'a'.repeat(128) }),
  },
  DescriptionTooLong: {
    summary: 'A description has more than 1,024 characters.',
    source: AWS.model,
    evidence: 'documented',
    bad: httpApi({}, { Description: 'a'.repeat(1025) }),
    good: httpApi({}, { Description: 'a'.repeat(1024) }),
  },
  ApiMappingKeyInvalid: {
    summary: "The path of an API mapping has up to 300 letters, digits and $-_.+!*'()/.",
    source: AWS.apiMappings,
    evidence: 'documented',
    bad: mapping('shop v1'),
    good: mapping('shop/v1'),
  },
  StageNameInvalid: {
    summary: 'The name of a stage holds other characters than letters, digits, hyphens and underscores.',
    source: AWS.knownIssues,
    evidence: 'derived',
    bad: stage({ StageName: 'live.1' }),
    good: stage({ StageName: 'live-1' }),
  },
  StageVariableNameInvalid: {
    summary: 'The name of a stage variable has up to 64 letters, digits and underscores.',
    source: AWS.modelStages,
    evidence: 'documented',
    bad: variable('the-color', 'blue'),
    good: variable('the_color', 'blue'),
  },
  StageVariableValueInvalid: {
    summary: 'The value of a stage variable holds a character that the service does not take.',
    source: AWS.modelStages,
    evidence: 'documented',
    bad: variable('color', 'dark blue'),
    good: variable('color', 'dark-blue'),
  },
  StageVariableValueTooLong: {
    summary: 'The value of a stage variable has more than 512 characters; the service model and the quotas differ on the limit.',
    source: AWS.httpQuotas,
    evidence: 'derived',
    bad: variable('color', 'a'.repeat(513)),
    good: variable('color', 'a'.repeat(512)),
  },
  ApiKeyExpressionInvalid: {
    summary: 'API keys come from the header x-api-key or from the authorizer, and from nowhere else.',
    source: AWS.selectionExpressions,
    evidence: 'documented',
    bad: webSocketApi({}, { ApiKeySelectionExpression: '$request.header.key' }),
    good: webSocketApi({}, { ApiKeySelectionExpression: '$request.header.x-api-key' }),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
