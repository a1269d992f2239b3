import { optional, REGION, required, type ServiceParameter, type ServicePermission, type ServiceSubtype } from './service-subtype';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const EVENTBRIDGE: readonly ServiceSubtype[] = [
  {
    subtype: 'EventBridge-PutEvents',
    service: 'eventbridge',
    action: 'PutEvents',
    parameters: [
      required('Detail', 'text', 'the event detail, a JSON object as a string'),
      required('DetailType', 'text', 'the type of the event, which rules can match'),
      required('Source', 'text', 'the source of the event, which rules can match'),
      optional('EventBusName', 'text', 'name or ARN of the bus; by default, the default bus'),
      optional('Time', 'time', 'time of the event', { evidence: 'unverified' }),
      optional('Resources', 'list', 'ARNs of the resources that the event concerns', { evidence: 'unverified' }),
      optional('TraceHeader', 'text', 'an X-Ray trace header', { maxLength: 500 }),
      REGION,
    ],
    resourceParameters: ['EventBusName'],
    permission: { action: 'events:PutEvents', resources: ['arn:PARTITION:events:REGION:ACCOUNT:event-bus/BUS'], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `FailedEntryCount` and `Entries`, each with an `EventId` or an `ErrorCode`', evidence: 'unverified' },
    notes: [{ text: 'The status is 200 even if an event was rejected: check `FailedEntryCount`', evidence: 'unverified' }],
  },
];

const QUEUE_URL = required('QueueUrl', 'url', 'the queue');

const ANSWER = { text: 'XML of the SQS query API', evidence: 'unverified' } as const;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
const SQS: readonly ServiceSubtype[] = [
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

/** @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfiguration.html */
const APP_CONFIG: readonly ServiceSubtype[] = [
  {
    subtype: 'AppConfig-GetConfiguration',
    service: 'app-config',
    action: 'GetConfiguration',
    parameters: [
      required('Application', 'text', 'name or ID of the application', { maxLength: 64 }),
      required('Environment', 'text', 'name or ID of the environment', { maxLength: 64 }),
      required('Configuration', 'text', 'name or ID of the configuration profile', { maxLength: 64 }),
      required('ClientId', 'text', 'identity of the client; a deployment reaches some clients before others', { maxLength: 64 }),
      optional('ClientConfigurationVersion', 'text', 'the version that the client already has', { evidence: 'unverified' }),
      REGION,
    ],
    resourceParameters: ['Application', 'Environment', 'Configuration'],
    permission: {
      action: 'appconfig:GetConfiguration',
      resources: ['', '/environment/ENVIRONMENT', '/configurationprofile/PROFILE'].map(
        (below) => `arn:PARTITION:appconfig:REGION:ACCOUNT:application/APPLICATION${below}`,
      ),
      evidence: 'unverified',
    },
    keyActions: [],
    payloadVersion: '1.0',
    answer: {
      text: 'the configuration, unchanged, with its content type, and its version in the header `Configuration-Version`',
      evidence: 'unverified',
    },
    notes: [
      {
        text: 'AWS advises against this action for new clients, but HTTP APIs support no other action of AppConfig',
        evidence: 'unverified',
      },
      { text: 'If the client already has the version, the response body is empty, which costs less', evidence: 'unverified' },
    ],
  },
];

/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
const KINESIS: readonly ServiceSubtype[] = [
  {
    subtype: 'Kinesis-PutRecord',
    service: 'kinesis',
    action: 'PutRecord',
    parameters: [
      required('StreamName', 'text', 'the stream', { maxLength: 128 }),
      required('Data', 'data', 'the record', { evidence: 'unverified' }),
      required('PartitionKey', 'text', 'key that selects the shard', { maxLength: 256 }),
      optional('ExplicitHashKey', 'text', 'a hash value, as a number, that replaces the hash of the partition key', { maxLength: 39 }),
      optional('SequenceNumberForOrdering', 'text', 'the sequence number of the previous record'),
      REGION,
    ],
    resourceParameters: ['StreamName'],
    permission: { action: 'kinesis:PutRecord', resources: ['arn:PARTITION:kinesis:REGION:ACCOUNT:stream/STREAM'], evidence: 'unverified' },
    keyActions: ['kms:GenerateDataKey'],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `ShardId` and `SequenceNumber`', evidence: 'reported' },
    notes: [
      {
        text: 'AWS does not document how the text of `Data` is converted to bytes: in one test against AWS, a plain-text body was stored unchanged; another test sends base64, but does not read the record back',
        evidence: 'reported',
      },
    ],
  },
];

const STATE_MACHINE = required('StateMachineArn', 'arn', 'the state machine');
const START = [
  optional('Name', 'text', 'name of the execution, unique for 90 days', { maxLength: 80 }),
  optional('Input', 'text', 'input as a JSON string; by default `{}`'),
];
const ARN = 'arn:PARTITION:states:REGION:ACCOUNT';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
const STEP_FUNCTIONS: readonly ServiceSubtype[] = [
  {
    subtype: 'StepFunctions-StartExecution',
    service: 'step-functions',
    action: 'StartExecution',
    parameters: [STATE_MACHINE, ...START, REGION],
    resourceParameters: ['StateMachineArn'],
    permission: { action: 'states:StartExecution', resources: [`${ARN}:stateMachine:STATE_MACHINE`], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `executionArn` and `startDate`, while the execution continues', evidence: 'unverified' },
    notes: [],
  },
  {
    subtype: 'StepFunctions-StartSyncExecution',
    service: 'step-functions',
    action: 'StartSyncExecution',
    parameters: [STATE_MACHINE, ...START, optional('TraceHeader', 'text', 'an X-Ray trace header', { maxLength: 256 }), REGION],
    resourceParameters: ['StateMachineArn'],
    permission: { action: 'states:StartSyncExecution', resources: [`${ARN}:stateMachine:STATE_MACHINE`], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `status`, and with either `output`, a JSON string, or `error` and `cause`', evidence: 'unverified' },
    notes: [
      { text: 'For EXPRESS state machines only', evidence: 'documented' },
      { text: 'The HTTP status is 200 even if the execution failed: check `status`', evidence: 'documented' },
    ],
  },
  {
    subtype: 'StepFunctions-StopExecution',
    service: 'step-functions',
    action: 'StopExecution',
    parameters: [
      required('ExecutionArn', 'arn', 'the execution'),
      optional('Cause', 'text', 'reason for stopping, as a description', { maxLength: 32_768 }),
      optional('Error', 'text', 'reason for stopping, as an error code', { maxLength: 256 }),
      REGION,
    ],
    resourceParameters: ['ExecutionArn'],
    permission: { action: 'states:StopExecution', resources: [`${ARN}:execution:STATE_MACHINE:*`], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `stopDate`', evidence: 'unverified' },
    notes: [
      { text: 'For STANDARD state machines only', evidence: 'documented' },
      { text: 'It has no parameter `StateMachineArn`', evidence: 'documented' },
    ],
  },
];

/**
 * The ten actions that an HTTP API can call. Their parameters are documented; no newer one was found in 2026.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const SERVICE_SUBTYPES: readonly ServiceSubtype[] = [...EVENTBRIDGE, ...SQS, ...APP_CONFIG, ...KINESIS, ...STEP_FUNCTIONS];

const bySubtype = new Map(SERVICE_SUBTYPES.map((entry) => [entry.subtype, entry]));

/** Returns the entry with a name, in AWS's spelling. */
export function serviceSubtype(subtype: string): ServiceSubtype | undefined {
  return bySubtype.get(subtype);
}
