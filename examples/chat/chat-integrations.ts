import { WebSocketContextVariable } from '@apigwv2-integrations/core';
import {
  WebSocketDynamoDbAttribute,
  WebSocketDynamoDbPutItemIntegration,
  WebSocketHttpIntegration,
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
  /** Returns a quote of a website. @default - no route returns one */
  readonly quote?: WebSocketRouteIntegration;
  /** Returns the message in capitals, by a website. @default - no route does */
  readonly shout?: WebSocketRouteIntegration;
}

const WEBSITE = 'https://quotes.example.com';

export function chatIntegrations({ connections, handler }: ChatBackends): ChatIntegrations {
  return {
    arrivals: new WebSocketDynamoDbPutItemIntegration('JoinIntegration', connections, {
      description: 'Notes who is there',
      item: {
        connectionId: WebSocketDynamoDbAttribute.context(WebSocketContextVariable.CONNECTION_ID),
        name: WebSocketDynamoDbAttribute.context(WebSocketContextVariable.of('authorizer.principalId')),
        connectedAt: WebSocketDynamoDbAttribute.contextNumber(WebSocketContextVariable.CONNECTED_AT),
      },
    }),
    chat: new WebSocketLambdaIntegration('ChatIntegration', handler, {
      description: 'Passes messages on, and forgets who left',
      timeout: Duration.seconds(10),
    }),
    help: new WebSocketMockIntegration('HelpIntegration', {
      description: 'Returns instructions for the chat',
      requestTemplates: { $default: '{"statusCode": 200}' },
      templateSelectionExpression: '\\$default',
      integrationResponses: [
        {
          key: '$default',
          responseTemplates: {
            $default: JSON.stringify({
              usage: [
                { action: 'join', room: 'books' },
                { action: 'send', text: 'hello' },
              ],
            }),
          },
          templateSelectionExpression: '\\$default',
        },
      ],
    }),
    quote: new WebSocketHttpIntegration('QuoteIntegration', `${WEBSITE}/quote`, { description: 'Passes a message to a website' }),
    shout: new WebSocketHttpIntegration('ShoutIntegration', `${WEBSITE}/shout`, {
      description: 'Passes a part of a message to a website, and a part of its response back',
      proxy: false,
      requestTemplates: { $default: '{"text": $input.json(\'$.text\')}' },
      templateSelectionExpression: '\\$default',
      integrationResponses: [
        {
          key: '$default',
          responseTemplates: { $default: '{"loud": $input.json(\'$.shouted\')}' },
          templateSelectionExpression: '\\$default',
        },
      ],
    }),
  };
}
