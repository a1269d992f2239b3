import { WebSocketContextVariable } from '@apigwv2-integrations/core';
import {
  WebSocketDynamoDbAttribute,
  WebSocketDynamoDbPutItemIntegration,
  WebSocketLambdaIntegration,
  WebSocketMockIntegration,
} from '@apigwv2-integrations/websocket';
import { Duration } from 'aws-cdk-lib';
import type { WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** What the chat's routes lead to, all of it of the chat's stack. */
export interface ChatBackends {
  readonly connections: ITable;
  readonly handler: IFunction;
}

/** The chat's integrations, by what they are for. */
export interface ChatIntegrations {
  /** Notes who connects. */
  readonly arrivals: WebSocketRouteIntegration;
  /** Passes messages on, and forgets who left. */
  readonly chat: WebSocketRouteIntegration;
  /** Tells how to use the chat. */
  readonly help: WebSocketRouteIntegration;
}

export function chatIntegrations({ connections, handler }: ChatBackends): ChatIntegrations {
  return {
    arrivals: new WebSocketDynamoDbPutItemIntegration('JoinIntegration', connections, {
      description: 'Notes who is there',
      item: {
        connectionId: WebSocketDynamoDbAttribute.context(WebSocketContextVariable.CONNECTION_ID),
        connectedAt: WebSocketDynamoDbAttribute.contextNumber(WebSocketContextVariable.CONNECTED_AT),
      },
    }),
    chat: new WebSocketLambdaIntegration('ChatIntegration', handler, {
      description: 'Passes messages on, and forgets who left',
      timeout: Duration.seconds(10),
    }),
    help: new WebSocketMockIntegration('HelpIntegration', {
      description: 'Tells how to use the chat',
      requestTemplates: { $default: '{"statusCode": 200}' },
      templateSelectionExpression: '\\$default',
      integrationResponses: [
        {
          key: '$default',
          responseTemplates: { $default: JSON.stringify({ usage: { action: 'send', text: 'hello' } }) },
          templateSelectionExpression: '\\$default',
        },
      ],
    }),
  };
}
