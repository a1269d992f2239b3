import { type IntegrationProblem, MappingValue } from '@apigwv2-integrations/core';
import { Token } from 'aws-cdk-lib';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { SqsMessageAttribute } from './sqs-message-attribute';

type Attributes = Readonly<Record<string, SqsMessageAttribute>>;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const NAME = /^(?!\.|aws\.|amazon\.)(?!.*\.\.)[a-z0-9_.-]{1,256}(?<!\.)$/i;
const TYPE = /^(String|Number)(\.[^"\\]+)?$/;
const MAX_MESSAGE_ATTRIBUTES = 10;

/** The attributes in the form that API Gateway expects: JSON that contains variables. */
export function messageAttributesValue(attributes: Attributes): IMappingValue {
  const parts = Object.entries(attributes).flatMap(([name, { dataType, value }], index) => [
    `${index === 0 ? '' : ','}"${name}":{"DataType":"${dataType}","StringValue":"`,
    value,
    '"}',
  ]);
  return MappingValue.join('{', ...parts, '}');
}

/** Problems of the message attributes. */
export function checkMessageAttributes(attributes: Attributes): IntegrationProblem[] {
  const entries = Object.entries(attributes);
  return [
    ...entries.flatMap(([name, { dataType, value }]) => [
      ...(NAME.test(name)
        ? []
        : [
            invalid(
              name,
              `${JSON.stringify(name)} is not a valid name for a message attribute`,
              'use letters, digits, underscores, hyphens and single dots, but no dot at either end, and do not begin with AWS. or Amazon.',
            ),
          ]),
      ...(TYPE.test(dataType)
        ? []
        : [invalid(dataType, `the message attribute ${name} has the type ${JSON.stringify(dataType)}`, 'use String or Number')]),
      ...(Token.isUnresolved(value.value) || !/["\\\n]/.test(value.value)
        ? []
        : [
            invalid(
              value.value,
              `the value of ${name} contains a quote, a backslash or a line break, which breaks the JSON around it`,
              'remove the character',
            ),
          ]),
    ]),
    ...(entries.length > 0 && entries.length <= MAX_MESSAGE_ATTRIBUTES
      ? []
      : [invalid(String(entries.length), `there are ${entries.length} message attributes`, `pass 1 to ${MAX_MESSAGE_ATTRIBUTES}`)]),
  ];
}

function invalid(value: string, message: string, remedy: string): IntegrationProblem {
  return { code: 'MessageAttributeInvalid', value, message, remedy };
}
