import { MappingValue } from '@apigwv2-integrations/core';
import { HttpStepFunctionsIntegration } from '@apigwv2-integrations/step-functions';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

declare const stack: Stack;
declare const stateMachine: IStateMachine;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/orders',
  methods: [HttpMethod.POST],
  integration: new HttpStepFunctionsIntegration('OrderIntegration', {
    stateMachine,
    input: MappingValue.wholeRequestBody(),
  }),
});
