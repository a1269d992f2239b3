import { isObject } from '../../json';
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

/** A parameter's value is none that its service could take. */
export class BadValue extends Error {
  public constructor(name: string, value: string, expected: string) {
    const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
    super(`the value of ${name} is ${JSON.stringify(shown)}, and has to be ${expected}`);
    this.name = 'BadValue';
  }
}

/** A whole number; whether it is one that the service takes, the service says. */
export function number(value: string, name: string): number {
  if (!/^-?\d{1,15}$/.test(value)) {
    throw new BadValue(name, value, 'a whole number');
  }
  return Number(value);
}

/** Seconds since 1970, or a date and time. */
export function time(value: string, name: string): Date {
  const date = new Date(/^\d{1,11}(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : value);
  if (!/^\d/.test(value) || Number.isNaN(date.getTime())) {
    throw new BadValue(name, value, 'a time such as 2026-01-31T12:00:00Z, or seconds since 1970');
  }
  return date;
}

/** A JSON list of texts, or texts with commas between them. */
export function list(value: string, name: string): readonly string[] {
  if (!value.trimStart().startsWith('[')) {
    return value.split(',').map((item) => item.trim());
  }
  const items = parsed(value);
  if (!Array.isArray(items) || items.some((item) => typeof item !== 'string')) {
    throw new BadValue(name, value, 'a JSON list of texts');
  }
  return items;
}

const TEXTS = ['DataType', 'StringValue'];

/** A JSON object of message attributes, `{"a":{"DataType":"String","StringValue":"b"}}`; bytes are base64. */
export function attributes(value: string, name: string): object {
  const found = parsed(value);
  const entries = isObject(found) ? Object.entries(found) : [[name, undefined] as const];
  return Object.fromEntries(
    entries.map(([attribute, content]) => {
      if (!isAttribute(content)) {
        throw new BadValue(name, value, 'JSON such as {"name":{"DataType":"String","StringValue":"text"}}');
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
    Object.entries(content).every(([member, value]) => (TEXTS.includes(member) || member === 'BinaryValue') && typeof value === 'string')
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
