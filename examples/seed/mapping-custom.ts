import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import type { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

export function build(stack: Stack): void {
  new apigwv2.HttpApi(stack, 'HttpProxyPrivateApi', {
    defaultIntegration: new HttpUrlIntegration('DefaultIntegration', 'https://get-books-proxy.example.com', {
      parameterMapping: new apigwv2.ParameterMapping().custom('myKey', 'myValue'),
    }),
  });
}
