import { MappingValue } from '@apigwv2-integrations/core';
import { HttpEventBridgeIntegration } from '@apigwv2-integrations/eventbridge';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';

declare const stack: Stack;
declare const bus: IEventBus;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/events/{kind}',
  methods: [HttpMethod.POST],
  integration: new HttpEventBridgeIntegration('EventIntegration', {
    eventBusRef: bus.eventBusRef,
    detail: MappingValue.wholeRequestBody(),
    detailType: MappingValue.requestPathParam('kind'),
    source: MappingValue.text('shop.web'),
  }),
});
