import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { WebSocketContextVariable } from '@apigwv2-integrations/core';
import {
  WebSocketAwsIntegration,
  WebSocketDynamoDbAttribute,
  WebSocketDynamoDbPutItemIntegration,
  WebSocketSqsIntegration,
  WebSocketTemplateValue,
} from '@apigwv2-integrations/websocket';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Stack } from 'aws-cdk-lib';
import { PassthroughBehavior, WebSocketApi, type WebSocketRouteIntegration, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { createSqsServer } from 'local-aws-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPlan } from '../../../src/definitions/plan';
import { readEndpoints } from '../../../src/integrations/aws/endpoints';
import { Connections } from '../../../src/integrations/http/connections';
import { parseTargets } from '../../../src/integrations/http/targets';
import { createWebSocketIntegration } from '../../../src/websocket-api/integrations/create-integration';
import { synth } from '../../support';
import { backend, frameOf, message } from './support';

/** The integration of the route `send` of a CDK app. */
function integrationOf(build: (stack: Stack) => WebSocketRouteIntegration, endpoints: Readonly<Record<string, string>>) {
  const app = synth((root) => {
    const stack = new Stack(root, 'Chat', { env: { account: '123456789012', region: 'us-east-1' } });
    const api = new WebSocketApi(stack, 'Api');
    new WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'dev', autoDeploy: true });
    api.addRoute('send', { integration: build(stack), returnResponse: true });
  });
  const route = readPlan(app).webSocketApis[0]?.routes.find(({ key }) => key === 'send');
  if (route?.integration?.kind !== 'served') {
    throw new Error(`the route is not served: ${route?.integration?.reason}`);
  }
  const connections = new Connections();
  onTestFinished(() => connections.close());
  return createWebSocketIntegration(route.integration, {
    functions: { invoke: async () => ({ kind: 'shutdown' }) },
    connections,
    endpoints: readEndpoints(endpoints, { environment: {} }),
    targets: parseTargets([]),
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function sqs(): Promise<string> {
  const queues = [{ QueueName: 'orders' }, { QueueName: 'orders.fifo', Attributes: { FifoQueue: true } }];
  const server = await createSqsServer({ port: 0, hostname: '127.0.0.1', queues });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${portOf(server)}`;
}

async function kinesis(): Promise<string> {
  const kinesalite: (options: object) => Server = createRequire(import.meta.url)('kinesalite');
  const server = kinesalite({ createStreamMs: 0, deleteStreamMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${portOf(server)}`;
}

describe('WebSocketSqsIntegration', () => {
  it.each([false, true])('sends a message to an emulator, fifo: %s', async (fifo) => {
    const url = await sqs();
    const queueName = fifo ? 'orders.fifo' : 'orders';
    const run = integrationOf(
      (stack) => new WebSocketSqsIntegration('Send', new Queue(stack, 'Queue', { queueName, fifo: fifo || undefined })),
      { sqs: url },
    );
    const frame = JSON.parse((await frameOf(run.run(message('{"text":"Grüße & Küsse"}')))) ?? '');
    const client = new SQSClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    onTestFinished(() => client.destroy());
    const { Messages } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: `${url}/123456789012/${queueName}`, MessageAttributeNames: ['All'] }),
    );
    expect(Messages).toEqual([
      expect.objectContaining({
        MessageId: frame.SendMessageResponse.SendMessageResult.MessageId,
        Body: '{"text":"Grüße & Küsse"}',
        MessageAttributes: { connectionId: { DataType: 'String', StringValue: 'SOqGjdZioAMCEeg=' } },
      }),
    ]);
    expect(Object.keys(frame.SendMessageResponse.SendMessageResult)).toEqual(
      expect.arrayContaining(['MD5OfMessageAttributes', 'MD5OfMessageBody', 'MD5OfMessageSystemAttributes', 'MessageId', 'SequenceNumber']),
    );
  });

  it('answers with the error of the emulator', async () => {
    const run = integrationOf((stack) => new WebSocketSqsIntegration('Send', new Queue(stack, 'Queue', { queueName: 'none' })), {
      sqs: await sqs(),
    });
    expect(await run.run(message('x'))).toMatchObject({
      kind: 'response',
      statusCode: 400,
      body: expect.stringContaining('NonExistentQueue'),
    });
  });
});

describe('WebSocketDynamoDbPutItemIntegration', () => {
  it('puts an item', async () => {
    const { url, only } = await backend({ body: '{}' });
    const run = integrationOf(
      (stack) =>
        new WebSocketDynamoDbPutItemIntegration(
          'Put',
          new Table(stack, 'T', { tableName: 'messages', partitionKey: { name: 'id', type: AttributeType.STRING } }),
          {
            item: {
              id: WebSocketDynamoDbAttribute.context(WebSocketContextVariable.CONNECTION_ID),
              at: WebSocketDynamoDbAttribute.contextNumber(WebSocketContextVariable.REQUEST_TIME_EPOCH),
              text: WebSocketDynamoDbAttribute.body('$.text'),
            },
          },
        ),
      { dynamodb: url },
    );
    expect(await frameOf(run.run(message('{"text":"it\'s \\"quoted\\""}')))).toBe('{}');
    expect(only().headers).toMatchObject({ 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' });
    expect(JSON.parse(only().body)).toEqual({
      TableName: 'messages',
      Item: { id: { S: 'SOqGjdZioAMCEeg=' }, at: { N: '1652722227357' }, text: { S: 'it\'s "quoted"' } },
    });
  });
});

describe('WebSocketAwsIntegration', () => {
  it('puts a record into a stream of an emulator, W87', async () => {
    const url = await kinesis();
    const put = (action: string, template: string) =>
      integrationOf(
        () =>
          new WebSocketAwsIntegration('Put', {
            integrationUri: `arn:aws:apigateway:us-east-1:kinesis:action/${action}`,
            integrationMethod: 'POST',
            requestTemplates: { $default: template },
            templateSelectionExpression: '\\$default',
            passthroughBehavior: PassthroughBehavior.NEVER,
            integrationResponses: [{ key: '/200/' }],
          }),
        { kinesis: url },
      ).run(message('{"a":1}'));
    await put('CreateStream', '{"StreamName":"clicks","ShardCount":1}');
    await expect
      .poll(async () => await frameOf(put('DescribeStreamSummary', '{"StreamName":"clicks"}')))
      .toContain('"StreamStatus":"ACTIVE"');
    const sent = await frameOf(
      put('PutRecord', '{"StreamName":"clicks","Data":"$util.base64Encode($input.body)","PartitionKey":"$context.connectionId"}'),
    );
    expect(JSON.parse(sent ?? '')).toEqual({ SequenceNumber: expect.stringMatching(/^\d+$/), ShardId: 'shardId-000000000000' });
  });
});

describe('WebSocketTemplateValue', () => {
  it('sends what the user chooses', async () => {
    const { url, only } = await backend({ body: '{}' });
    const run = integrationOf(
      (stack) =>
        new WebSocketSqsIntegration('Send', new Queue(stack, 'Queue', { queueName: 'q' }), {
          messageBody: WebSocketTemplateValue.body('$.text'),
        }),
      { sqs: url },
    );
    await run.run(message('{"text":{"a":1}}'));
    expect(new URLSearchParams(only().body).get('MessageBody')).toBe('{"a":1}');
  });
});
