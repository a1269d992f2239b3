import { WebSocketLambdaIntegration } from '@apigwv2-integrations/websocket';
import type { Stack } from 'aws-cdk-lib';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

declare const stack: Stack;
declare const messageHandler: IFunction;

const api = new WebSocketApi(stack, 'Api');
api.addRoute('sendMessage', {
  integration: new WebSocketLambdaIntegration('SendMessageIntegration', messageHandler),
  returnResponse: true,
});
