import type { HttpEncryptedServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { Duration } from 'aws-cdk-lib';
import type { HttpIntegrationSubtype, IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { SqsMessageAttribute } from './sqs-message-attribute';

/**
 * Options of `HttpSqsIntegration`.
 *
 * If a variable in any parameter has no value, the request fails with status 400.
 */
export interface HttpSqsIntegrationProps extends HttpEncryptedServiceIntegrationOptions {
  /** The queue, standard or FIFO, defined in the app or imported. */
  readonly queue: IQueue;

  /**
   * The action on the queue: one of the subtypes that begin with `SQS_`. Error: `SubtypeOfOtherService`.
   *
   * @default HttpIntegrationSubtype.SQS_SEND_MESSAGE
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The message to send. `MappingValue.wholeRequestBody()` sends the request body unchanged, for example for a webhook.
   *
   * @default - the field `MessageBody` of the JSON body
   */
  readonly messageBody?: IMappingValue;

  /**
   * The message group. In a FIFO queue, messages of the same group stay in order.
   *
   * FIFO queues require it. Error: `FifoGroupMissing`.
   *
   * @default - none
   */
  readonly messageGroupId?: IMappingValue;

  /**
   * The deduplication ID, by which a FIFO queue recognizes a repeated message for five minutes.
   *
   * Required unless the queue uses content-based deduplication. Error: `FifoDeduplicationMissing`.
   *
   * @default - none
   */
  readonly messageDeduplicationId?: IMappingValue;

  /**
   * The delivery delay of the message, in whole seconds, at most 15 minutes. Error for FIFO queues: `FifoDelayRefused`.
   *
   * @default - the queue's own delay
   */
  readonly delay?: Duration;

  /**
   * The message attributes, by name: at most 10, with about 500 characters in total. At least one value must contain
   * a variable. Errors: `MessageAttributeInvalid`, `MappingValueTooLong`, `ServiceJsonLiteral`.
   *
   * A quote in a value makes the message invalid. Map only values that clients cannot choose freely, or that your
   * consumers do not rely on.
   *
   * @default - none
   */
  readonly messageAttributes?: { [name: string]: SqsMessageAttribute };
}
