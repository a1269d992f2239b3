import type { HttpServiceResourceFacts } from '@apigwv2-integrations/core';
import { CfnResource, type IResolvable } from 'aws-cdk-lib';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';

/** What is known of a queue: of the app's own by its resource, of an imported one or one in a construct of the user's by its name. */
export function queueFacts({ node, fifo }: IQueue): HttpServiceResourceFacts {
  const { defaultChild } = node;
  return isQueue(defaultChild)
    ? { fifo: known(defaultChild.fifoQueue), contentBasedDeduplication: known(defaultChild.contentBasedDeduplication) }
    : // The name of an imported queue may be a token.
      { fifo: fifo || undefined };
}

function isQueue(resource: unknown): resource is CfnQueue {
  return CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::SQS::Queue';
}

/** A boolean of a resource, false where it is left out; a token is unknown. */
function known(value: boolean | IResolvable | undefined): boolean | undefined {
  return typeof value === 'object' ? undefined : (value ?? false);
}
