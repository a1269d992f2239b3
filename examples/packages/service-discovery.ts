import { HttpServiceDiscoveryIntegration } from '@apigwv2-integrations/service-discovery';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, type IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IService } from 'aws-cdk-lib/aws-servicediscovery';

declare const stack: Stack;
declare const service: IService;
declare const vpcLink: IVpcLink;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/books/{proxy+}',
  integration: new HttpServiceDiscoveryIntegration('BooksIntegration', service, {
    vpcLink,
    instanceAttributes: { color: 'blue' },
  }),
});
