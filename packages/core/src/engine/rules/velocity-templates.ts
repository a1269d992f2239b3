import { WEBSOCKET_TEMPLATE_VARIABLES } from '../names/context-variables';
import { defineRules, type Problem, problem } from '../problem';
import { checkVelocity, positionOf, type VelocityUse, velocityExcerpt } from '../velocity';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The Velocity code of templates. */
export const VELOCITY_RULES = defineRules({
  TemplateSyntaxInvalid: {
    severity: 'error',
    summary: 'A template of a WebSocket API has a syntax error, so the service responds to each message with an error.',
    source: AWS.velocity,
    evidence: 'documented',
  },
  TemplateDirectiveUnsupported: {
    severity: 'warning',
    summary: 'A template uses a directive that the service does not support, such as #macro or #evaluate.',
    source: AWS.recordedTemplates,
    evidence: 'reported',
  },
  TemplateMemberUnknown: {
    severity: 'warning',
    summary: 'A template uses a member of $input or $util that does not exist, or uses one incorrectly, so it prints nothing.',
    source: AWS.webSocketTemplates,
    evidence: 'documented',
  },
  TemplateContextUnknown: {
    severity: 'warning',
    summary: 'A template reads a context variable that WebSocket APIs do not have, so it prints nothing.',
    source: AWS.webSocketTemplates,
    evidence: 'derived',
  },
  TemplateStageVariableUnset: {
    severity: 'warning',
    summary: 'A template reads a stage variable that no stage of the API has, so it prints nothing.',
    source: AWS.webSocketTemplates,
    evidence: 'derived',
  },
  TemplateVariableUnset: {
    severity: 'warning',
    summary: 'A template reads a variable that it never sets, so it prints nothing.',
    source: AWS.recordedTemplates,
    evidence: 'reported',
  },
  TemplateTextSwallowed: {
    severity: 'warning',
    summary:
      'A brace or a word directly follows a reference. The service reads it as another reference, and does not print all of its text.',
    source: AWS.velocity,
    evidence: 'derived',
  },
  TemplateStatusMissing: {
    severity: 'warning',
    summary: 'The request template of a MOCK integration does not print a statusCode, which selects the integration response.',
    source: AWS.mockIntegrations,
    evidence: 'documented',
  },
  TemplateNeverJson: {
    severity: 'warning',
    summary: 'The output of a template can never be valid JSON, but its backend accepts only JSON.',
    source: AWS.webSocketTransformations,
    evidence: 'derived',
  },
});

/** Facts about the integration of a template. */
export type TemplateUse = Pick<VelocityUse, 'prints' | 'stageVariables'>;

/**
 * Returns the problems of the text of a template.
 *
 * @param label describes the template, such as `request template "$default"`
 * @param text contains `UNKNOWN_TEXT` for unknown parts
 */
export function checkTemplateText(label: string, text: string, use: TemplateUse): Problem[] {
  return checkVelocity(text, { ...use, contextVariables: WEBSOCKET_TEMPLATE_VARIABLES }).map(({ code, message, remedy, span }) => {
    const { line, column } = positionOf(text, span.start);
    return {
      ...problem(VELOCITY_RULES[code], text, `line ${line}, column ${column} of the ${label}: ${message}`, remedy),
      excerpt: velocityExcerpt(text, span),
      span,
    };
  });
}

/** The actions of these services accept JSON. */
const JSON_ACTION = /:(?:dynamodb|events|firehose|kinesis|logs|scheduler|ssm|states):action\/|:lambda:path\//;

/**
 * Returns the required output of a request template.
 *
 * @param uri the known parts of the integration's URI
 */
export function requestPrints(integrationType: string | undefined, uri: string): VelocityUse['prints'] {
  if (integrationType === 'MOCK') {
    return 'status';
  }
  return integrationType === 'AWS' && JSON_ACTION.test(uri) ? 'json' : 'text';
}
