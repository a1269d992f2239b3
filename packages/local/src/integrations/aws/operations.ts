import { attributes, list, number, time } from './read-value';
import { SERVICES, type Service } from './services';

/** The values of parameters that have one, by name. */
export type Values = Readonly<Record<string, string>>;

/** What a subtype calls. */
export interface Operation {
  readonly service: Service;
  /** The command's class in the service's package. */
  readonly command: string;
  /**
   * What the command takes.
   *
   * @throws BadValue
   */
  input(values: Values): object;
}

type Read = (value: string, name: string) => unknown;

const text: Read = (value) => value;

/** Each parameter as a member of the input, by the name that the command has for it. */
function members(reads: Readonly<Record<string, Read | readonly [member: string, read: Read]>>): Operation['input'] {
  const known = Object.entries(reads).map(([name, given]) => ({
    name,
    member: typeof given === 'function' ? name : given[0],
    read: typeof given === 'function' ? given : given[1],
  }));
  return (values) =>
    Object.fromEntries(
      known.flatMap(({ name, member, read }) => {
        const value = values[name];
        return value === undefined ? [] : [[member, read(value, name)] as const];
      }),
    );
}

const { sqs, eventbridge, sfn, kinesis, appconfig } = SERVICES;
const event = members({
  Detail: text,
  DetailType: text,
  Source: text,
  Time: time,
  EventBusName: text,
  Resources: list,
  TraceHeader: text,
});
const execution = { StateMachineArn: ['stateMachineArn', text], Name: ['name', text], Input: ['input', text] } as const;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'EventBridge-PutEvents': { service: eventbridge, command: 'PutEventsCommand', input: (values) => ({ Entries: [event(values)] }) },
  'SQS-SendMessage': {
    service: sqs,
    command: 'SendMessageCommand',
    input: members({
      QueueUrl: text,
      MessageBody: text,
      DelaySeconds: number,
      MessageAttributes: attributes,
      MessageDeduplicationId: text,
      MessageGroupId: text,
      MessageSystemAttributes: attributes,
    }),
  },
  'SQS-ReceiveMessage': {
    service: sqs,
    command: 'ReceiveMessageCommand',
    input: members({
      QueueUrl: text,
      AttributeNames: list,
      MaxNumberOfMessages: number,
      MessageAttributeNames: list,
      ReceiveRequestAttemptId: text,
      VisibilityTimeout: number,
      WaitTimeSeconds: number,
    }),
  },
  'SQS-DeleteMessage': { service: sqs, command: 'DeleteMessageCommand', input: members({ QueueUrl: text, ReceiptHandle: text }) },
  'SQS-PurgeQueue': { service: sqs, command: 'PurgeQueueCommand', input: members({ QueueUrl: text }) },
  'AppConfig-GetConfiguration': {
    service: appconfig,
    command: 'GetConfigurationCommand',
    input: members({ Application: text, Environment: text, Configuration: text, ClientId: text, ClientConfigurationVersion: text }),
  },
  'Kinesis-PutRecord': {
    service: kinesis,
    command: 'PutRecordCommand',
    input: members({
      StreamName: text,
      // The client writes bytes as base64, which is what the stream's readers get back as bytes.
      Data: (value) => Buffer.from(value),
      PartitionKey: text,
      SequenceNumberForOrdering: text,
      ExplicitHashKey: text,
    }),
  },
  'StepFunctions-StartExecution': { service: sfn, command: 'StartExecutionCommand', input: members(execution) },
  'StepFunctions-StartSyncExecution': {
    service: sfn,
    command: 'StartSyncExecutionCommand',
    input: members({ ...execution, TraceHeader: ['traceHeader', text] }),
  },
  'StepFunctions-StopExecution': {
    service: sfn,
    command: 'StopExecutionCommand',
    input: members({ ExecutionArn: ['executionArn', text], Cause: ['cause', text], Error: ['error', text] }),
  },
};

/** What a subtype calls; each that the engine knows is here. */
export function operationOf(subtype: string): Operation {
  const found = OPERATIONS[subtype];
  if (found === undefined) {
    throw new TypeError(`no operation for ${subtype}`);
  }
  return found;
}
