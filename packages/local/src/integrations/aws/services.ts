/** An AWS service that integrations can call. */
export interface Service {
  /** Name in `--endpoint`, and in the SDK's package name. */
  readonly name: string;
  /** Display name. */
  readonly title: string;
  readonly package: string;
  /** Class name of the client. */
  readonly client: string;
  /** The SDK's environment variable for the endpoint. */
  readonly variable: string;
  /** Other names accepted by `--endpoint`, in lower case without separators. */
  readonly aliases: readonly string[];
  /** Port of the example endpoint in messages. */
  readonly examplePort: number;
}

export const SERVICES = {
  sqs: service('sqs', 'SQS', 'SQS', 9324),
  eventbridge: service('eventbridge', 'EventBridge', 'EventBridge', 4566, ['events']),
  sfn: service('sfn', 'Step Functions', 'SFN', 8083, ['stepfunctions', 'states']),
  kinesis: service('kinesis', 'Kinesis', 'Kinesis', 4567),
  appconfig: service('appconfig', 'AppConfig', 'AppConfig', 4566),
} as const;

/** Finds a service by name or alias, ignoring case and separators. */
export function serviceNamed(name: string): Service | undefined {
  const plain = name.toLowerCase().replace(/[-_ ]/g, '');
  return Object.values(SERVICES).find((each) => each.name === plain || each.aliases.includes(plain));
}

function service(name: string, title: string, id: string, examplePort: number, aliases: readonly string[] = []): Service {
  return {
    name,
    title,
    package: `@aws-sdk/client-${name}`,
    client: `${id}Client`,
    variable: `AWS_ENDPOINT_URL_${id.toUpperCase()}`,
    aliases,
    examplePort,
  };
}
