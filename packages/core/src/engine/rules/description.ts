import type { Problem } from '../problem';

const MAX_LENGTH = 1024;

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html */
export function checkDescription(description: string): Problem[] {
  if (description.length <= MAX_LENGTH) {
    return [];
  }
  return [
    {
      code: 'DescriptionTooLong',
      severity: 'error',
      value: description,
      message: `the description has ${description.length} characters, and the service takes ${MAX_LENGTH} at most`,
      remedy: 'shorten it',
    },
  ];
}
