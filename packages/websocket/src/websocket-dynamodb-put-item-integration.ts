import {
  type IntegrationProblem,
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
  type WebSocketNonProxyIntegrationOptions,
} from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { roleFor, serviceUri, withTemplate } from './service-defaults';
import { jsonText } from './velocity';
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

/**
 * Puts an item into a DynamoDB table for each message, connection or disconnection.
 *
 * The integration creates the URI, the template and the role; you can replace each of them. On a route that returns a
 * response, the client receives the response of DynamoDB, unless `integrationResponses` changes it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export class WebSocketDynamoDbPutItemIntegration extends WebSocketIntegrationBase {
  private readonly table: ITable;
  private readonly props: WebSocketDynamoDbPutItemIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param table The table to put items into.
   * @param props The options.
   */
  public constructor(id: string, table: ITable, props: WebSocketDynamoDbPutItemIntegrationProps) {
    super(id, withTemplate(props, putItemTemplate(table, props)));
    this.table = table;
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { table: this.table, item: this.props?.item };
  }

  protected bindTarget({ scope }: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    return {
      kind: WebSocketIntegrationKind.AWS,
      uri: this.props.integrationUri ?? serviceUri(scope, this.table, 'dynamodb', 'action', 'PutItem'),
      method: 'POST',
      credentialsRole: this.props.credentialsRole ?? this.makeRole(scope),
      problems: putItemProblems(this.props),
    };
  }

  private makeRole(scope: Construct): IRole {
    const role = roleFor(scope, this.constructId);
    this.table.grant(role, 'dynamodb:PutItem');
    this.table.encryptionKey?.grantEncryptDecrypt(role);
    return role;
  }
}

/** The JSON request of PutItem. */
function putItemTemplate(table: ITable, props: WebSocketDynamoDbPutItemIntegrationProps): string {
  // Plain JavaScript may pass no table or no item; binding reports this.
  const attributes = Object.entries(props?.item ?? {}).map(([name, { value }]) => `${jsonText(name)}: ${value}`);
  return `{"TableName": "${table?.tableName}", "Item": {${attributes.join(', ')}}}`;
}

/** Problems of the item, unless the user replaces the template. */
function putItemProblems({ item, requestTemplates }: WebSocketDynamoDbPutItemIntegrationProps): IntegrationProblem[] {
  return requestTemplates === undefined ? Object.values(item).flatMap(({ _problems }) => _problems) : [];
}
