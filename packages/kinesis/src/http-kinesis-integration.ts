import {
  ContextVariable,
  type HttpEncryptedServiceIntegrationOptions,
  HttpServiceIntegrationBase,
  type HttpServiceTarget,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions, type IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
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

/**
 * Puts a record into a Kinesis data stream from an HTTP API route, without a function in between.
 *
 * The client receives the response of the service.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#Kinesis-PutRecord
 */
export class HttpKinesisIntegration extends HttpServiceIntegrationBase {
  private readonly props: HttpKinesisIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param props The stream and the options.
   */
  public constructor(id: string, props: HttpKinesisIntegrationProps) {
    super(id, props);
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { stream: this.props?.stream };
  }

  protected bindService(_options: HttpRouteIntegrationBindOptions): HttpServiceTarget {
    const { stream } = this.props;
    return {
      subtype: HttpIntegrationSubtype.KINESIS_PUT_RECORD,
      service: 'Kinesis',
      resourceArns: [stream.streamArn],
      resourceParameters: ParameterMapping.of({ StreamName: MappingValue.custom(stream.streamName) }),
      defaultParameters: ParameterMapping.of({
        Data: MappingValue.wholeRequestBody(),
        PartitionKey: MappingValue.context(ContextVariable.REQUEST_ID),
      }),
      parameters: this.parameters(),
      encryptionKey: stream.encryptionKey,
      region: stream.env.region,
    };
  }

  private parameters(): ParameterMapping {
    const { data, partitionKey, explicitHashKey, sequenceNumberForOrdering } = this.props;
    return ParameterMapping.of({
      ...(data && { Data: data }),
      ...(partitionKey && { PartitionKey: partitionKey }),
      ...(explicitHashKey && { ExplicitHashKey: explicitHashKey }),
      ...(sequenceNumberForOrdering && { SequenceNumberForOrdering: sequenceNumberForOrdering }),
    });
  }
}
