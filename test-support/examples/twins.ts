import { HttpKinesisIntegration } from '@apigwv2-integrations/kinesis';
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, HttpMethod, MappingValue, ParameterMapping, PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ChatBackends, ChatIntegrations } from '../../examples/chat/chat-integrations';
import type { Backends } from '../../examples/events/backends';
import type { EventsIntegrations } from '../../examples/events/events-integrations';
import type { PrivateBackends, PrivateIntegrations } from '../../examples/private/private-integrations';
import type { Integrations, Options } from '../variant';

/** The integrations of the chat example with classes that the CDK has too. What this family's classes do automatically is written by hand. */
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

/** The integrations of the shop example with classes that the CDK has too. No rule allows traffic from the link. */
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

/** A parameter mapping with the parameters of a service. */
const parametersOf = (parameters: Record<string, string>) =>
  Object.entries(parameters).reduce((mapping, [name, value]) => mapping.custom(name, value), new ParameterMapping());

/** The integrations of the shop example with classes that the CDK has too. The CDK has none for streams. */
export const eventsTwin =
  (classes: Integrations, common: Options = {}) =>
  ({ inbox, orders, bus, clicks, pricing }: Backends): EventsIntegrations => ({
    '/webhooks/{sender}': new classes.HttpSqsIntegration('WebhookIntegration', {
      queue: inbox,
      parameterMapping: parametersOf({
        QueueUrl: inbox.queueUrl,
        MessageBody: '$request.body',
        MessageAttributes: '{"sender":{"DataType":"String","StringValue":"${request.path.sender}"}}',
      }),
      ...common,
    }),
    '/customers/{customer}/orders': new classes.HttpSqsIntegration('OrderIntegration', {
      queue: orders,
      parameterMapping: parametersOf({
        QueueUrl: orders.queueUrl,
        MessageBody: '$request.body.order',
        MessageGroupId: '$request.path.customer',
        MessageDeduplicationId: '$request.header.Idempotency-Key',
      }),
      ...common,
    }),
    '/events/{kind}': new classes.HttpEventBridgeIntegration('EventIntegration', {
      eventBusRef: bus.eventBusRef,
      parameterMapping: parametersOf({
        EventBusName: bus.eventBusName,
        Detail: '$request.body',
        DetailType: '$request.path.kind',
        Source: 'shop.web',
      }),
      ...common,
    }),
    '/events': new classes.HttpEventBridgeIntegration('AnyEventIntegration', { eventBusRef: bus.eventBusRef, ...common }),
    '/clicks': new HttpKinesisIntegration('ClickIntegration', {
      stream: clicks,
      partitionKey: MappingValue.requestHeader('X-Device'),
      ...common,
    }),
    '/quotes': new classes.HttpStepFunctionsIntegration('QuoteIntegration', {
      stateMachine: pricing,
      subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
      parameterMapping: parametersOf({ StateMachineArn: pricing.stateMachineArn, Input: '$request.body' }),
      ...common,
    }),
  });
