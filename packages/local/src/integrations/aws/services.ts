/** An AWS service that integrations call. */
export interface Service {
  /** As `--endpoint` names it, which is the name of the SDK's client too. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly package: string;
  /** The client's class in its package. */
  readonly client: string;
  /** The SDK's own variable for its endpoint. */
  readonly variable: string;
  /** Other names that people know it by, in lower case, without anything but letters. */
  readonly aliases: readonly string[];
  /** What stands for an endpoint in messages. */
  readonly examplePort: number;
}

export const SERVICES = {
  sqs: service('sqs', 'SQS', 'SQS', 9324),
  eventbridge: service('eventbridge', 'EventBridge', 'EventBridge', 4566, ['events']),
  sfn: service('sfn', 'Step Functions', 'SFN', 8083, ['stepfunctions', 'states']),
  kinesis: service('kinesis', 'Kinesis', 'Kinesis', 4567),
  appconfig: service('appconfig', 'AppConfig', 'AppConfig', 4566),
} as const;

/** The service of that name, in any case, with or without hyphens. */
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
