import { MappingValue } from '@apigwv2-integrations/core';
import { HttpEventBridgeIntegration, type HttpEventBridgeIntegrationProps } from '@apigwv2-integrations/eventbridge';
import type { Stack } from 'aws-cdk-lib';
import { ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { expectProblem } from 'test-support/problems';
import { serviceCall, TRUST } from 'test-support/services';
import { expect, test } from 'vitest';
import { busIn } from './variants';

const make =
  (options: Omit<HttpEventBridgeIntegrationProps, 'eventBusRef'> = {}) =>
  (stack: Stack) =>
    new HttpEventBridgeIntegration('Orders', { eventBusRef: busIn(stack).eventBusRef, ...options });

const EventBusName = { Ref: expect.stringMatching(/^Bus/) };

test('puts events on the bus, with a role for only that action', () => {
  const call = serviceCall(make());

  expect(call.subtype).toBe('EventBridge-PutEvents');
  expect(call.parameters).toEqual({
    EventBusName,
    Detail: '$request.body.Detail',
    DetailType: '$request.body.DetailType',
    Source: '$request.body.Source',
  });
  expect(call.statements).toEqual([
    {
      Sid: 'AllowEventBridgePutEvents',
      Action: 'events:PutEvents',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Bus/), 'Arn'] },
    },
  ]);
  expect(call.trust).toEqual(TRUST);
});

test('maps each parameter from the given source', () => {
  const { parameters } = serviceCall(
    make({
      detail: MappingValue.wholeRequestBody(),
      detailType: MappingValue.requestPathParam('kind'),
      source: MappingValue.text('shop'),
      time: MappingValue.requestHeader('x-time'),
      resources: MappingValue.custom('["${context.apiId}"]'),
      traceHeader: MappingValue.requestHeader('X-Amzn-Trace-Id'),
    }),
    '/orders/{kind}',
  );

  expect(parameters).toEqual({
    EventBusName,
    Detail: '$request.body',
    DetailType: '$request.path.kind',
    Source: 'shop',
    Time: '$request.header.x-time',
    Resources: '["${context.apiId}"]',
    TraceHeader: '$request.header.X-Amzn-Trace-Id',
  });
});

test('adds a mapping to the defaults with keepDefaults', () => {
  const parameterMapping = new ParameterMapping().custom('Source', 'shop');

  expect(serviceCall(make({ keepDefaults: true, parameterMapping })).parameters).toEqual({
    EventBusName,
    Detail: '$request.body.Detail',
    DetailType: '$request.body.DetailType',
    Source: 'shop',
  });
  expectProblem(make({ parameterMapping }), ['ServiceParameterMissing', 'ServiceParameterMissing']);
});

test('calls an imported bus by name, with permission on its ARN', () => {
  const arn = 'arn:aws:events:eu-west-1:111111111111:event-bus/orders';
  const { parameters, statements } = serviceCall(
    (stack) => new HttpEventBridgeIntegration('Orders', { eventBusRef: EventBus.fromEventBusArn(stack, 'Imported', arn).eventBusRef }),
  );

  expect(parameters.EventBusName).toBe('orders');
  expect(statements[0].Resource).toBe(arn);
});

test('grants no permission on the key of an encrypted bus', () => {
  const { statements } = serviceCall((stack) => {
    const { eventBusRef } = new EventBus(stack, 'Encrypted', { kmsKey: new Key(stack, 'Key') });
    return new HttpEventBridgeIntegration('Orders', { eventBusRef });
  });

  expect(statements).toHaveLength(1);
});
