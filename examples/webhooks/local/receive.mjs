import { createHmac, timingSafeEqual } from 'node:crypto';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

// The key that the sender and the consumer share.
const KEY = 'webhook-key';

const client = new SQSClient({
  endpoint: 'http://127.0.0.1:9324',
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const { Messages = [] } = await client.send(
  new ReceiveMessageCommand({
    QueueUrl: 'http://127.0.0.1:9324/123456789012/webhooks.fifo',
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
    AttributeNames: ['All'],
  }),
);
for (const { Body, Attributes, MessageAttributes } of Messages) {
  const { MessageGroupId: group, MessageDeduplicationId: deduplicationId } = Attributes;
  const expected = Buffer.from(`sha256=${createHmac('sha256', KEY).update(Body).digest('hex')}`);
  const signature = Buffer.from(MessageAttributes.signature.StringValue);
  const verified = signature.length === expected.length && timingSafeEqual(signature, expected);
  console.log({ body: Body, group, deduplicationId, verified });
}
console.log(`${Messages.length} messages`);
