import type { Resources, RuleExamples } from './resources';
import { sendMessage } from './resources';

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const message = { QueueUrl, MessageBody: '$request.body' };
const good = sendMessage(message);

const group = { MessageGroupId: '$request.header.customer', MessageDeduplicationId: '$context.requestId' };
const FIFO = { FifoQueue: true };

const toQueue = (parameters: object, Properties: Resources[string]['Properties']): Resources => ({
  ...sendMessage({ QueueUrl: { Ref: 'Queue' }, MessageBody: '$request.body', ...parameters }),
  Queue: { Type: 'AWS::SQS::Queue', Properties },
});

const startSync = (Properties: Resources[string]['Properties']): Resources => ({
  ...sendMessage({ StateMachineArn: { Ref: 'Machine' } }, { IntegrationSubtype: 'StepFunctions-StartSyncExecution' }),
  Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: 'arn:aws:iam::123456789012:role/run', ...Properties } },
});

const BOTH = { QueueUrl: 'https://sqs.example.com/queue', MessageBody: '$request.body' };

const queueUrl = (QueueUrl: unknown): Resources => ({
  ...sendMessage({ QueueUrl, MessageBody: '$request.body' }),
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
});

/** AWS services that an HTTP API calls without code in between. */
export const SERVICE_EXAMPLES = {
  ReferenceKindInvalid: {
    bad: queueUrl({ 'Fn::GetAtt': ['Queue', 'Arn'] }),
    good: queueUrl({ Ref: 'Queue' }),
  },
  SubtypeUnknown: {
    bad: sendMessage(message, { IntegrationSubtype: 'SQS-SendMesage' }),
    good,
  },
  ServiceParameterMissing: {
    bad: sendMessage({ QueueUrl }),
    good,
  },
  ServiceParameterUnknown: {
    bad: sendMessage({ ...message, DelaySecond: '5' }),
    good: sendMessage({ ...message, DelaySeconds: '5' }),
  },
  ServiceParameterEmpty: {
    bad: sendMessage({ QueueUrl, MessageBody: '' }),
    good,
  },
  ServicePathNotASource: {
    bad: sendMessage({ QueueUrl, MessageBody: '$request.path' }),
    good: sendMessage({ QueueUrl, MessageBody: '$context.path' }),
  },
  ServiceJsonLiteral: {
    bad: sendMessage({ ...message, MessageAttributes: '{"kind": {"DataType": "String", "StringValue": "order"}}' }),
    good: sendMessage({
      ...message,
      MessageAttributes: '{"kind": {"DataType": "String", "StringValue": "${request.header.kind}"}}',
    }),
  },
  ServiceParameterDoubtful: {
    bad: sendMessage({ ...message, DelaySeconds: '901' }),
    good: sendMessage({ ...message, DelaySeconds: '900' }),
  },
  ServiceCredentialsMissing: {
    bad: sendMessage(message, { CredentialsArn: { Ref: 'AWS::NoValue' } }),
    good,
  },
  SubtypeNotOfType: {
    bad: sendMessage(BOTH, { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY' }),
    good: sendMessage(BOTH),
  },
  ServicePayloadVersionMissing: {
    bad: sendMessage(BOTH, { PayloadFormatVersion: { Ref: 'AWS::NoValue' } }),
    good: sendMessage(BOTH),
  },
  FifoGroupMissing: {
    bad: toQueue({ MessageDeduplicationId: '$context.requestId' }, FIFO),
    good: toQueue(group, FIFO),
  },
  FifoDeduplicationMissing: {
    bad: toQueue({ MessageGroupId: '$request.header.customer' }, FIFO),
    good: toQueue(group, FIFO),
  },
  FifoDelayRefused: {
    bad: toQueue({ ...group, DelaySeconds: '5' }, FIFO),
    good: toQueue({ DelaySeconds: '5' }, {}),
  },
  DeduplicationWithoutFifo: {
    bad: toQueue(group, {}),
    good: toQueue(group, FIFO),
  },
  SyncExecutionOfStandard: {
    bad: startSync({}),
    good: startSync({ StateMachineType: 'EXPRESS' }),
  },
} as const satisfies RuleExamples;
