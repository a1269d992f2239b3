import { WEBSOCKET_TEMPLATE_VARIABLES } from '../names/context-variables';
import { defineRules, type Problem, problem } from '../problem';
import { checkVelocity, positionOf, type VelocityUse, velocityExcerpt } from '../velocity';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The language of templates. */
export const VELOCITY_RULES = defineRules({
  TemplateSyntaxInvalid: {
    severity: 'error',
    summary: 'A template of a WebSocket API does not parse: the service answers each message with an error.',
    source: AWS.velocity,
    evidence: 'documented',
  },
  TemplateDirectiveUnsupported: {
    severity: 'warning',
    summary: 'A template uses a directive that the service does not have, such as #macro or #evaluate: it prints as it is written.',
    source: AWS.recordedTemplates,
    evidence: 'reported',
  },
  TemplateMemberUnknown: {
    severity: 'warning',
    summary: 'A template uses a member of $input or $util that does not exist, or uses one in a wrong way: it prints nothing.',
    source: AWS.webSocketTemplates,
    evidence: 'documented',
  },
  TemplateContextUnknown: {
    severity: 'warning',
    summary: 'A template reads a context variable that WebSocket APIs do not have: it prints nothing.',
    source: AWS.webSocketTemplates,
    evidence: 'derived',
  },
  TemplateStageVariableUnset: {
    severity: 'warning',
    summary: 'A template reads a stage variable that no stage of the API has: it prints nothing.',
    source: AWS.webSocketTemplates,
    evidence: 'derived',
  },
  TemplateVariableUnset: {
    severity: 'warning',
    summary: 'A template prints a variable that nothing sets: it prints nothing.',
    source: AWS.recordedTemplates,
    evidence: 'reported',
  },
  TemplateTextSwallowed: {
    severity: 'warning',
    summary: 'A brace or a word stands directly behind a reference, and what belongs to it does not print.',
    source: AWS.velocity,
    evidence: 'derived',
  },
  TemplateStatusMissing: {
    severity: 'warning',
    summary: 'The request template of a MOCK integration prints no statusCode, which selects the integration response.',
    source: AWS.mockIntegrations,
    evidence: 'documented',
  },
  TemplateNeverJson: {
    severity: 'warning',
    summary: 'A template prints something that can never be JSON, and its backend takes only JSON.',
    source: AWS.webSocketTransformations,
    evidence: 'derived',
  },
});

/** What is known of a template's integration. */
export type TemplateUse = Pick<VelocityUse, 'prints' | 'stageVariables'>;

/**
 * What is wrong with the text of a template.
 *
 * @param label of the template, such as `request template "$default"`
 * @param text with `UNKNOWN_TEXT` where it is not known
 */
export function checkTemplateText(label: string, text: string, use: TemplateUse): Problem[] {
  return checkVelocity(text, { ...use, contextVariables: WEBSOCKET_TEMPLATE_VARIABLES }).map(({ code, message, remedy, span }) => {
    const { line, column } = positionOf(text, span.start);
    return {
      ...problem(VELOCITY_RULES[code], text, `the ${label} is wrong in line ${line}, column ${column}: ${message}`, remedy),
      excerpt: velocityExcerpt(text, span),
    };
  });
}

/** Actions of these services take JSON. */
const JSON_ACTION = /:(?:dynamodb|events|firehose|kinesis|logs|scheduler|ssm|states):action\/|:lambda:path\//;

/**
 * What a request template must print.
 *
 * @param uri of the integration, as far as it is known
 */
export function requestPrints(integrationType: string | undefined, uri: string): VelocityUse['prints'] {
  if (integrationType === 'MOCK') {
    return 'status';
  }
  return integrationType === 'AWS' && JSON_ACTION.test(uri) ? 'json' : 'text';
}
