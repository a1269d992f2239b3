import { createSqsServer } from 'local-aws-sqs';

// Stands in for SQS, with a FIFO queue of the name in the template.
const queues = [{ QueueName: 'webhooks.fifo', Attributes: { FifoQueue: true } }];
await createSqsServer({ port: 9324, hostname: '127.0.0.1', queues });
console.log('SQS on http://127.0.0.1:9324');
