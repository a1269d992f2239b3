import { MappingEvaluator, ParameterMapping, type SampleRequest } from '@apigwv2-integrations/core';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { Application, ConfigurationContent, HostedConfiguration } from 'aws-cdk-lib/aws-appconfig';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { warningsIn } from 'test-support/problems';
import { describe, expect, test } from 'vitest';
import { HttpShopEventIntegration } from './own-service';
import * as services from './services';

const machineIn = (stack: Stack, stateMachineType: StateMachineType) =>
  new StateMachine(stack, 'Machine', { stateMachineType, definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Start')) });

function flagsIn(stack: Stack) {
  const application = new Application(stack, 'Shop');
  const content = ConfigurationContent.fromInlineJson('{}');
  const { configurationProfileId } = new HostedConfiguration(stack, 'Flags', { application, content });
  return services.flags(application.addEnvironment('Production'), configurationProfileId);
}

/** The parameters that the service receives for a request, as the guides describe. References are replaced by addresses. */
function arrives(make: (stack: Stack) => HttpRouteIntegration, path: string, sample: SampleRequest) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new HttpApi(stack, 'Api').addRoutes({ path, integration: make(stack) });
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'));
  expect(warningsIn(app)).toEqual([]);
  const mapping = Object.entries<unknown>(Properties.RequestParameters).reduce(
    (all, [name, value]) => all.custom(name, typeof value === 'string' ? value : 'https://resource'),
    new ParameterMapping(),
  );
  return MappingEvaluator.service(Properties.IntegrationSubtype, mapping, sample);
}

const order = '{"order":{"id":7}}';

describe('what arrives', () => {
  test.each<[string, (stack: Stack) => HttpRouteIntegration, string, SampleRequest, object]>([
    [
      'a webhook',
      (stack) => services.webhook(new Queue(stack, 'Queue')),
      '/webhooks',
      { body: order, headers: { 'X-Kind': 'order' } },
      { MessageBody: order, MessageAttributes: '{"kind":{"DataType":"String","StringValue":"order"}}' },
    ],
    [
      'an order',
      (stack) => services.fifo(new Queue(stack, 'Queue', { fifo: true })),
      '/customers/{customer}/orders',
      { body: order, pathVariables: { customer: 'ada' }, headers: { 'Idempotency-Key': '5d1a' } },
      { MessageBody: '{"id":7}', MessageGroupId: 'ada', MessageDeduplicationId: '5d1a' },
    ],
    [
      'a message with a delay',
      (stack) => services.added(new Queue(stack, 'Queue')),
      '/orders',
      { body: '{"MessageBody":"hello"}' },
      { MessageBody: 'hello', DelaySeconds: '5' },
    ],
    [
      'an event whose parameters are all in the body',
      (stack) => services.anyEvent(new EventBus(stack, 'Bus')),
      '/events',
      { body: '{"Source":"shop.web","DetailType":"paid","Detail":{"id":7}}' },
      { Source: 'shop.web', DetailType: 'paid', Detail: '{"id":7}' },
    ],
    [
      'an event of the path’s kind',
      (stack) => services.event(new EventBus(stack, 'Bus')),
      '/events/{kind}',
      { body: '{"id":7}', pathVariables: { kind: 'paid' } },
      { Source: 'shop.web', DetailType: 'paid', Detail: '{"id":7}' },
    ],
    [
      'an event under agreed names',
      (stack) => new HttpShopEventIntegration('Paid', new EventBus(stack, 'Bus'), 'order.paid'),
      '/paid',
      { body: '{"id":7}' },
      { Source: 'shop', DetailType: 'order.paid', Detail: '{"id":7}' },
    ],
    [
      'an execution',
      (stack) => services.start(machineIn(stack, StateMachineType.STANDARD)),
      '/returns',
      { body: '{"id":7}' },
      { Input: '{"id":7}' },
    ],
    [
      'an execution with a result',
      (stack) => services.startSync(machineIn(stack, StateMachineType.EXPRESS)),
      '/quotes',
      { body: '{"id":7}' },
      { Input: '{"id":7}' },
    ],
    [
      'an execution that is stopped',
      (stack) => services.stop(machineIn(stack, StateMachineType.STANDARD)),
      '/returns',
      { queryString: { executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:returns:7' } },
      { ExecutionArn: 'arn:aws:states:eu-west-1:123456789012:execution:returns:7', Cause: 'cancelled by the customer' },
    ],
    [
      'a record',
      (stack) => services.record(new Stream(stack, 'Stream')),
      '/clicks',
      { body: 'eyJ4IjoxMiwieSI6MzR9', headers: { 'X-Device': 'd-1' } },
      { Data: 'eyJ4IjoxMiwieSI6MzR9', PartitionKey: 'd-1' },
    ],
    ['a client of a configuration', flagsIn, '/flags', { headers: { 'X-Device': 'd-1' } }, { ClientId: 'd-1' }],
  ])('%s', (_what, make, path, sample, expected) => {
    const { parameters, unresolved } = arrives(make, path, sample);

    expect(parameters).toMatchObject(expected);
    expect(unresolved).toEqual([]);
  });

  test('the record of the guide is JSON in base64', () => {
    expect(Buffer.from('eyJ4IjoxMiwieSI6MzR9', 'base64').toString()).toBe('{"x":12,"y":34}');
  });
});

test('the first integration, and a consumer', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const api = new HttpApi(stack, 'Api');
  const queue = new Queue(stack, 'Queue');
  services.first(api, queue);
  services.consumer(api, queue);
  const keys = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties.RouteKey,
  );

  expect(keys.sort()).toEqual(['DELETE /jobs', 'GET /jobs', 'POST /orders']);
  expect(warningsIn(app)).toEqual([]);
});

test('roles that are shared, and one of one’s own', () => {
  const stack = new Stack(new App(), 'Stack');
  const own = new Role(stack, 'Own', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
  const api = new HttpApi(stack, 'Api');
  for (const [index, integration] of Object.values(services.roles(new Queue(stack, 'Queue'), new EventBus(stack, 'Bus'), own)).entries()) {
    api.addRoutes({ path: `/${index}`, integration });
  }

  Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
});

test('the evaluation of the guide', () => {
  const { parameters, unresolved } = services.evaluation();

  expect(parameters.MessageBody).toBe('{"id":7}');
  expect(unresolved).toEqual(['MessageGroupId']);
});
