import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { WebSocketDynamoDbAttribute } from './websocket-dynamodb-attribute';

/** Options of `WebSocketDynamoDbPutItemIntegration`. */
export interface WebSocketDynamoDbPutItemIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /** The item's attributes by name, the table's key among them. */
  readonly item: { [name: string]: WebSocketDynamoDbAttribute };

  /**
   * The role with whose rights the item is put. It needs `dynamodb:PutItem` on the table, and the use of its key
   * if it has one; nothing is added to a role that you give.
   *
   * @default - a role with these rights alone
   */
  readonly credentialsRole?: IRole;

  /**
   * Which action to call.
   *
   * @default - PutItem, in the table's region
   */
  readonly integrationUri?: string;
}
