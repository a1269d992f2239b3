import { defineRules, type Problem, problem } from '../problem';
import type { Integration } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Route responses and integration responses of WebSocket APIs. */
export const WEBSOCKET_RESPONSE_RULES = defineRules({
  RouteResponseKeyInvalid: {
    severity: 'error',
    summary: 'The key of a route response is not $default, the only one allowed.',
    source: AWS.webSocketRouteResponse,
    evidence: 'documented',
  },
  IntegrationResponseKeyInvalid: {
    severity: 'error',
    summary: 'The key of an integration response is neither $default nor a regular expression between slashes.',
    source: AWS.webSocketIntegrationResponses,
    evidence: 'documented',
  },
  IntegrationResponsePatternInvalid: {
    severity: 'warning',
    summary: 'The key of an integration response is not a valid regular expression in any common syntax.',
    source: AWS.webSocketIntegrationResponses,
    evidence: 'derived',
  },
  IntegrationResponseMissing: {
    severity: 'warning',
    summary: 'A route that returns a response has an AWS, HTTP or MOCK integration without an integration response.',
    source: AWS.webSocketIntegrationResponses,
    evidence: 'documented',
  },
  MockStatusMissing: {
    severity: 'warning',
    summary: 'A route that returns a response has a MOCK integration without a request template, which must set the status code.',
    source: AWS.mockIntegrations,
    evidence: 'derived',
  },
});

const NON_PROXY = ['AWS', 'HTTP', 'MOCK'];

/**
 * Checks the key of an integration response, which selects responses of the backend.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export function checkIntegrationResponseKey(key: string): Problem[] {
  if (key === '$default') {
    return [];
  }
  const [, pattern] = /^\/(.*)\/$/s.exec(key) ?? [];
  if (pattern === undefined) {
    return [
      problem(
        WEBSOCKET_RESPONSE_RULES.IntegrationResponseKeyInvalid,
        key,
        `the integration response key ${JSON.stringify(key)} is neither $default nor a regular expression between slashes`,
        'write $default, or a regular expression such as /2\\d\\d/',
      ),
    ];
  }
  const fault = faultOf(pattern);
  return fault === undefined
    ? []
    : [
        problem(
          WEBSOCKET_RESPONSE_RULES.IntegrationResponsePatternInvalid,
          key,
          `the integration response key ${key} is not a valid regular expression (${fault})`,
          'correct it, and escape literal special characters with a backslash',
        ),
      ];
}

/** Inline flags, atomic groups and possessive quantifiers, which other regular expression engines support; the engine of the service is unknown. */
const OF_OTHER_LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/(?<!\\)\(\?[a-z]*(?:-[a-z]+)?\)/gi, ''],
  [/(?<!\\)\(\?(?:[a-z]+(?:-[a-z]+)?|-[a-z]+|):/gi, '(?:'],
  [/(?<!\\)\(\?>/g, '(?:'],
  [/(?<=[^\\][*+?}])\+/g, ''],
];

/** The reason why a pattern is invalid in every engine, or undefined. */
function faultOf(pattern: string): string | undefined {
  const common = OF_OTHER_LANGUAGES.reduce((text, [form, instead]) => text.replace(form, instead), pattern);
  try {
    new RegExp(common);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return message.slice(message.lastIndexOf(':') + 1).trim();
  }
}

/** Checks the key of a route response; only one is valid. */
export function checkRouteResponseKey(response: Resource): Finding[] {
  const key = response.text('RouteResponseKey');
  return key === undefined || key === '$default'
    ? []
    : at(response, 'RouteResponseKey', [
        problem(
          WEBSOCKET_RESPONSE_RULES.RouteResponseKeyInvalid,
          key,
          `route responses do not support the key ${JSON.stringify(key)}`,
          'use $default, the only supported key',
        ),
      ]);
}

/** Checks the key of an integration response in a template. */
export function checkResponseKey(response: Resource): Finding[] {
  const key = response.text('IntegrationResponseKey');
  return key === undefined ? [] : at(response, 'IntegrationResponseKey', checkIntegrationResponseKey(key));
}

/** A route that returns a response needs an integration response, unless its integration is a proxy. `$connect` always returns a response. */
export function checkIntegrationResponses({ resource, routes, responses }: Integration): Finding[] {
  const type = resource.text('IntegrationType');
  const answers = routes.find(({ key, returnsResponse }) => key === '$connect' || returnsResponse);
  if (type === undefined || !NON_PROXY.includes(type) || answers === undefined) {
    return [];
  }
  const who = answers.key === '$connect' ? 'the route $connect' : 'a route with a response';
  if (responses === 0) {
    return at(resource, 'IntegrationType', [
      problem(
        WEBSOCKET_RESPONSE_RULES.IntegrationResponseMissing,
        type,
        `${who} leads to this ${type} integration, which has no integration response`,
        'add an AWS::ApiGatewayV2::IntegrationResponse with the key $default',
      ),
    ]);
  }
  return type !== 'MOCK' || !resource.lacks('RequestTemplates')
    ? []
    : at(resource, 'IntegrationType', [
        problem(
          WEBSOCKET_RESPONSE_RULES.MockStatusMissing,
          type,
          `${who} leads to this MOCK integration, which has no request template to set the statusCode of the response`,
          'add RequestTemplates with the key $default and the template {"statusCode": 200}, and the TemplateSelectionExpression \\$default',
        ),
      ]);
}
