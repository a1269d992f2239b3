import type { Problem } from '../problem';

/**
 * The status code of the backend for which a response mapping is meant.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
 */
export function checkStatusSelector(status: string): Problem[] {
  if (/^[2-5]\d\d$/.test(status)) {
    return [];
  }
  return [
    {
      code: 'ResponseStatusInvalid',
      severity: 'error',
      value: status,
      message: `a response mapping is for one status code from 200 to 599, not for ${JSON.stringify(status)}`,
      remedy: 'name each status code on its own: there are no wildcards',
    },
  ];
}
