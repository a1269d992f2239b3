import { SERVICE_SUBTYPES } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { calling, gatewayOf, predicted, recording } from './support';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
const REQUEST = {
  path: '/jobs/7?colour=red&wait=3',
  headers: { 'content-type': 'application/json', 'x-kind': 'book "new"', 'x-group': 'g1' },
  body: JSON.stringify({
    title: 'Täuschung',
    tags: ['a', 'b'],
    at: '2026-01-31T12:00:00Z',
    attributes: { k: { DataType: 'String', StringValue: 'v' } },
  }),
};

type Predict = (source: string) => string | undefined;
const value: Predict = (source) => predicted(source, REQUEST);

interface Case {
  readonly service: string;
  readonly target?: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What arrives, as JSON. */
  readonly arrives: object;
}

const CASES: Readonly<Record<string, Case>> = {
  'SQS-SendMessage': {
    service: 'sqs',
    target: 'AmazonSQS.SendMessage',
    parameters: {
      QueueUrl: QUEUE,
      MessageBody: '$request.body',
      DelaySeconds: '$request.querystring.wait',
      MessageAttributes: '$request.body.attributes',
      MessageDeduplicationId: '${request.path.id}-${stageVariables.colour}',
      MessageGroupId: '$request.header.x-group',
      MessageSystemAttributes: '{"AWSTraceHeader":{"DataType":"String","StringValue":"${request.header.x-group}"}}',
    },
    arrives: {
      QueueUrl: QUEUE,
      MessageBody: value('$request.body'),
      DelaySeconds: Number(value('$request.querystring.wait')),
      MessageAttributes: JSON.parse(value('$request.body.attributes') ?? ''),
      MessageDeduplicationId: value('${request.path.id}-${stageVariables.colour}'),
      MessageGroupId: value('$request.header.x-group'),
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: value('$request.header.x-group') } },
    },
  },
  'SQS-ReceiveMessage': {
    service: 'sqs',
    target: 'AmazonSQS.ReceiveMessage',
    parameters: {
      QueueUrl: QUEUE,
      AttributeNames: '["SentTimestamp", "SenderId"]',
      MaxNumberOfMessages: '5',
      MessageAttributeNames: 'k, ${request.header.x-group}',
      ReceiveRequestAttemptId: '$request.path.id',
      VisibilityTimeout: '0',
      WaitTimeSeconds: '$request.querystring.wait',
    },
    arrives: {
      QueueUrl: QUEUE,
      AttributeNames: ['SentTimestamp', 'SenderId'],
      MaxNumberOfMessages: 5,
      MessageAttributeNames: ['k', value('$request.header.x-group')],
      ReceiveRequestAttemptId: value('$request.path.id'),
      VisibilityTimeout: 0,
      WaitTimeSeconds: 3,
    },
  },
  'SQS-DeleteMessage': {
    service: 'sqs',
    target: 'AmazonSQS.DeleteMessage',
    parameters: { QueueUrl: QUEUE, ReceiptHandle: '$request.body.title' },
    arrives: { QueueUrl: QUEUE, ReceiptHandle: value('$request.body.title') },
  },
  'SQS-PurgeQueue': {
    service: 'sqs',
    target: 'AmazonSQS.PurgeQueue',
    parameters: { QueueUrl: '${stageVariables.colour}/queue' },
    arrives: { QueueUrl: value('${stageVariables.colour}/queue') },
  },
  'EventBridge-PutEvents': {
    service: 'eventbridge',
    target: 'AWSEvents.PutEvents',
    parameters: {
      Detail: '$request.body',
      DetailType: '$request.header.x-kind',
      Source: 'shop.${context.stage}',
      Time: '$request.body.at',
      EventBusName: 'orders',
      Resources: '["arn:aws:s3:::a,b","${request.path.id}"]',
      TraceHeader: 'Root=1-2-3',
    },
    arrives: {
      Entries: [
        {
          Detail: value('$request.body'),
          DetailType: value('$request.header.x-kind'),
          Source: value('shop.${context.stage}'),
          Time: Date.parse(value('$request.body.at') ?? '') / 1000,
          EventBusName: 'orders',
          Resources: ['arn:aws:s3:::a,b', '7'],
          TraceHeader: 'Root=1-2-3',
        },
      ],
    },
  },
  'Kinesis-PutRecord': {
    service: 'kinesis',
    target: 'Kinesis_20131202.PutRecord',
    parameters: {
      StreamName: 'clicks',
      Data: '$request.body.title',
      PartitionKey: '$request.header.x-group',
      SequenceNumberForOrdering: '1',
      ExplicitHashKey: '340',
    },
    arrives: {
      StreamName: 'clicks',
      Data: Buffer.from(value('$request.body.title') ?? '').toString('base64'),
      PartitionKey: value('$request.header.x-group'),
      SequenceNumberForOrdering: '1',
      ExplicitHashKey: '340',
    },
  },
  'StepFunctions-StartExecution': {
    service: 'sfn',
    target: 'AWSStepFunctions.StartExecution',
    parameters: { StateMachineArn: 'arn:machine', Name: 'run-${request.path.id}', Input: '$request.body' },
    arrives: { stateMachineArn: 'arn:machine', name: value('run-${request.path.id}'), input: value('$request.body') },
  },
  'StepFunctions-StartSyncExecution': {
    service: 'step-functions',
    target: 'AWSStepFunctions.StartSyncExecution',
    parameters: { StateMachineArn: 'arn:machine', Input: '$request.body', TraceHeader: '$request.path.id' },
    arrives: { stateMachineArn: 'arn:machine', input: value('$request.body'), traceHeader: '7' },
  },
  'StepFunctions-StopExecution': {
    service: 'sfn',
    target: 'AWSStepFunctions.StopExecution',
    parameters: { ExecutionArn: '$request.body.title', Cause: '$request.querystring.colour', Error: 'Stopped' },
    arrives: { executionArn: value('$request.body.title'), cause: value('$request.querystring.colour'), error: 'Stopped' },
  },
};

describe('requests equal the evaluator’s prediction', () => {
  test.each(Object.entries(CASES))('%s', async (subtype, { service, target, parameters, arrives }) => {
    const server = await recording();
    const { send, reasons } = await gatewayOf(calling(subtype, parameters), { endpoints: { [service]: server.url } });
    expect((await send(REQUEST)).statusCode).toBe(200);
    expect(reasons()).toEqual([undefined]);
    const { method, path, headers, body } = server.only();
    expect({ method, path, target: headers['x-amz-target'] }).toEqual({ method: 'POST', path: '/', target });
    expect(JSON.parse(body)).toEqual(arrives);
  });

  test('AppConfig-GetConfiguration', async () => {
    const server = await recording({ headers: { 'content-type': 'text/yaml', 'configuration-version': '3' }, body: 'colour: red' });
    const app = calling('AppConfig-GetConfiguration', {
      Application: 'shop front',
      Environment: '$request.header.x-group',
      Configuration: '$request.path.id',
      ClientId: '$request.querystring.colour',
      ClientConfigurationVersion: 'a&b',
    });
    const { send } = await gatewayOf(app, { endpoints: { 'app-config': `${server.url}/base/` } });
    const { statusCode, headers, body } = await send(REQUEST);
    expect({ statusCode, text: body.toString() }).toEqual({ statusCode: 200, text: 'colour: red' });
    expect(headers).toMatchObject({ 'content-type': 'text/yaml', 'configuration-version': '3' });
    const { method, path } = server.only();
    const url = new URL(path, server.url);
    expect([method, url.pathname]).toEqual(['GET', '/base/applications/shop%20front/environments/g1/configurations/7']);
    expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: 'red', client_configuration_version: 'a&b' });
  });

  test('covers every subtype', () => {
    expect([...Object.keys(CASES), 'AppConfig-GetConfiguration'].sort()).toEqual(SERVICE_SUBTYPES.map(({ subtype }) => subtype).sort());
  });
});

describe('the region', () => {
  const scope = async (parameters: object, request: { readonly headers?: Record<string, string> } = {}) => {
    const server = await recording();
    const app = calling('SQS-PurgeQueue', { QueueUrl: QUEUE, ...parameters });
    const { send, reasons } = await gatewayOf(app, { endpoints: { sqs: server.url }, region: 'eu-west-3' } as object);
    const { statusCode } = await send(request);
    return { statusCode, scope: server.calls[0]?.headers.authorization?.split('/').slice(2, 4), reason: reasons()[0] };
  };

  test('is the API’s region by default', async () => {
    expect((await scope({})).scope).toEqual(['eu-west-3', 'sqs']);
  });

  test('is set by the parameter Region, which is not sent', async () => {
    expect((await scope({ Region: '$request.header.x-region' }, { headers: { 'x-region': 'us-gov-west-1' } })).scope?.[0]).toBe(
      'us-gov-west-1',
    );
  });

  test('must be valid', async () => {
    const { statusCode, scope: signed, reason } = await scope({ Region: '$request.header.x-region' }, { headers: { 'x-region': 'a/b' } });
    expect([statusCode, signed]).toEqual([400, undefined]);
    expect(reason).toBe('the value of Region is "a/b", which must be a region such as eu-west-1');
  });

  test('may differ for each request', async () => {
    const server = await recording();
    const app = calling('SQS-PurgeQueue', { QueueUrl: QUEUE, Region: '$request.header.x-region' });
    const { send } = await gatewayOf(app, { endpoints: { sqs: server.url } });
    for (let count = 1; count <= 40; count++) {
      expect((await send({ headers: { 'x-region': `eu-west-${count}` } })).statusCode).toBe(200);
    }
    expect(server.calls.map(({ headers }) => headers.authorization?.split('/')[2])).toEqual(
      Array.from({ length: 40 }, (_, count) => `eu-west-${count + 1}`),
    );
  });
});
