import { isObject } from '@apigwv2-integrations/core/engine';
import { SERVICES, type Service } from './services';

/** Parameter values by name. */
export type Values = Readonly<Record<string, string>>;

/** The operation that a service subtype calls. */
export interface Operation {
  readonly service: Service;
  /** Class of the command in the service's SDK package. */
  readonly command: string;
  /**
   * Builds the command's input.
   *
   * @throws InvalidParameterValue
   */
  input(values: Values): object;
}

type Read = (value: string, name: string) => unknown;

const text: Read = (value) => value;

/** Copies each parameter to a member of the input, by default of the same name. */
function members(reads: Readonly<Record<string, Read | readonly [member: string, read: Read]>>): Operation['input'] {
  const parameters = Object.entries(reads).map(([name, definition]) => ({
    name,
    member: typeof definition === 'function' ? name : definition[0],
    read: typeof definition === 'function' ? definition : definition[1],
  }));
  return (values) =>
    Object.fromEntries(
      parameters.flatMap(({ name, member, read }) => {
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
      // The SDK encodes bytes as base64, and readers of the stream get the bytes.
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

/** The operation of a subtype. Every subtype of the engine's table has one. */
export function operationOf(subtype: string): Operation {
  const found = OPERATIONS[subtype];
  if (found === undefined) {
    throw new TypeError(`no operation for ${subtype}`);
  }
  return found;
}

/** A parameter's value cannot be converted to the type that the service expects. */
export class InvalidParameterValue extends Error {
  public constructor(name: string, value: string, expected: string) {
    const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
    super(`the value of ${name} is ${JSON.stringify(shown)}, which must be ${expected}`);
    this.name = 'InvalidParameterValue';
  }
}

/** A whole number. The service checks its range. */
export function number(value: string, name: string): number {
  if (!/^-?\d{1,15}$/.test(value)) {
    throw new InvalidParameterValue(name, value, 'a whole number');
  }
  return Number(value);
}

/** Seconds since 1970, or an ISO 8601 time. */
export function time(value: string, name: string): Date {
  const date = new Date(/^\d{1,11}(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : value);
  if (!/^\d/.test(value) || Number.isNaN(date.getTime())) {
    throw new InvalidParameterValue(name, value, 'a time such as 2026-01-31T12:00:00Z, or seconds since 1970');
  }
  return date;
}

/** A JSON list of texts, or texts separated by commas. */
export function list(value: string, name: string): readonly string[] {
  if (!value.trimStart().startsWith('[')) {
    return value.split(',').map((item) => item.trim());
  }
  const items = parsed(value);
  if (!Array.isArray(items) || items.some((item) => typeof item !== 'string')) {
    throw new InvalidParameterValue(name, value, 'a JSON list of texts');
  }
  return items;
}

const TEXT_MEMBERS = ['DataType', 'StringValue'];

/** A JSON object of message attributes, such as `{"a":{"DataType":"String","StringValue":"b"}}`; binary values are base64. */
export function attributes(value: string, name: string): object {
  const found = parsed(value);
  const entries = isObject(found) ? Object.entries(found) : [[name, undefined] as const];
  return Object.fromEntries(
    entries.map(([attribute, content]) => {
      if (!isAttribute(content)) {
        throw new InvalidParameterValue(name, value, 'JSON such as {"name":{"DataType":"String","StringValue":"text"}}');
      }
      const { BinaryValue: bytes } = content;
      return [attribute, bytes === undefined ? content : { ...content, BinaryValue: Buffer.from(bytes, 'base64') }];
    }),
  );
}

function isAttribute(content: unknown): content is Readonly<Record<string, string>> {
  return (
    isObject(content) &&
    typeof content['DataType'] === 'string' &&
    Object.entries(content).every(
      ([member, value]) => (TEXT_MEMBERS.includes(member) || member === 'BinaryValue') && typeof value === 'string',
    )
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
