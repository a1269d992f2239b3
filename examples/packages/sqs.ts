import { MappingValue } from '@apigwv2-integrations/core';
import { HttpSqsIntegration } from '@apigwv2-integrations/sqs';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

declare const stack: Stack;
declare const queue: IQueue;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/orders',
  methods: [HttpMethod.POST],
  integration: new HttpSqsIntegration('OrderIntegration', {
    queue,
    messageBody: MappingValue.wholeRequestBody(),
  }),
});
