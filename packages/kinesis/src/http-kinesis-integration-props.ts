import type { HttpEncryptedServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';

/**
 * Options of `HttpKinesisIntegration`.
 *
 * A variable that has no value in a request makes the call fail with status 400, in every parameter.
 */
export interface HttpKinesisIntegrationProps extends HttpEncryptedServiceIntegrationOptions {
  /** The stream, the app's own or imported. */
  readonly stream: IStream;

  /**
   * The record. Its bytes are those of the text, as far as is known: try it before you rely on it.
   *
   * @default - the whole body
   */
  readonly data?: IMappingValue;

  /**
   * What decides on the shard: records of one key stay in order. From a header, the body, a path variable, or
   * the request's id, which spreads records evenly.
   *
   * @default - the request's id
   */
  readonly partitionKey?: IMappingValue;

  /**
   * The hash to take in place of that of the partition key, a number.
   *
   * @default - the hash of the partition key
   */
  readonly explicitHashKey?: IMappingValue;

  /**
   * The sequence number of the client's record before, so that they stay in order.
   *
   * @default - none
   */
  readonly sequenceNumberForOrdering?: IMappingValue;
}
