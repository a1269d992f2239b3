import type { HttpServiceResourceFacts } from '@apigwv2-integrations/core';
import type { IResolvable } from 'aws-cdk-lib';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';

/** What is known of a queue: of the app's own by its resource, of an imported one by its name. */
export function queueFacts({ node, fifo }: IQueue): HttpServiceResourceFacts {
  const resource = node.defaultChild as CfnQueue | undefined;
  return resource === undefined
    ? // The name of an imported queue may be a token.
      { fifo: fifo || undefined }
    : { fifo: known(resource.fifoQueue), contentBasedDeduplication: known(resource.contentBasedDeduplication) };
}

/** A boolean of a resource, false where it is left out; a token is unknown. */
function known(value: boolean | IResolvable | undefined): boolean | undefined {
  return typeof value === 'object' ? undefined : (value ?? false);
}
