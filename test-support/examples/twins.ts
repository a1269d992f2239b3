import { Duration, Stack } from 'aws-cdk-lib';
import { HttpMethod, MappingValue, ParameterMapping, PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ChatBackends, ChatIntegrations } from '../../examples/chat/chat-integrations';
import type { PrivateBackends, PrivateIntegrations } from '../../examples/private/private-integrations';
import type { Integrations, Options } from '../variant';

/** The chat's integrations by classes that the CDK has too: what the family's own classes do by themselves is done by hand. */
export const chatTwin =
  (classes: Integrations, common: Options = {}) =>
  ({ connections, handler }: ChatBackends): ChatIntegrations => {
    const stack = Stack.of(connections);
    const credentialsRole = new Role(stack, 'JoinRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
    connections.grant(credentialsRole, 'dynamodb:PutItem');
    const item = '{"connectionId": {"S": "$context.connectionId"}}';
    return {
      arrivals: new classes.WebSocketAwsIntegration('JoinIntegration', {
        integrationUri: stack.formatArn({ service: 'apigateway', account: 'dynamodb', resource: 'action', resourceName: 'PutItem' }),
        integrationMethod: HttpMethod.POST,
        credentialsRole,
        requestTemplates: { $default: `{"TableName": "${connections.tableName}", "Item": ${item}}` },
        templateSelectionExpression: '\\$default',
        passthroughBehavior: PassthroughBehavior.NEVER,
        ...common,
      }),
      chat: new classes.WebSocketLambdaIntegration('ChatIntegration', handler, { timeout: Duration.seconds(10), ...common }),
      help: new classes.WebSocketMockIntegration('HelpIntegration', {
        requestTemplates: { $default: '{"statusCode": 200}' },
        templateSelectionExpression: '\\$default',
        ...common,
      }),
    };
  };

/** The shop's integrations by classes that the CDK has too. Nothing lets the link in. */
export const privateTwin =
  (classes: Integrations, common: Options = {}) =>
  ({ api, vpc, shop, orders, stock }: PrivateBackends): PrivateIntegrations => {
    const stripStage = () => new ParameterMapping().overwritePath(MappingValue.requestPath());
    return {
      shop: new classes.HttpAlbIntegration('ShopIntegration', shop, {
        parameterMapping: stripStage().overwriteHeader('Host', MappingValue.custom('shop.internal.example')),
        ...common,
      }),
      orders: new classes.HttpNlbIntegration('OrdersIntegration', orders, { parameterMapping: stripStage(), ...common }),
      stock: new classes.HttpServiceDiscoveryIntegration('StockIntegration', stock, {
        vpcLink: api.addVpcLink({ vpc }),
        timeout: Duration.seconds(5),
        ...common,
      }),
    };
  };
