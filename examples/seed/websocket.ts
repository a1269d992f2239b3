import { WebSocketLambdaIntegration } from '@apigwv2-integrations/websocket';
import type { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';

export function build(stack: Stack): void {
  const messageHandler = new lambda.Function(stack, 'MessageHandler', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });

  const webSocketApi = new apigwv2.WebSocketApi(stack, 'mywsapi');
  new apigwv2.WebSocketStage(stack, 'mystage', {
    webSocketApi,
    stageName: 'dev',
    autoDeploy: true,
  });
  webSocketApi.addRoute('sendMessage', {
    integration: new WebSocketLambdaIntegration('SendMessageIntegration', messageHandler),
  });
}
