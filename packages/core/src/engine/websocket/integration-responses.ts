import type { Problem } from '../problem';

/**
 * The key of an integration response: which answers of the backend it is for.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export function checkIntegrationResponseKey(key: string): Problem[] {
  return key === '$default' || /^\/.*\/$/s.test(key)
    ? []
    : [
        {
          code: 'IntegrationResponseKeyInvalid',
          severity: 'error',
          value: key,
          message: `the integration response key ${JSON.stringify(key)} is neither $default nor an expression between slashes`,
          remedy: 'write $default, or a regular expression such as /2\\d\\d/',
        },
      ];
}
