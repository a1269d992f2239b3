import { WebSocketMappingValue, WebSocketParameterMapping } from '@apigwv2-integrations/core';
import { WebSocketSqsIntegration, type WebSocketSqsIntegrationProps } from '@apigwv2-integrations/websocket';
import { Lazy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { bindToWebSocketRoutes, webSocketWarningsOf } from 'test-support/websocket';
import { describe, expect, test } from 'vitest';
import { queueIn } from './variants';

const BODY = 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)';
const ATTRIBUTE =
  'MessageAttribute.1.Name=connectionId&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=$util.urlEncode($context.connectionId)';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

function templateOf(props?: (stack: Stack) => WebSocketSqsIntegrationProps, queue: (stack: Stack) => IQueue = queueIn, key = 'send') {
  const make = (stack: Stack) => new WebSocketSqsIntegration('Orders', queue(stack), props?.(stack));
  return Template.fromStack(bindToWebSocketRoutes(make, [key]).stack);
}

const requestOf = (template: Template): string =>
  Object.values(template.findResources(INTEGRATION))[0].Properties.RequestTemplates.$default;

test('sends the message, with the connection that it came from', () => {
  const template = templateOf();

  template.hasResourceProperties(INTEGRATION, {
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':apigateway:',
          { Ref: 'AWS::Region' },
          ':sqs:path/',
          { Ref: 'AWS::AccountId' },
          '/',
          { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'QueueName'] },
        ],
      ],
    },
    RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    RequestTemplates: { $default: `${BODY}&${ATTRIBUTE}` },
    TemplateSelectionExpression: '\\$default',
    PassthroughBehavior: 'NEVER',
    CredentialsArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('OrdersRole'), 'Arn'] },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { IntegrationResponseKey: '$default' });
});

test('its role may send to the queue, and nothing else', () => {
  const template = templateOf();

  template.resourceCountIs('AWS::IAM::Policy', 1);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] } }],
    },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: Match.objectLike({
      Statement: [Match.objectLike({ Principal: { Service: 'apigateway.amazonaws.com' } })],
    }),
  });
});

test('its role may use the key of an encrypted queue', () => {
  const encrypted = (stack: Stack) => new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });

  templateOf(undefined, encrypted).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:GenerateDataKey', 'kms:Decrypt'] })]),
    }),
  });
});

test('is in the region and account of an imported queue', () => {
  const template = templateOf(undefined, (stack) => Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:222222222222:orders'));

  template.hasResourceProperties(INTEGRATION, {
    IntegrationUri: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:us-east-1:sqs:path/222222222222/orders']] },
  });
});

describe('a FIFO queue', () => {
  const fifo = (stack: Stack) => new Queue(stack, 'Queue', { fifo: true });

  test('keeps the order of each client, and each message', () => {
    expect(requestOf(templateOf(undefined, fifo))).toBe(
      `${BODY}&${ATTRIBUTE}&MessageGroupId=$util.urlEncode($context.connectionId)&MessageDeduplicationId=$util.urlEncode($context.requestId)`,
    );
  });

  test('or what is given', () => {
    const props = () => ({ messageGroupId: 'all orders', messageDeduplicationId: "$input.json('$.id')" });

    expect(requestOf(templateOf(props, fifo))).toBe(
      `${BODY}&${ATTRIBUTE}&MessageGroupId=all%20orders&MessageDeduplicationId=$util.urlEncode($input.json('$.id'))`,
    );
  });
});

describe('what is given counts', () => {
  test('for the message', () => {
    expect(requestOf(templateOf(() => ({ messageBody: '$context.connectionId' })))).toContain(
      'MessageBody=$util.urlEncode($context.connectionId)',
    );
    expect(requestOf(templateOf(() => ({ messageBody: Lazy.string({ produce: () => 'a token' }) })))).toContain('MessageBody=a token');
  });

  test('for URI, template, role and responses', () => {
    const template = templateOf((stack) => ({
      integrationUri: 'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage',
      requestTemplates: { mine: '{}' },
      templateSelectionExpression: 'mine',
      passthroughBehavior: PassthroughBehavior.WHEN_NO_MATCH,
      credentialsRole: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111111111111:role/mine'),
      integrationResponses: [],
      parameterMapping: new WebSocketParameterMapping().header('content-type', WebSocketMappingValue.text('application/x-amz-json-1.0')),
    }));

    template.hasResourceProperties(INTEGRATION, {
      IntegrationUri: 'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage',
      RequestParameters: { 'integration.request.header.content-type': "'application/x-amz-json-1.0'" },
      RequestTemplates: { mine: '{}' },
      TemplateSelectionExpression: 'mine',
      PassthroughBehavior: 'WHEN_NO_MATCH',
      CredentialsArn: 'arn:aws:iam::111111111111:role/mine',
    });
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::ApiGatewayV2::IntegrationResponse']) {
      template.resourceCountIs(type, 0);
    }
  });
});

test('answers on every route, without a warning', () => {
  const make = (stack: Stack) => new WebSocketSqsIntegration('Orders', queueIn(stack));

  expect(webSocketWarningsOf(make, ['$connect', '$disconnect', '$default', { key: 'two', returnResponse: true }])).toEqual([]);
});
