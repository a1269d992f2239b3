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
  /** Other names accepted by `--endpoint` and in URIs, in lower case without separators. */
  readonly aliases: readonly string[];
  /** Port of the example endpoint in messages. */
  readonly examplePort: number;
  /** Name in signatures. */
  readonly signingName: string;
  readonly protocol: ServiceProtocol;
}

/** How a service receives the name of an action. */
export type ServiceProtocol =
  /** In the header `X-Amz-Target`, after a prefix. */
  | { readonly kind: 'json'; readonly targetPrefix: string; readonly contentType: string }
  /** In the parameter `Action` of a form. */
  | { readonly kind: 'query'; readonly version: string }
  /** In method and path. */
  | { readonly kind: 'rest' };

export const SERVICES = {
  sqs: service('sqs', 'SQS', 'SQS', 9324, query('2012-11-05')),
  eventbridge: service('eventbridge', 'EventBridge', 'EventBridge', 4566, json('AWSEvents', '1.1'), { signingName: 'events' }),
  sfn: service('sfn', 'Step Functions', 'SFN', 8083, json('AWSStepFunctions', '1.0'), {
    signingName: 'states',
    aliases: ['stepfunctions'],
  }),
  kinesis: service('kinesis', 'Kinesis', 'Kinesis', 4567, json('Kinesis_20131202', '1.1')),
  appconfig: service('appconfig', 'AppConfig', 'AppConfig', 4566, { kind: 'rest' }),
  dynamodb: service('dynamodb', 'DynamoDB', 'DynamoDB', 8000, json('DynamoDB_20120810', '1.0')),
  sns: service('sns', 'SNS', 'SNS', 4566, query('2010-03-31')),
  firehose: service('firehose', 'Firehose', 'Firehose', 4566, json('Firehose_20150804', '1.1')),
  s3: service('s3', 'S3', 'S3', 9000, { kind: 'rest' }),
} as const;

/** Finds a service by name or alias, ignoring case and separators. */
export function serviceNamed(name: string): Service | undefined {
  const plain = name.toLowerCase().replace(/[-_ ]/g, '');
  return Object.values(SERVICES).find((each) => each.name === plain || each.aliases.includes(plain));
}

function json(targetPrefix: string, version: '1.0' | '1.1'): ServiceProtocol {
  return { kind: 'json', targetPrefix, contentType: `application/x-amz-json-${version}` };
}

function query(version: string): ServiceProtocol {
  return { kind: 'query', version };
}

/** @param names where they differ from `name`; the signing name is an alias, because URIs of integrations contain it */
function service(
  name: string,
  title: string,
  id: string,
  examplePort: number,
  protocol: ServiceProtocol,
  { signingName = name, aliases = [] }: { readonly signingName?: string; readonly aliases?: readonly string[] } = {},
): Service {
  return {
    name,
    title,
    package: `@aws-sdk/client-${name}`,
    client: `${id}Client`,
    variable: `AWS_ENDPOINT_URL_${id.toUpperCase()}`,
    aliases: signingName === name ? aliases : [...aliases, signingName],
    examplePort,
    signingName,
    protocol,
  };
}
