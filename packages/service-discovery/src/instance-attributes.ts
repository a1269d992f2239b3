import type { IntegrationProblem } from '@apigwv2-integrations/core';
import { Token } from 'aws-cdk-lib';

/** A service's ARN with the attributes that its instances must have. */
export function withAttributes(arn: string, attributes: { [name: string]: string } = {}): string {
  const query = Object.entries(attributes).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return query.length === 0 ? arn : `${arn}?${query.join('&')}`;
}

/** What is wrong with the attributes. */
export function checkAttributes(attributes: { [name: string]: string } = {}): IntegrationProblem[] {
  return '' in attributes
    ? [
        {
          code: 'InstanceAttributeNameEmpty',
          value: attributes[''],
          message: `the instance attribute with the value ${JSON.stringify(attributes[''])} has no name`,
          remedy: "name it as the service's instances do, such as { color: 'blue' }",
        },
      ]
    : [];
}

/** A token is unknown, and stays as it is: encoding would destroy it. */
function encoded(text: string): string {
  return Token.isUnresolved(text) ? text : encodeURIComponent(text);
}
