import { Stream, type StreamProps } from 'aws-cdk-lib/aws-kinesis';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import type { IntegrationVariant } from 'test-support/variant';

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
