import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';

declare const stack: Stack;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/docs/{proxy+}',
  integration: new HttpUrlIntegration('DocsIntegration', 'https://docs.example.com/{proxy}', {
    parameterMapping: new ParameterMapping().appendHeader('x-user', MappingValue.requestHeader('user')),
  }),
});
