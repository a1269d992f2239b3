import { WebSocketContextVariable, WebSocketMappingValue, WebSocketParameterMapping } from '@apigwv2-integrations/core';
import {
  WebSocketAwsIntegration,
  WebSocketDynamoDbAttribute,
  WebSocketDynamoDbPutItemIntegration,
  WebSocketHttpIntegration,
  WebSocketLambdaIntegration,
  WebSocketMockIntegration,
  WebSocketSqsIntegration,
  WebSocketTemplateValue,
} from '@apigwv2-integrations/websocket';
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpMethod, type WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

export function lambda(api: WebSocketApi, handler: IFunction): void {
  const chat = new WebSocketLambdaIntegration('ChatIntegration', handler, { timeout: Duration.seconds(10) });
  api.addRoute('$connect', { integration: chat });
  api.addRoute('send', { integration: chat, returnResponse: true });
}

export function http(api: WebSocketApi): void {
  api.addRoute('search', {
    integration: new WebSocketHttpIntegration('SearchIntegration', 'https://search.example.com/query'),
    returnResponse: true,
  });
}

export function mock(api: WebSocketApi): void {
  const pong = new WebSocketMockIntegration('PongIntegration', {
    requestTemplates: { $default: '{"statusCode": 200}' },
    templateSelectionExpression: '\\$default',
    integrationResponses: [
      {
        key: '$default',
        responseTemplates: { $default: '{"pong": true}' },
        templateSelectionExpression: '\\$default',
      },
    ],
  });
  api.addRoute('ping', { integration: pong, returnResponse: true });
}

export function responses(api: WebSocketApi): void {
  const price = new WebSocketHttpIntegration('PriceIntegration', 'https://prices.example.com/quote', {
    proxy: false,
    requestTemplates: { $default: '{"item": $input.json(\'$.item\')}' },
    templateSelectionExpression: '\\$default',
    integrationResponses: [
      { key: '/4\\d\\d/', responseTemplates: { $default: '{"error": "no such item"}' }, templateSelectionExpression: '\\$default' },
      { key: '$default' },
    ],
  });
  api.addRoute('price', { integration: price, returnResponse: true });
}

export function parameters(api: WebSocketApi): void {
  const parameterMapping = new WebSocketParameterMapping()
    .header('x-connection', WebSocketMappingValue.context(WebSocketContextVariable.CONNECTION_ID))
    .header('x-token', WebSocketMappingValue.requestQueryString('token', { required: true }))
    .queryString('version', WebSocketMappingValue.stageVariable('version'))
    .pathVariable('tenant', WebSocketMappingValue.text('books'));

  api.addRoute('$connect', {
    integration: new WebSocketHttpIntegration('ArrivalIntegration', 'https://chat.example.com/{tenant}/arrivals', { parameterMapping }),
  });
}

export function sqs(api: WebSocketApi, queue: IQueue): void {
  api.addRoute('order', { integration: new WebSocketSqsIntegration('OrderIntegration', queue) });
}

export function queueOfRooms(api: WebSocketApi, queue: IQueue): void {
  const rooms = new WebSocketSqsIntegration('RoomIntegration', queue, {
    messageBody: WebSocketTemplateValue.body('$.order'),
    messageGroupId: WebSocketTemplateValue.text('room #1'),
  });
  api.addRoute('room', { integration: rooms });
}

export function dynamoDb(api: WebSocketApi, table: ITable): void {
  const join = new WebSocketDynamoDbPutItemIntegration('JoinIntegration', table, {
    item: {
      connectionId: WebSocketDynamoDbAttribute.context(WebSocketContextVariable.CONNECTION_ID),
      connectedAt: WebSocketDynamoDbAttribute.contextNumber(WebSocketContextVariable.CONNECTED_AT),
    },
  });
  api.addRoute('$connect', { integration: join });
}

export function anyService(api: WebSocketApi, topic: ITopic): void {
  const role = new Role(api, 'PublishRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
  topic.grantPublish(role);

  const publish = new WebSocketAwsIntegration('PublishIntegration', {
    integrationUri: Stack.of(api).formatArn({ service: 'apigateway', account: 'sns', resource: 'action', resourceName: 'Publish' }),
    integrationMethod: HttpMethod.POST,
    credentialsRole: role,
    parameterMapping: new WebSocketParameterMapping().header(
      'Content-Type',
      WebSocketMappingValue.text('application/x-www-form-urlencoded'),
    ),
    requestTemplates: { $default: `TopicArn=$util.urlEncode('${topic.topicArn}')&Message=$util.urlEncode($input.body)` },
    templateSelectionExpression: '\\$default',
    integrationResponses: [{ key: '$default' }],
  });
  api.addRoute('publish', { integration: publish });
}
