import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { WebSocketTemplateValue } from './websocket-template-value';

/** Options of `WebSocketSqsIntegration`. */
export interface WebSocketSqsIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /**
   * What to send. The queue refuses an empty message: on `$connect` and `$disconnect`, which have no body, send
   * something else, such as the connection's id (warning `MessageEmpty`).
   *
   * @default WebSocketTemplateValue.message() - the client's message as it is
   */
  readonly messageBody?: WebSocketTemplateValue;

  /**
   * The group of a message in a FIFO queue.
   *
   * @default - for a FIFO queue the connection's id: each client's messages stay in order
   */
  readonly messageGroupId?: WebSocketTemplateValue;

  /**
   * By what a FIFO queue knows a message that it has already.
   *
   * @default - for a FIFO queue the request's id: no two messages of clients are the same
   */
  readonly messageDeduplicationId?: WebSocketTemplateValue;

  /**
   * The role with whose rights the message is sent. It needs `sqs:SendMessage` on the queue, and
   * `kms:GenerateDataKey` and `kms:Decrypt` on its key if it has one; nothing is added to a role that you give.
   *
   * @default - a role with these rights alone
   */
  readonly credentialsRole?: IRole;

  /**
   * Where to send it.
   *
   * @default - the queue, in its region and account
   */
  readonly integrationUri?: string;
}
