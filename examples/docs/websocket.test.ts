import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { warningsIn } from 'test-support/problems';
import { expect, test } from 'vitest';
import { anyService, dynamoDb, http, lambda, mock, parameters, queueOfRooms, responses, sqs } from './websocket';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

test.each<[string, (api: WebSocketApi, stack: Stack) => void, object]>([
  [
    'lambda',
    (api, stack) =>
      lambda(
        api,
        new LambdaFunction(stack, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//') }),
      ),
    { IntegrationType: 'AWS_PROXY', TimeoutInMillis: 10_000 },
  ],
  ['http', http, { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'POST' }],
  ['mock', mock, { IntegrationType: 'MOCK' }],
  ['responses', responses, { IntegrationType: 'HTTP', RequestTemplates: { $default: '{"item": $input.json(\'$.item\')}' } }],
  [
    'parameters',
    parameters,
    { RequestParameters: Match.objectLike({ 'integration.request.header.x-token': 'route.request.querystring.token' }) },
  ],
  ['sqs', (api, stack) => sqs(api, new Queue(stack, 'Queue')), { IntegrationType: 'AWS' }],
  [
    'queueOfRooms',
    (api, stack) => queueOfRooms(api, new Queue(stack, 'Queue', { fifo: true })),
    { RequestTemplates: { $default: Match.stringLikeRegexp("MessageBody=.*'\\$\\.order'.*&MessageGroupId=room%20%231&") } },
  ],
  [
    'dynamoDb',
    (api, stack) => dynamoDb(api, new Table(stack, 'Table', { partitionKey: { name: 'connectionId', type: AttributeType.STRING } })),
    { IntegrationType: 'AWS' },
  ],
  ['anyService', (api, stack) => anyService(api, new Topic(stack, 'Topic')), { IntegrationType: 'AWS', IntegrationMethod: 'POST' }],
])('the example %s works without a warning', (_name, build, integration) => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  build(new WebSocketApi(stack, 'Api'), stack);

  Template.fromStack(stack).hasResourceProperties(INTEGRATION, integration);
  expect(warningsIn(app)).toEqual([]);
});
