import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { WebSocketDynamoDbAttribute } from './websocket-dynamodb-attribute';

/** Options of `WebSocketDynamoDbPutItemIntegration`. */
export interface WebSocketDynamoDbPutItemIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /** The attributes of the item by name, including the table's key attributes. */
  readonly item: { [name: string]: WebSocketDynamoDbAttribute };

  /**
   * The role that API Gateway assumes. It needs `dynamodb:PutItem` on the table, and permission to use the table's
   * encryption key, if it has one. No permissions are added to a role that you pass.
   *
   * @default - a new role with only these permissions
   */
  readonly credentialsRole?: IRole;

  /**
   * The URI of the action to call.
   *
   * @default - PutItem, in the table's region
   */
  readonly integrationUri?: string;
}
