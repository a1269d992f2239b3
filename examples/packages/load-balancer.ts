import { HttpAlbIntegration } from '@apigwv2-integrations/load-balancer';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

declare const stack: Stack;
declare const listener: IApplicationListener;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/orders/{proxy+}',
  integration: new HttpAlbIntegration('OrdersIntegration', listener, {
    allowFromLink: true,
    stripStage: true,
  }),
});
