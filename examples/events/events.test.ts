import { MappingEvaluator, ParameterMapping, type SampleRequest } from '@apigwv2-integrations/core';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { warningsIn } from 'test-support/problems';
import { describe, expect, test } from 'vitest';
import { EventsStack } from './events-stack';

const app = new App();
const template = Template.fromStack(new EventsStack(app, 'Events'));
const propertiesOf = (type: string) => Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({ id, ...Properties }));

/** The parameters that a service receives for a request, according to the mapping in the template. */
function sent(routeKey: string, sample: SampleRequest) {
  const route = propertiesOf('AWS::ApiGatewayV2::Route').find(({ RouteKey }) => RouteKey === routeKey);
  const { Ref } = route?.Target['Fn::Join'][1][1] ?? {};
  const { IntegrationSubtype, RequestParameters } = propertiesOf('AWS::ApiGatewayV2::Integration').find(({ id }) => id === Ref) ?? {};
  // The values of references are known only after deployment.
  const mapping = Object.entries(RequestParameters).reduce<ParameterMapping>(
    (all, [name, value]) => all.custom(name, typeof value === 'string' ? value : `https://${Object.values(value as object)[0]}`),
    new ParameterMapping(),
  );
  return { subtype: IntegrationSubtype, ...MappingEvaluator.service(IntegrationSubtype, mapping, sample) };
}

const body = '{"order":{"id":7},"Detail":{"id":7},"DetailType":"paid","Source":"shop"}';

describe('a request', () => {
  test.each<[string, SampleRequest, string, object]>([
    [
      'POST /webhooks/{sender}',
      { body, pathVariables: { sender: 'acme' } },
      'SQS-SendMessage',
      {
        QueueUrl: expect.stringMatching(/Inbox/),
        MessageBody: body,
        MessageAttributes: '{"sender":{"DataType":"String","StringValue":"acme"}}',
      },
    ],
    [
      'POST /customers/{customer}/orders',
      { body, pathVariables: { customer: 'c-1' }, headers: { 'idempotency-key': 'k-1' } },
      'SQS-SendMessage',
      { QueueUrl: expect.stringMatching(/Orders/), MessageBody: '{"id":7}', MessageGroupId: 'c-1', MessageDeduplicationId: 'k-1' },
    ],
    [
      'POST /events/{kind}',
      { body, pathVariables: { kind: 'paid' } },
      'EventBridge-PutEvents',
      { EventBusName: expect.stringMatching(/Bus/), Detail: body, DetailType: 'paid', Source: 'shop.web' },
    ],
    [
      'POST /events',
      { body },
      'EventBridge-PutEvents',
      { EventBusName: expect.stringMatching(/Bus/), Detail: '{"id":7}', DetailType: 'paid', Source: 'shop' },
    ],
    [
      'POST /clicks',
      { body: '{"x":1}', headers: { 'X-Device': 'd-1' } },
      'Kinesis-PutRecord',
      { StreamName: expect.stringMatching(/Clicks/), Data: '{"x":1}', PartitionKey: 'd-1' },
    ],
    ['POST /quotes', { body }, 'StepFunctions-StartSyncExecution', { StateMachineArn: expect.stringMatching(/Pricing/), Input: body }],
  ])('%s arrives', (routeKey, sample, subtype, parameters) => {
    expect(sent(routeKey, sample)).toEqual({ subtype, parameters, unresolved: [] });
  });

  test('without what a parameter reads does not arrive', () => {
    expect(sent('POST /customers/{customer}/orders', { body, pathVariables: { customer: 'c-1' } }).unresolved).toEqual([
      'MessageDeduplicationId',
    ]);
  });
});

test('each route has a role of its own, which may do one thing', () => {
  const policies = propertiesOf('AWS::IAM::Policy').filter(({ Roles: [{ Ref }] }) => Ref.includes('InvokeRole'));
  const actions = policies.map(({ PolicyDocument }) => PolicyDocument.Statement.map(({ Action }: { Action: string }) => Action));

  expect(actions.sort()).toEqual([
    ['events:PutEvents'],
    ['events:PutEvents'],
    ['kinesis:PutRecord'],
    ['sqs:SendMessage'],
    ['sqs:SendMessage', ['kms:GenerateDataKey', 'kms:Decrypt']],
    ['states:StartSyncExecution'],
  ]);
});

test('the sender of a webhook gets 202', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    Description: 'Keeps what other shops send',
    TimeoutInMillis: 5000,
    ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '202' }] } },
  });
});

test('has no warnings', () => {
  expect(warningsIn(app)).toEqual([]);
});
