import { MappingValue } from '@apigwv2-integrations/core';
import { Stream, type StreamProps } from 'aws-cdk-lib/aws-kinesis';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

/** A stream of the given name, made once a scope. */
export function streamIn(scope: Construct, id = 'Stream', props?: StreamProps): Stream {
  return once(scope, id, () => new Stream(scope, id, props));
}

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpKinesisIntegration',
    inCdk: false,
    create: (integrations, scope, id, options) => new integrations.HttpKinesisIntegration(id, { stream: streamIn(scope), ...options }),
    parameters: () => ({ StreamName: 'clicks', Data: '$request.body.data', PartitionKey: '$request.header.device' }),
    options: {},
  },
];

export const proofs: OptionProofs = {
  HttpKinesisIntegrationProps: {
    stream: {
      options: (stack) => ({ stream: streamIn(stack, 'Other') }),
      properties: { RequestParameters: expect.objectContaining({ StreamName: { Ref: expect.stringMatching(/^Other/) } }) },
    },
    ...arrives('data', MappingValue.requestHeader('x'), { RequestParameters: expect.objectContaining({ Data: '$request.header.x' }) }),
    ...arrives('partitionKey', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ PartitionKey: '$request.header.x' }),
    }),
    ...arrives('explicitHashKey', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ ExplicitHashKey: '$request.header.x' }),
    }),
    ...arrives('sequenceNumberForOrdering', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ SequenceNumberForOrdering: '$request.header.x' }),
    }),
  },
};
