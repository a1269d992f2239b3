import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type ChatBackends, type ChatIntegrations, chatIntegrations } from './chat-integrations';

export interface ChatStackProps extends StackProps {
  /**
   * Creates the integrations.
   *
   * @default chatIntegrations
   */
  readonly integrations?: (backends: ChatBackends) => ChatIntegrations;
}

/** A chat: connections are stored in a table, and each message is sent to all other connections. */
export class ChatStack extends Stack {
  public constructor(scope: Construct, id: string, { integrations = chatIntegrations, ...props }: ChatStackProps = {}) {
    super(scope, id, props);

    const connections = new Table(this, 'Connections', {
      partitionKey: { name: 'connectionId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const handler = new LambdaFunction(this, 'ChatHandler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'handler')),
      environment: { TABLE_NAME: connections.tableName },
      timeout: Duration.seconds(10),
    });
    connections.grant(handler, 'dynamodb:Scan', 'dynamodb:DeleteItem');

    const { arrivals, chat, help } = integrations({ connections, handler });
    const api = new WebSocketApi(this, 'ChatApi', {
      connectRouteOptions: { integration: arrivals },
      disconnectRouteOptions: { integration: chat },
      defaultRouteOptions: { integration: help, returnResponse: true },
    });
    api.addRoute('send', { integration: chat, returnResponse: true });
    api.grantManageConnections(handler);

    const stage = new WebSocketStage(this, 'Live', { webSocketApi: api, stageName: 'live', autoDeploy: true });
    new CfnOutput(this, 'Url', { value: stage.url });
  }
}
