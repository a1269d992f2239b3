import { HttpAppConfigIntegration } from '@apigwv2-integrations/app-config';
import { MappingValue } from '@apigwv2-integrations/core';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEnvironment } from 'aws-cdk-lib/aws-appconfig';

declare const stack: Stack;
declare const environment: IEnvironment;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/flags',
  methods: [HttpMethod.GET],
  integration: new HttpAppConfigIntegration('FlagIntegration', {
    environment,
    configurationProfileId: 'flags',
    clientId: MappingValue.requestHeader('X-Client'),
  }),
});
