import {
  type HttpEncryptedServiceIntegrationOptions,
  HttpServiceIntegrationBase,
  type HttpServiceResourceFacts,
  type HttpServiceTarget,
  type IntegrationProblem,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { CfnResource, type Duration, type IResolvable, Tokenization } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions, type IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import { checkMessageAttributes, messageAttributesValue } from './message-attributes';
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

/** Parameters that each action reads from the request body by default. */
const DEFAULTS: Partial<Record<HttpIntegrationSubtype, ParameterMapping>> = {
  [HttpIntegrationSubtype.SQS_SEND_MESSAGE]: ParameterMapping.of({ MessageBody: MappingValue.requestBody('MessageBody') }),
  [HttpIntegrationSubtype.SQS_DELETE_MESSAGE]: ParameterMapping.of({ ReceiptHandle: MappingValue.requestBody('ReceiptHandle') }),
};

/**
 * Sends, receives and deletes messages of an SQS queue from an HTTP API route, without a function in between.
 *
 * The client receives the response of the service.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#SQS-SendMessage
 */
export class HttpSqsIntegration extends HttpServiceIntegrationBase {
  private readonly props: HttpSqsIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param props The queue and the options.
   */
  public constructor(id: string, props: HttpSqsIntegrationProps) {
    super(id, props);
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { queue: this.props?.queue };
  }

  protected bindService(_options: HttpRouteIntegrationBindOptions): HttpServiceTarget {
    const { queue, subtype = HttpIntegrationSubtype.SQS_SEND_MESSAGE } = this.props;
    return {
      subtype,
      service: 'SQS',
      resourceArns: [queue.queueArn],
      resourceParameters: ParameterMapping.of({ QueueUrl: MappingValue.custom(queue.queueUrl) }),
      defaultParameters: DEFAULTS[subtype],
      parameters: this.parameters(),
      encryptionKey: queue.encryptionMasterKey,
      region: queue.env.region,
      statementId: 'AllowSqsExecution',
      resourceFacts: queueFacts(queue),
    };
  }

  protected checkService(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    const { messageAttributes } = this.props;
    return messageAttributes === undefined ? [] : checkMessageAttributes(messageAttributes);
  }

  private parameters(): ParameterMapping {
    const { messageBody, messageGroupId, messageDeduplicationId, delay, messageAttributes } = this.props;
    return ParameterMapping.of({
      ...(messageBody && { MessageBody: messageBody }),
      ...(messageGroupId && { MessageGroupId: messageGroupId }),
      ...(messageDeduplicationId && { MessageDeduplicationId: messageDeduplicationId }),
      ...(delay && { DelaySeconds: MappingValue.custom(Tokenization.stringifyNumber(delay.toSeconds())) }),
      ...(messageAttributes && { MessageAttributes: messageAttributesValue(messageAttributes) }),
    });
  }
}

/** Facts about a queue: from its resource if the app defines it, otherwise from its name. */
function queueFacts({ node, fifo }: IQueue): HttpServiceResourceFacts {
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
