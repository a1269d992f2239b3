import { sendMessage } from './examples';
import type { Resources, RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

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

/** AWS services that an HTTP API calls without code in between. */
export const SERVICE_RULES = {
  SubtypeUnknown: {
    summary: 'The subtype is none of the ten that are documented.',
    source: AWS.serviceReference,
    evidence: 'documented',
    bad: sendMessage(message, { IntegrationSubtype: 'SQS-SendMesage' }),
    good,
  },
  ServiceParameterMissing: {
    summary: 'A required parameter of the service is not mapped.',
    source: AWS.services,
    evidence: 'documented',
    bad: sendMessage({ QueueUrl }),
    good,
  },
  ServiceParameterUnknown: {
    summary: 'The service documents no such parameter.',
    source: AWS.serviceReference,
    evidence: 'unverified',
    bad: sendMessage({ ...message, DelaySecond: '5' }),
    good: sendMessage({ ...message, DelaySeconds: '5' }),
  },
  ServiceParameterEmpty: {
    summary: 'A parameter of the service has an empty value.',
    source: AWS.serviceEmptyRefused,
    evidence: 'reported',
    bad: sendMessage({ QueueUrl, MessageBody: '' }),
    good,
  },
  ServicePathNotASource: {
    summary: 'The whole path is not among the sources that service integrations document.',
    source: AWS.services,
    evidence: 'derived',
    bad: sendMessage({ QueueUrl, MessageBody: '$request.path' }),
    good: sendMessage({ QueueUrl, MessageBody: '$context.path' }),
  },
  ServiceJsonLiteral: {
    summary: 'Message attributes are a JSON object without variables, which was refused as an invalid source.',
    source: AWS.serviceSourceRefused,
    evidence: 'reported',
    bad: sendMessage({ ...message, MessageAttributes: '{"kind": {"DataType": "String", "StringValue": "order"}}' }),
    good: sendMessage({
      ...message,
      MessageAttributes: '{"kind": {"DataType": "String", "StringValue": "${request.header.kind}"}}',
    }),
  },
  ServiceParameterDoubtful: {
    summary: 'A literal is none that the service documents for the parameter.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
    bad: sendMessage({ ...message, DelaySeconds: '901' }),
    good: sendMessage({ ...message, DelaySeconds: '900' }),
  },
  ServiceCredentialsMissing: {
    summary: 'A service integration names no role, and so has no right to call the service.',
    source: AWS.services,
    evidence: 'derived',
    bad: sendMessage(message, { CredentialsArn: { Ref: 'AWS::NoValue' } }),
    good,
  },
  SubtypeNotOfType: {
    summary: 'A subtype is for integrations of the type AWS_PROXY alone.',
    source: AWS.services,
    evidence: 'documented',
    bad: sendMessage(BOTH, { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY' }),
    good: sendMessage(BOTH),
  },
  ServicePayloadVersionMissing: {
    summary: 'An AWS service integration has no payload format version.',
    source: AWS.services,
    evidence: 'documented',
    bad: sendMessage(BOTH, { PayloadFormatVersion: { Ref: 'AWS::NoValue' } }),
    good: sendMessage(BOTH),
  },
  FifoGroupMissing: {
    summary: 'A message to a FIFO queue has no message group.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
    bad: toQueue({ MessageDeduplicationId: '$context.requestId' }, FIFO),
    good: toQueue(group, FIFO),
  },
  FifoDeduplicationMissing: {
    summary: 'A message to a FIFO queue that does not deduplicate by content has no deduplication id.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
    bad: toQueue({ MessageGroupId: '$request.header.customer' }, FIFO),
    good: toQueue(group, FIFO),
  },
  FifoDelayRefused: {
    summary: 'A single message to a FIFO queue cannot be delayed.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
    bad: toQueue({ ...group, DelaySeconds: '5' }, FIFO),
    good: toQueue({ DelaySeconds: '5' }, {}),
  },
  DeduplicationWithoutFifo: {
    summary: 'A message to a standard queue has a deduplication id.',
    source: AWS.sqsSendMessage,
    evidence: 'derived',
    bad: toQueue(group, {}),
    good: toQueue(group, FIFO),
  },
  SyncExecutionOfStandard: {
    summary: 'A state machine that is not EXPRESS is started synchronously.',
    source: AWS.startSyncExecution,
    evidence: 'documented',
    bad: startSync({}),
    good: startSync({ StateMachineType: 'EXPRESS' }),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
