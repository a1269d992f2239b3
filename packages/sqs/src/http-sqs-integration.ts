import {
  HttpServiceIntegrationBase,
  type HttpServiceTarget,
  type IntegrationProblem,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { Tokenization } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpSqsIntegrationProps } from './http-sqs-integration-props';
import { checkMessageAttributes, messageAttributesValue } from './message-attributes';
import { queueFacts } from './queue-facts';

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
