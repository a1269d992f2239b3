import type { HttpEncryptedServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';

/**
 * Options of `HttpKinesisIntegration`.
 *
 * If a variable in any parameter has no value, the request fails with status 400.
 */
export interface HttpKinesisIntegrationProps extends HttpEncryptedServiceIntegrationOptions {
  /** The stream, defined in the app or imported. */
  readonly stream: IStream;

  /**
   * The record. AWS does not document how text is converted to bytes; as far as is known, the text is stored unchanged.
   * Test this before you rely on it.
   *
   * @default - the whole request body
   */
  readonly data?: IMappingValue;

  /**
   * The partition key, which selects the shard. Records with the same key stay in order. The request ID distributes
   * records evenly.
   *
   * @default - the request ID
   */
  readonly partitionKey?: IMappingValue;

  /**
   * A hash value, as a number, that replaces the hash of the partition key.
   *
   * @default - the hash of the partition key
   */
  readonly explicitHashKey?: IMappingValue;

  /**
   * The sequence number of the client's previous record, which keeps the client's records in order.
   *
   * @default - none
   */
  readonly sequenceNumberForOrdering?: IMappingValue;
}
