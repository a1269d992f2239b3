import { PermissionScope, WebSocketContextVariable } from '@apigwv2-integrations/core';
import { WebSocketDynamoDbAttribute, WebSocketTemplateValue } from '@apigwv2-integrations/websocket';
import type { Stack } from 'aws-cdk-lib';
import { ContentHandling, HttpMethod, PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { handlerIn } from 'test-support/functions';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { WebSocketVariant } from 'test-support/variant';
import { expect } from 'vitest';

const ACTION = 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem';

/** What a test needs of a kind, made once a scope. */
function once<T extends Construct>(scope: Construct, id: string, make: () => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make();
}

export const queueIn = (scope: Construct): Queue => once(scope, 'Queue', () => new Queue(scope, 'Queue'));

export const tableIn = (scope: Construct): Table =>
  once(scope, 'Table', () => new Table(scope, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }));

export const item = { id: WebSocketDynamoDbAttribute.context(WebSocketContextVariable.CONNECTION_ID) };

const roleIn = (scope: Construct): Role =>
  once(scope, 'Role', () => new Role(scope, 'Role', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') }));

const templates = {
  requestTemplates: [{ 'application/json': '{"statusCode": 200}' }, { $default: '$input.body', other: '{}' }],
  templateSelectionExpression: ['\\$default', '${request.body.action}'],
};

export const variants: WebSocketVariant[] = [
  {
    protocol: 'WEBSOCKET',
    className: 'WebSocketLambdaIntegration',
    inCdk: true,
    create: (integrations, scope, id, options) => new integrations.WebSocketLambdaIntegration(id, handlerIn(scope), options),
    options: { contentHandling: Object.values(ContentHandling), permissionScope: [PermissionScope.AUTO, PermissionScope.ROUTE] },
  },
  {
    protocol: 'WEBSOCKET',
    className: 'WebSocketMockIntegration',
    inCdk: true,
    create: (integrations, _scope, id, options) => new integrations.WebSocketMockIntegration(id, options),
    options: templates,
  },
  {
    protocol: 'WEBSOCKET',
    className: 'WebSocketAwsIntegration',
    inCdk: true,
    create: (integrations, scope, id, { withRole, ...options } = {}) =>
      new integrations.WebSocketAwsIntegration(id, {
        integrationUri: ACTION,
        integrationMethod: 'POST',
        ...(withRole ? { credentialsRole: roleIn(scope) } : {}),
        ...options,
      }),
    options: {
      ...templates,
      integrationUri: ['arn:aws:apigateway:eu-west-1:sqs:path/111111111111/queue'],
      integrationMethod: Object.values(HttpMethod),
      contentHandling: Object.values(ContentHandling),
      passthroughBehavior: Object.values(PassthroughBehavior),
      requestParameters: [{ 'integration.request.header.id': 'context.connectionId' }, { 'integration.request.querystring.a': "'b'" }],
      withRole: [true],
    },
  },
  {
    protocol: 'WEBSOCKET',
    className: 'WebSocketHttpIntegration',
    inCdk: false,
    create: (integrations, _scope, id, options) => new integrations.WebSocketHttpIntegration(id, 'https://chat.example.com', options),
    options: {},
  },
  {
    protocol: 'WEBSOCKET',
    className: 'WebSocketSqsIntegration',
    inCdk: false,
    create: (integrations, scope, id, options) => new integrations.WebSocketSqsIntegration(id, queueIn(scope), options),
    options: {},
  },
  {
    protocol: 'WEBSOCKET',
    className: 'WebSocketDynamoDbPutItemIntegration',
    inCdk: false,
    create: (integrations, scope, id, options) =>
      new integrations.WebSocketDynamoDbPutItemIntegration(id, tableIn(scope), { item, ...options }),
    options: {},
  },
];

const role = {
  options: (stack: Stack) => ({ credentialsRole: Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::111111111111:role/given') }),
  properties: { CredentialsArn: 'arn:aws:iam::111111111111:role/given' },
};
const uri = arrives('integrationUri', ACTION, { IntegrationUri: ACTION });
/** A field of the form that the queue gets. */
const field = (name: string, fieldName: string) =>
  arrives(name, WebSocketTemplateValue.text('given'), {
    RequestTemplates: { $default: expect.stringMatching(new RegExp(`&${fieldName}=given(&|$)`)) },
  });

export const proofs: OptionProofs = {
  WebSocketLambdaIntegrationProps: {
    permissionScope: {
      options: () => ({ permissionScope: PermissionScope.API }),
      type: 'AWS::Lambda::Permission',
      properties: { SourceArn: { 'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/^\/\*$/)])] } },
    },
  },
  WebSocketAwsIntegrationProps: { credentialsRole: role },
  WebSocketHttpIntegrationProps: {
    ...arrives('method', HttpMethod.PUT, { IntegrationMethod: 'PUT' }),
    ...arrives('proxy', false, { IntegrationType: 'HTTP' }),
  },
  WebSocketSqsIntegrationProps: {
    ...field('messageBody', 'MessageBody'),
    ...field('messageGroupId', 'MessageGroupId'),
    ...field('messageDeduplicationId', 'MessageDeduplicationId'),
    ...uri,
    credentialsRole: role,
  },
  WebSocketDynamoDbPutItemIntegrationProps: {
    item: {
      options: () => ({ item: { given: WebSocketDynamoDbAttribute.text('value') } }),
      properties: {
        RequestTemplates: {
          $default: { 'Fn::Join': ['', expect.arrayContaining([expect.stringContaining('"Item": {"given": {"S": "value"}}')])] },
        },
      },
    },
    ...uri,
    credentialsRole: role,
  },
};
