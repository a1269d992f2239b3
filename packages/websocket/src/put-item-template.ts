import type { IntegrationProblem } from '@apigwv2-integrations/core';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { jsonText } from './json-text';
import type { WebSocketDynamoDbPutItemIntegrationProps } from './websocket-dynamodb-put-item-integration-props';

/** The JSON that PutItem takes. */
export function putItemTemplate(table: ITable, props: WebSocketDynamoDbPutItemIntegrationProps): string {
  // Binding tells where JavaScript passes no table or no item.
  const attributes = Object.entries(props?.item ?? {}).map(([name, { value }]) => `${jsonText(name)}: ${value}`);
  return `{"TableName": "${table?.tableName}", "Item": {${attributes.join(', ')}}}`;
}

/** What is wrong with the item, unless the user gives a template instead. */
export function putItemProblems({ item, requestTemplates }: WebSocketDynamoDbPutItemIntegrationProps): IntegrationProblem[] {
  return requestTemplates === undefined ? Object.values(item).flatMap(({ _problems }) => _problems) : [];
}
