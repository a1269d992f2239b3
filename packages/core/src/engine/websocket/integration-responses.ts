import type { Problem } from '../problem';

/**
 * The key of an integration response: which answers of the backend it is for.
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
      {
        code: 'IntegrationResponseKeyInvalid',
        severity: 'error',
        value: key,
        message: `the integration response key ${JSON.stringify(key)} is neither $default nor an expression between slashes`,
        remedy: 'write $default, or a regular expression such as /2\\d\\d/',
      },
    ];
  }
  const fault = faultOf(pattern);
  return fault === undefined
    ? []
    : [
        {
          code: 'IntegrationResponsePatternInvalid',
          severity: 'warning',
          value: key,
          message: `the integration response key ${key} holds no regular expression (${fault})`,
          remedy: 'put it right, and write a backslash before a character that stands for itself',
        },
      ];
}

/** Inline flags, atomic groups and possessive quantifiers: other languages have them, and which one the service has is not known. */
const OF_OTHER_LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/(?<!\\)\(\?[a-z]*(?:-[a-z]+)?\)/gi, ''],
  [/(?<!\\)\(\?(?:[a-z]+(?:-[a-z]+)?|-[a-z]+|):/gi, '(?:'],
  [/(?<!\\)\(\?>/g, '(?:'],
  [/(?<=[^\\][*+?}])\+/g, ''],
];

/** Why a pattern is none in any language, or nothing. */
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
