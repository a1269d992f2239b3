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

/** The backends of the chat, all of which the stack of the chat defines. */
export interface ChatBackends {
  readonly connections: ITable;
  readonly handler: IFunction;
}

/** The integrations of the chat, by purpose. */
export interface ChatIntegrations {
  /** Stores a new connection. */
  readonly arrivals: WebSocketRouteIntegration;
  /** Forwards messages, and removes closed connections. */
  readonly chat: WebSocketRouteIntegration;
  /** Returns instructions for the chat. */
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
