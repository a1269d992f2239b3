import {
  type IntegrationProblem,
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
} from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { sendMessageProblems, sendMessageTemplate, sentFrom } from './send-message-template';
import { parameterUnlessSet, roleFor, serviceUri, withTemplate } from './service-defaults';
import type { WebSocketSqsIntegrationProps } from './websocket-sqs-integration-props';

/**
 * Sends the client's message to an SQS queue, with the connection ID in the message attribute `connectionId`.
 *
 * The integration creates the URI, the template and the role; you can replace each of them. On a route that returns a
 * response, the client receives the response of SQS, unless `integrationResponses` changes it.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export class WebSocketSqsIntegration extends WebSocketIntegrationBase {
  private readonly queue: IQueue;
  private readonly props: WebSocketSqsIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param queue The queue to send messages to, standard or FIFO.
   * @param props The options.
   */
  public constructor(id: string, queue: IQueue, props: WebSocketSqsIntegrationProps = {}) {
    super(id, withTemplate(props, sendMessageTemplate(queue, props)));
    this.queue = queue;
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { queue: this.queue };
  }

  protected bindTarget({ scope }: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    const { env, queueName } = this.queue;
    return {
      kind: WebSocketIntegrationKind.AWS,
      uri: this.props.integrationUri ?? serviceUri(scope, this.queue, 'sqs', 'path', `${env.account}/${queueName}`),
      method: 'POST',
      credentialsRole: this.props.credentialsRole ?? this.makeRole(scope),
      requestParameters: parameterUnlessSet(this.props, 'integration.request.header.Content-Type', "'application/x-www-form-urlencoded'"),
      problems: sendMessageProblems(this.queue, this.props),
    };
  }

  protected checkRoute({ route }: WebSocketRouteIntegrationBindOptions): IntegrationProblem[] {
    return sentFrom(route.routeKey, this.props);
  }

  private makeRole(scope: Construct): IRole {
    const role = roleFor(scope, this.constructId);
    this.queue.grant(role, 'sqs:SendMessage');
    this.queue.encryptionMasterKey?.grant(role, 'kms:GenerateDataKey', 'kms:Decrypt');
    return role;
  }
}
