import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import type { IntegrationVariant } from 'test-support/variant';

/** A queue of the given name, made once a scope. */
export function queueIn(scope: Construct, id = 'Queue', props?: QueueProps): Queue {
  return once(scope, id, () => new Queue(scope, id, props));
}

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/111111111111/orders';

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpSqsIntegration',
    inCdk: true,
    lacksInCdk: ['timeout'],
    create: (integrations, scope, id, options) => new integrations.HttpSqsIntegration(id, { queue: queueIn(scope), ...options }),
    parameters: ({ subtype }) => ({
      QueueUrl,
      ...(subtype === undefined || subtype === HttpIntegrationSubtype.SQS_SEND_MESSAGE ? { MessageBody: '$request.body' } : {}),
      ...(subtype === HttpIntegrationSubtype.SQS_DELETE_MESSAGE ? { ReceiptHandle: '$request.header.receipt' } : {}),
    }),
    options: {
      subtype: [
        HttpIntegrationSubtype.SQS_SEND_MESSAGE,
        HttpIntegrationSubtype.SQS_RECEIVE_MESSAGE,
        HttpIntegrationSubtype.SQS_DELETE_MESSAGE,
        HttpIntegrationSubtype.SQS_PURGE_QUEUE,
      ],
    },
  },
];
