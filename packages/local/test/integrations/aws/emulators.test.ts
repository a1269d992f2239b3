import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createSqsServer } from 'local-aws-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { calling, gatewayOf, predicted } from './support';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const REQUEST = { path: '/jobs/7?key=k', headers: { 'x-kind': 'book' }, body: '{"title":"Täuschung <&>"}' };
const value = (source: string) => predicted(source, REQUEST);
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function sqs(): Promise<string> {
  const queues = [{ QueueName: 'jobs' }, { QueueName: 'orders.fifo', Attributes: { FifoQueue: true } }];
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

test('sends, receives and deletes a message', async () => {
  const url = await sqs();
  const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs';
  const attributes = '{"kind":{"DataType":"String","StringValue":"${request.header.x-kind}"}}';
  const endpoints = { sqs: url };
  const sending = await gatewayOf(calling('SQS-SendMessage', { QueueUrl, MessageBody: '$request.body', MessageAttributes: attributes }), {
    endpoints,
  });
  const sent = await sending.send(REQUEST);
  expect([sent.statusCode, sent.headers['content-type']]).toEqual([200, 'text/xml']);
  const [, id] = /<SendMessageResult>.*<MessageId>([^<]+)<\/MessageId>/.exec(sent.text()) ?? [];
  expect(id).toMatch(/^[0-9a-f-]{36}$/);

  const receive = { QueueUrl, MessageAttributeNames: '["All"]', VisibilityTimeout: '0' };
  const receiving = await gatewayOf(calling('SQS-ReceiveMessage', receive), { endpoints });
  const received = (await receiving.send()).text();
  expect(received).toContain(`<MessageId>${id}</MessageId>`);
  expect(received).toContain('Täuschung &lt;&amp;&gt;');
  expect(received).toContain('<MessageAttribute><Name>kind</Name><Value>');

  const client = new SQSClient({ endpoint: url, region: 'us-east-1', credentials });
  onTestFinished(() => client.destroy());
  const seen = await client.send(new ReceiveMessageCommand({ QueueUrl: `${url}/123456789012/jobs`, MessageAttributeNames: ['All'] }));
  expect(seen.Messages).toEqual([
    expect.objectContaining({
      MessageId: id,
      Body: value('$request.body'),
      MessageAttributes: { kind: { DataType: 'String', StringValue: value('$request.header.x-kind') } },
    }),
  ]);

  const remove = { QueueUrl, ReceiptHandle: '$request.header.x-receipt' };
  const deleting = await gatewayOf(calling('SQS-DeleteMessage', remove), { endpoints });
  const removed = await deleting.send({ headers: { 'x-receipt': seen.Messages?.[0]?.ReceiptHandle ?? '' } });
  expect([removed.statusCode, removed.text()]).toEqual([200, expect.stringContaining('<DeleteMessageResponse ')]);
  const purging = await gatewayOf(calling('SQS-PurgeQueue', { QueueUrl }), { endpoints });
  expect((await purging.send()).statusCode).toBe(200);
});

test('requires a message group for a FIFO queue', async () => {
  const endpoints = { sqs: await sqs() };
  const message = { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo', MessageBody: '$request.body' };
  const fifo = { ...message, MessageGroupId: '$request.header.x-kind', MessageDeduplicationId: '$context.requestId' };
  const taken = await (await gatewayOf(calling('SQS-SendMessage', fifo), { endpoints })).send(REQUEST);
  expect([taken.statusCode, taken.text()]).toEqual([200, expect.stringContaining('<SequenceNumber>')]);
  const { send, reasons } = await gatewayOf(calling('SQS-SendMessage', message), { endpoints });
  expect((await send(REQUEST)).statusCode).toBe(500);
  expect(reasons()[0]).toMatch(/^SQS answered 400, .*MessageGroupId/);
});

test('puts a record, and rejects an unknown stream', async () => {
  const url = await kinesis();
  // The client's own speaks HTTP/2, which the emulator does not.
  const { requestHandler } = new SQSClient({ region: 'us-east-1', credentials }).config;
  const client = new KinesisClient({ endpoint: url, region: 'us-east-1', credentials, requestHandler });
  onTestFinished(() => client.destroy());
  await client.send(new CreateStreamCommand({ StreamName: 'clicks', ShardCount: 1 }));
  await expect
    .poll(async () => (await client.send(new DescribeStreamCommand({ StreamName: 'clicks' }))).StreamDescription?.StreamStatus)
    .toBe('ACTIVE');
  const record = { Data: '$request.body', PartitionKey: '$request.querystring.key' };
  const { send, reasons } = await gatewayOf(calling('Kinesis-PutRecord', { StreamName: '$request.header.x-stream', ...record }), {
    endpoints: { kinesis: url },
  });
  const put = await send({ ...REQUEST, headers: { 'x-stream': 'clicks' } });
  expect(put.statusCode).toBe(200);
  expect(put.json()).toMatchObject({ ShardId: 'shardId-000000000000', SequenceNumber: expect.stringMatching(/^\d+$/) });

  const shard = { StreamName: 'clicks', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(shard));
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  expect(Records.map(({ Data, PartitionKey }) => [Buffer.from(Data ?? []).toString(), PartitionKey])).toEqual([
    [value('$request.body'), value('$request.querystring.key')],
  ]);

  expect((await send({ ...REQUEST, headers: { 'x-stream': 'none' } })).statusCode).toBe(500);
  expect(reasons()[1]).toMatch(/^Kinesis answered 400, ResourceNotFoundException: Stream none/);
});
