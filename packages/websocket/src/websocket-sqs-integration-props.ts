import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';

/** Options of `WebSocketSqsIntegration`. */
export interface WebSocketSqsIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /**
   * What to send: a Velocity reference such as `$input.json('$.order')`, or a fixed text. The queue refuses an empty
   * message: on `$connect` and `$disconnect`, which have no body, send something else, such as `$context.connectionId`.
   *
   * @default "$input.body" - the client's message as it is
   */
  readonly messageBody?: string;

  /**
   * The group of a message in a FIFO queue: a Velocity reference, or a fixed text.
   *
   * @default - for a FIFO queue `$context.connectionId`: each client's messages stay in order
   */
  readonly messageGroupId?: string;

  /**
   * By what a FIFO queue knows a message that it has already: a Velocity reference, or a fixed text.
   *
   * @default - for a FIFO queue `$context.requestId`: no two messages of clients are the same
   */
  readonly messageDeduplicationId?: string;

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
