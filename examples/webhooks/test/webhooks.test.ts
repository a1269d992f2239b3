import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { LocalGateway } from '@apigwv2-integrations/local';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { createSqsServer } from 'local-aws-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebhooksStack } from '../lib/webhooks-stack';

let queue: Awaited<ReturnType<typeof createSqsServer>>;
let client: SQSClient;
let queueUrl: string;
let gateway: LocalGateway;

beforeAll(async () => {
  const queues = [{ QueueName: 'webhooks.fifo', Attributes: { FifoQueue: true } }];
  queue = await createSqsServer({ port: 0, hostname: '127.0.0.1', queues });
  const endpoint = `http://127.0.0.1:${(queue.address() as AddressInfo).port}`;
  queueUrl = `${endpoint}/123456789012/webhooks.fifo`;
  client = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const app = new App();
  new WebhooksStack(app, 'WebhooksStack');
  gateway = await LocalGateway.load(app.synth().directory, { endpoints: { sqs: endpoint } });
}, 60_000);

afterAll(async () => {
  await gateway.close();
  client.destroy();
  queue.close();
});

test('a webhook is one message, however often it is delivered', async () => {
  const body = '{ "order" : { "id":7 } }';
  const signature = `sha256=${createHmac('sha256', 'webhook-key').update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-delivery-id': 'd-1', 'x-signature-256': signature };
  const deliver = () => gateway.inject({ method: 'POST', path: '/webhooks/shop', headers, body });

  expect((await deliver()).statusCode).toBe(202);
  expect((await deliver()).statusCode).toBe(202);

  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      AttributeNames: ['All'],
    }),
  );
  expect(Messages).toMatchObject([
    {
      Body: body,
      Attributes: { MessageGroupId: 'shop', MessageDeduplicationId: 'd-1' },
      MessageAttributes: { signature: { DataType: 'String', StringValue: signature } },
    },
  ]);
});

test('a webhook without a delivery ID is refused', async () => {
  const response = await gateway.inject({ method: 'POST', path: '/webhooks/shop', body: '{}' });

  expect(response.statusCode).toBe(400);
});

test('API Gateway may only send messages to this queue', () => {
  const template = Template.fromStack(new WebhooksStack(new App(), 'WebhooksStack'));

  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] } }],
    },
  });
});
