import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { WebSocketTemplateValue } from './websocket-template-value';

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
