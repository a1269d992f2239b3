import { optional, REGION, required, type ServiceParameter } from './service-parameter';
import type { ServicePermission, ServiceSubtype } from './service-subtype';

const QUEUE_URL = required('QueueUrl', 'url', 'the queue');

const ANSWER = { text: 'XML of the SQS query API', evidence: 'unverified' } as const;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export const SQS: readonly ServiceSubtype[] = [
  queueAction('SendMessage', {
    parameters: [
      QUEUE_URL,
      required('MessageBody', 'text', 'the message'),
      optional('DelaySeconds', 'integer', 'delivery delay in seconds; not for FIFO queues', { range: [0, 900] }),
      optional('MessageAttributes', 'json', 'maps each name to `DataType` and `StringValue`', {
        evidence: 'reported',
        refusesLiteralObject: true,
      }),
      optional('MessageSystemAttributes', 'json', 'only `AWSTraceHeader`', { evidence: 'unverified' }),
      optional('MessageGroupId', 'text', 'message group, whose messages stay in order; required by FIFO queues', { maxLength: 128 }),
      optional('MessageDeduplicationId', 'text', 'ID by which a FIFO queue recognizes a repeated message', { maxLength: 128 }),
      REGION,
    ],
    keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    answer: { text: `${ANSWER.text}, with \`MessageId\` and \`MD5OfMessageBody\``, evidence: 'unverified' },
  }),
  queueAction('ReceiveMessage', {
    parameters: [
      QUEUE_URL,
      optional('MaxNumberOfMessages', 'integer', 'maximum number of messages', { range: [1, 10] }),
      optional('VisibilityTimeout', 'integer', 'number of seconds for which the messages are hidden from other consumers', {
        range: [0, 43_200],
      }),
      optional('WaitTimeSeconds', 'integer', 'number of seconds to wait for a message', { range: [0, 20] }),
      optional('AttributeNames', 'list', 'system attributes to return', { evidence: 'unverified' }),
      optional('MessageAttributeNames', 'list', 'message attributes to return', { evidence: 'unverified' }),
      optional('ReceiveRequestAttemptId', 'text', 'ID by which a FIFO queue recognizes a repeated call', { maxLength: 128 }),
      REGION,
    ],
    keyActions: ['kms:Decrypt'],
    answer: { text: `${ANSWER.text}, with the messages and their \`ReceiptHandle\`s`, evidence: 'unverified' },
  }),
  queueAction('DeleteMessage', {
    parameters: [QUEUE_URL, required('ReceiptHandle', 'text', 'receipt handle from the response of `ReceiveMessage`'), REGION],
    answer: ANSWER,
  }),
  queueAction('PurgeQueue', { parameters: [QUEUE_URL, REGION], answer: ANSWER }),
];

function queueAction(
  action: string,
  {
    parameters,
    keyActions = [],
    answer,
  }: { parameters: readonly ServiceParameter[]; keyActions?: readonly string[]; answer: ServiceSubtype['answer'] },
): ServiceSubtype {
  return {
    subtype: `SQS-${action}`,
    service: 'sqs',
    action,
    parameters,
    resourceParameters: ['QueueUrl'],
    permission: permission(action),
    keyActions,
    payloadVersion: '1.0',
    answer,
    notes: [],
  };
}

function permission(action: string): ServicePermission {
  return { action: `sqs:${action}`, resources: ['arn:PARTITION:sqs:REGION:ACCOUNT:QUEUE'], evidence: 'derived' };
}
