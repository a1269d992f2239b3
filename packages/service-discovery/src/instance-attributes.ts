import type { IntegrationProblem } from '@apigwv2-integrations/core';
import { Token } from 'aws-cdk-lib';

/** The ARN of a service, with a query that selects instances by their attributes. */
export function withAttributes(arn: string, attributes: { [name: string]: string } = {}): string {
  const query = Object.entries(attributes).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return query.length === 0 ? arn : `${arn}?${query.join('&')}`;
}

/** Problems of the instance attributes. */
export function checkAttributes(attributes: { [name: string]: string } = {}): IntegrationProblem[] {
  return '' in attributes
    ? [
        {
          code: 'InstanceAttributeNameEmpty',
          value: attributes[''],
          message: `the instance attribute with the value ${JSON.stringify(attributes[''])} has no name`,
          remedy: "use an attribute name of the service's instances, such as { color: 'blue' }",
        },
      ]
    : [];
}

/** Encodes text for a URL. A token is not encoded, because encoding would destroy it. */
function encoded(text: string): string {
  return Token.isUnresolved(text) ? text : encodeURIComponent(text);
}
