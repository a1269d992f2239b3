import type { HttpEncryptedServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { Duration } from 'aws-cdk-lib';
import type { HttpIntegrationSubtype, IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { SqsMessageAttribute } from './sqs-message-attribute';

/**
 * Options of `HttpSqsIntegration`.
 *
 * A variable that has no value in a request makes the call fail with status 400, in every parameter.
 */
export interface HttpSqsIntegrationProps extends HttpEncryptedServiceIntegrationOptions {
  /** The queue, standard or FIFO, the app's own or imported. */
  readonly queue: IQueue;

  /**
   * What is done with the queue: one of the subtypes that begin with `SQS_`. Error: `SubtypeOfOtherService`.
   *
   * @default HttpIntegrationSubtype.SQS_SEND_MESSAGE
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The message to send. `MappingValue.wholeRequestBody()` sends the body as it came, such as a webhook's.
   *
   * @default - the field `MessageBody` of the JSON body
   */
  readonly messageBody?: IMappingValue;

  /**
   * The group of a message: messages of one group stay in order in a FIFO queue.
   *
   * FIFO queues require it. Error: `FifoGroupMissing`.
   *
   * @default - none
   */
  readonly messageGroupId?: IMappingValue;

  /**
   * By what a FIFO queue knows a message that it has already, for five minutes.
   *
   * Required unless the queue has content-based deduplication. Error: `FifoDeduplicationMissing`.
   *
   * @default - none
   */
  readonly messageDeduplicationId?: IMappingValue;

  /**
   * How long the message stays hidden, in whole seconds up to 15 minutes. Not for FIFO queues: `FifoDelayRefused`.
   *
   * @default - the queue's own delay
   */
  readonly delay?: Duration;

  /**
   * Attributes of the message, by name; 10 at most, and about 500 characters in all. At least one of them must
   * name a variable. Errors: `MessageAttributeInvalid`, `MappingValueTooLong`, `ServiceJsonLiteral`.
   *
   * A value with a quote in it breaks the message: map only what clients cannot choose freely, or what your
   * consumers do not rely on.
   *
   * @default - none
   */
  readonly messageAttributes?: { [name: string]: SqsMessageAttribute };
}
