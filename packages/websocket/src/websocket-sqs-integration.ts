import {
  type IntegrationProblem,
  ProblemSeverity,
  WebSocketContextVariable,
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
  type WebSocketNonProxyIntegrationOptions,
} from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { parameterUnlessSet, roleFor, serviceUri, withTemplate } from './service-defaults';
import { WebSocketTemplateValue as Value, type WebSocketTemplateValue } from './websocket-template-value';

const CONNECTION = Value.context(WebSocketContextVariable.CONNECTION_ID);
const REQUEST = Value.context(WebSocketContextVariable.REQUEST_ID);
const MESSAGE = Value.message();
/** Routes whose requests have no body. */
const WITHOUT_MESSAGE = ['$connect', '$disconnect'];

/** Options of `WebSocketSqsIntegration`. */
export interface WebSocketSqsIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /**
   * The message to send. SQS rejects empty messages. On `$connect` and `$disconnect`, which have no body, send another
   * value, such as the connection ID (warning: `MessageEmpty`).
   *
   * @default WebSocketTemplateValue.message() - the client's message, unchanged
   */
  readonly messageBody?: WebSocketTemplateValue;

  /**
   * The message group in a FIFO queue.
   *
   * @default - for a FIFO queue, the connection ID, so the messages of each client stay in order
   */
  readonly messageGroupId?: WebSocketTemplateValue;

  /**
   * The deduplication ID, by which a FIFO queue recognizes a repeated message.
   *
   * @default - for a FIFO queue, the request ID, so every message is treated as a new one
   */
  readonly messageDeduplicationId?: WebSocketTemplateValue;

  /**
   * The role that API Gateway assumes. It needs `sqs:SendMessage` on the queue, and `kms:GenerateDataKey` and
   * `kms:Decrypt` on the queue's encryption key, if it has one. No permissions are added to a role that you pass.
   *
   * @default - a new role with only these permissions
   */
  readonly credentialsRole?: IRole;

  /**
   * The URI of the queue.
   *
   * @default - the URI of the given queue, in its region and account
   */
  readonly integrationUri?: string;
}

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

/** The form data of the SQS query API. */
function sendMessageTemplate(queue: IQueue, props: WebSocketSqsIntegrationProps): string {
  return fields(queue, props)
    .map(([name, value]) => `${name}=${value._urlEncoded}`)
    .join('&');
}

/** Problems of the form data, unless the user replaces the template. */
function sendMessageProblems(queue: IQueue, props: WebSocketSqsIntegrationProps): IntegrationProblem[] {
  return props.requestTemplates === undefined ? fields(queue, props).flatMap(([, value]) => value._problems) : [];
}

/** Warns about a route without a message. SQS rejects empty messages, and on `$connect` this rejects the connection. */
function sentFrom(routeKey: string, { messageBody = MESSAGE, requestTemplates }: WebSocketSqsIntegrationProps): IntegrationProblem[] {
  return requestTemplates !== undefined || messageBody._urlEncoded !== MESSAGE._urlEncoded || !WITHOUT_MESSAGE.includes(routeKey)
    ? []
    : [
        {
          code: 'MessageEmpty',
          severity: ProblemSeverity.WARNING,
          value: routeKey,
          message: `the route ${routeKey} has no client message to send, and SQS rejects empty messages`,
          remedy: 'pass messageBody, such as WebSocketTemplateValue.context(WebSocketContextVariable.CONNECTION_ID)',
        },
      ];
}

function fields(queue: IQueue, props: WebSocketSqsIntegrationProps): [string, Value][] {
  // Plain JavaScript may pass no queue; binding reports this.
  const fifo = queue?.fifo;
  const all: Record<string, Value | undefined> = {
    Action: Value.text('SendMessage'),
    MessageBody: props.messageBody ?? MESSAGE,
    'MessageAttribute.1.Name': Value.text('connectionId'),
    'MessageAttribute.1.Value.DataType': Value.text('String'),
    'MessageAttribute.1.Value.StringValue': CONNECTION,
    MessageGroupId: props.messageGroupId ?? (fifo ? CONNECTION : undefined),
    MessageDeduplicationId: props.messageDeduplicationId ?? (fifo ? REQUEST : undefined),
  };
  return Object.entries(all).filter((field): field is [string, Value] => field[1] !== undefined);
}
