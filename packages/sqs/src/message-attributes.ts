import { type IntegrationProblem, MappingValue } from '@apigwv2-integrations/core';
import { Token } from 'aws-cdk-lib';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { SqsMessageAttribute } from './sqs-message-attribute';

type Attributes = Readonly<Record<string, SqsMessageAttribute>>;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const NAME = /^(?!\.|aws\.|amazon\.)(?!.*\.\.)[a-z0-9_.-]{1,256}(?<!\.)$/i;
const TYPE = /^(String|Number)(\.[^"\\]+)?$/;
const MOST_ATTRIBUTES = 10;

/** The attributes as the gateway takes them: JSON with variables in it. */
export function messageAttributesValue(attributes: Attributes): IMappingValue {
  const parts = Object.entries(attributes).flatMap(([name, { dataType, value }], index) => [
    `${index === 0 ? '' : ','}"${name}":{"DataType":"${dataType}","StringValue":"`,
    value,
    '"}',
  ]);
  return MappingValue.join('{', ...parts, '}');
}

/** What is wrong with attributes. */
export function checkMessageAttributes(attributes: Attributes): IntegrationProblem[] {
  const entries = Object.entries(attributes);
  return [
    ...entries.flatMap(([name, { dataType, value }]) => [
      ...(NAME.test(name)
        ? []
        : [
            invalid(
              name,
              `${JSON.stringify(name)} is no name of a message attribute`,
              'use letters, digits, _, - and single dots within, and begin with neither AWS. nor Amazon.',
            ),
          ]),
      ...(TYPE.test(dataType) ? [] : [invalid(dataType, `${name} has the type ${JSON.stringify(dataType)}`, 'use String or Number')]),
      ...(Token.isUnresolved(value.value) || !/["\\\n]/.test(value.value)
        ? []
        : [
            invalid(
              value.value,
              `the value of ${name} has a quote, a backslash or a line break, which ends the JSON around it`,
              'leave it out',
            ),
          ]),
    ]),
    ...(entries.length > 0 && entries.length <= MOST_ATTRIBUTES
      ? []
      : [invalid(String(entries.length), `there are ${entries.length} message attributes`, `give from 1 to ${MOST_ATTRIBUTES}`)]),
  ];
}

function invalid(value: string, message: string, remedy: string): IntegrationProblem {
  return { code: 'MessageAttributeInvalid', value, message, remedy };
}
