import { join } from 'node:path';
import { CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
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

/** A chat with rooms: an authorizer checks a token, members are stored in a table, and messages are sent to the others of a room. */
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
    connections.grant(handler, 'dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:DeleteItem');

    const secret = new CfnParameter(this, 'TokenSecret', { noEcho: true, description: 'The key with which tokens are signed' });
    const authorizer = new LambdaFunction(this, 'TokenAuthorizer', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'authorizer')),
      environment: { TOKEN_SECRET: secret.valueAsString },
    });

    const { arrivals, chat, help, quote, shout } = integrations({ connections, handler });
    const api = new WebSocketApi(this, 'ChatApi', {
      connectRouteOptions: {
        integration: arrivals,
        authorizer: new WebSocketLambdaAuthorizer('Token', authorizer, { identitySource: ['route.request.querystring.token'] }),
      },
      disconnectRouteOptions: { integration: chat },
      defaultRouteOptions: { integration: help, returnResponse: true },
    });
    for (const key of ['join', 'send', 'who']) {
      api.addRoute(key, { integration: chat, returnResponse: true });
    }
    if (quote !== undefined) {
      api.addRoute('quote', { integration: quote, returnResponse: true });
    }
    if (shout !== undefined) {
      api.addRoute('shout', { integration: shout, returnResponse: true });
    }
    api.grantManageConnections(handler);

    const stage = new WebSocketStage(this, 'Live', { webSocketApi: api, stageName: 'live', autoDeploy: true });
    new CfnOutput(this, 'Url', { value: stage.url });
  }
}
