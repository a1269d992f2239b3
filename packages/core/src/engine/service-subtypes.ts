/** How far a fact is to be trusted, from AWS's own documents down to what is only remembered. */
export type Trust = 'documented' | 'reported' | 'derived' | 'memory';

/** An AWS service that an HTTP API calls without code in between. */
export interface ServiceSubtype {
  /** As it stands in `IntegrationSubtype`. */
  readonly subtype: string;
  /** Parameters without which the integration cannot be created. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** IAM actions that the integration's role needs. */
  readonly actions: readonly string[];
  /** What the actions rest on: `derived` where the CDK's own classes grant them, since AWS's page names none. */
  readonly actionsTrust: Trust;
  /** The only payload format version of service integrations. */
  readonly payloadVersion: '1.0';
  /** What one has to know beside the parameters. */
  readonly notes: readonly string[];
}

/**
 * The ten services that an HTTP API can call. Parameters are documented; no newer subtype was found in 2026.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const SERVICE_SUBTYPES: readonly ServiceSubtype[] = [
  service('EventBridge-PutEvents', {
    required: ['Detail', 'DetailType', 'Source'],
    optional: ['Time', 'EventBusName', 'Resources', 'Region', 'TraceHeader'],
    actions: ['events:PutEvents'],
    notes: ['answers 200 even when entries failed (memory)'],
  }),
  service('SQS-SendMessage', {
    required: ['QueueUrl', 'MessageBody'],
    optional: ['DelaySeconds', 'MessageAttributes', 'MessageDeduplicationId', 'MessageGroupId', 'MessageSystemAttributes', 'Region'],
    actions: ['sqs:SendMessage'],
    notes: ['an encrypted queue also needs kms:GenerateDataKey and kms:Decrypt (memory)'],
  }),
  service('SQS-ReceiveMessage', {
    required: ['QueueUrl'],
    optional: [
      'AttributeNames',
      'MaxNumberOfMessages',
      'MessageAttributeNames',
      'ReceiveRequestAttemptId',
      'VisibilityTimeout',
      'WaitTimeSeconds',
      'Region',
    ],
    actions: ['sqs:ReceiveMessage'],
  }),
  service('SQS-DeleteMessage', {
    required: ['ReceiptHandle', 'QueueUrl'],
    optional: ['Region'],
    actions: ['sqs:DeleteMessage'],
  }),
  service('SQS-PurgeQueue', {
    required: ['QueueUrl'],
    optional: ['Region'],
    actions: ['sqs:PurgeQueue'],
  }),
  service('AppConfig-GetConfiguration', {
    required: ['Application', 'Environment', 'Configuration', 'ClientId'],
    optional: ['ClientConfigurationVersion', 'Region'],
    actions: ['appconfig:GetConfiguration'],
    actionsTrust: 'memory',
  }),
  service('Kinesis-PutRecord', {
    required: ['StreamName', 'Data', 'PartitionKey'],
    optional: ['SequenceNumberForOrdering', 'ExplicitHashKey', 'Region'],
    actions: ['kinesis:PutRecord'],
    actionsTrust: 'memory',
    notes: ['an encrypted stream also needs kms:GenerateDataKey (memory)'],
  }),
  service('StepFunctions-StartExecution', {
    required: ['StateMachineArn'],
    optional: ['Name', 'Input', 'Region'],
    actions: ['states:StartExecution'],
  }),
  service('StepFunctions-StartSyncExecution', {
    required: ['StateMachineArn'],
    optional: ['Name', 'Input', 'Region', 'TraceHeader'],
    actions: ['states:StartSyncExecution'],
    notes: ['EXPRESS state machines only (derived: the CDK refuses others)'],
  }),
  service('StepFunctions-StopExecution', {
    required: ['ExecutionArn'],
    optional: ['Cause', 'Error', 'Region'],
    actions: ['states:StopExecution'],
    notes: ['takes no StateMachineArn', 'the action is granted on the execution, not on the state machine (derived)'],
  }),
];

const bySubtype = new Map(SERVICE_SUBTYPES.map((entry) => [entry.subtype, entry]));

/** The service of that name, which is written in AWS's own capitals. */
export function serviceSubtype(subtype: string): ServiceSubtype | undefined {
  return bySubtype.get(subtype);
}

function service(
  subtype: string,
  facts: Pick<ServiceSubtype, 'required' | 'optional' | 'actions'> & Partial<Pick<ServiceSubtype, 'actionsTrust' | 'notes'>>,
): ServiceSubtype {
  return { actionsTrust: 'derived', notes: [], ...facts, subtype, payloadVersion: '1.0' };
}
