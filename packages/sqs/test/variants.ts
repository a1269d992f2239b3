import { MappingValue } from '@apigwv2-integrations/core';
import { Duration } from 'aws-cdk-lib';
import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';
import { SqsMessageAttribute } from '../src';

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

const fifo = (stack: Construct) => queueIn(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true });
const group = MappingValue.text('all');

export const proofs: OptionProofs = {
  HttpSqsIntegrationProps: {
    queue: {
      options: (stack) => ({ queue: queueIn(stack, 'Other') }),
      properties: { RequestParameters: expect.objectContaining({ QueueUrl: { Ref: expect.stringMatching(/^Other/) } }) },
    },
    ...arrives('messageBody', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ MessageBody: '$request.header.x' }),
    }),
    messageGroupId: {
      options: (stack) => ({ queue: fifo(stack), messageGroupId: MappingValue.requestHeader('x') }),
      without: {},
      properties: { RequestParameters: expect.objectContaining({ MessageGroupId: '$request.header.x' }) },
    },
    messageDeduplicationId: {
      options: (stack) => ({ queue: fifo(stack), messageGroupId: group, messageDeduplicationId: MappingValue.requestHeader('x') }),
      without: {},
      properties: { RequestParameters: expect.objectContaining({ MessageDeduplicationId: '$request.header.x' }) },
    },
    ...arrives('delay', Duration.seconds(5), { RequestParameters: expect.objectContaining({ DelaySeconds: '5' }) }),
    ...arrives(
      'messageAttributes',
      { from: SqsMessageAttribute.text(MappingValue.requestHeader('x')) },
      { RequestParameters: expect.objectContaining({ MessageAttributes: expect.stringContaining('"from"') }) },
    ),
  },
};
