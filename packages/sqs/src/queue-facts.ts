import type { HttpServiceResourceFacts } from '@apigwv2-integrations/core';
import { CfnResource, type IResolvable } from 'aws-cdk-lib';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';

/** Facts about a queue: from its resource if the app defines it, otherwise from its name. */
export function queueFacts({ node, fifo }: IQueue): HttpServiceResourceFacts {
  const { defaultChild } = node;
  return isQueue(defaultChild)
    ? { fifo: booleanValue(defaultChild.fifoQueue), contentBasedDeduplication: booleanValue(defaultChild.contentBasedDeduplication) }
    : // The name of an imported queue may be a token.
      { fifo: fifo || undefined };
}

function isQueue(resource: unknown): resource is CfnQueue {
  return CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::SQS::Queue';
}

/** The value of a boolean property: false if it is omitted, undefined for a token. */
function booleanValue(value: boolean | IResolvable | undefined): boolean | undefined {
  return typeof value === 'object' ? undefined : (value ?? false);
}
