import type { IntegrationProblem } from '@apigwv2-integrations/core';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { jsonText } from './json-text';
import type { WebSocketDynamoDbPutItemIntegrationProps } from './websocket-dynamodb-put-item-integration-props';

/** The JSON request of PutItem. */
export function putItemTemplate(table: ITable, props: WebSocketDynamoDbPutItemIntegrationProps): string {
  // Plain JavaScript may pass no table or no item; binding reports this.
  const attributes = Object.entries(props?.item ?? {}).map(([name, { value }]) => `${jsonText(name)}: ${value}`);
  return `{"TableName": "${table?.tableName}", "Item": {${attributes.join(', ')}}}`;
}

/** Problems of the item, unless the user replaces the template. */
export function putItemProblems({ item, requestTemplates }: WebSocketDynamoDbPutItemIntegrationProps): IntegrationProblem[] {
  return requestTemplates === undefined ? Object.values(item).flatMap(({ _problems }) => _problems) : [];
}
