import { HttpServiceDiscoveryIntegration } from '@apigwv2-integrations/service-discovery';
import type { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';

export function build(stack: Stack): void {
  const vpc = new ec2.Vpc(stack, 'VPC');
  const vpcLink = new apigwv2.VpcLink(stack, 'VpcLink', { vpc });
  const namespace = new servicediscovery.PrivateDnsNamespace(stack, 'Namespace', {
    name: 'boobar.com',
    vpc,
  });
  const service = namespace.createService('Service');

  new apigwv2.HttpApi(stack, 'HttpProxyPrivateApi', {
    defaultIntegration: new HttpServiceDiscoveryIntegration('DefaultIntegration', service, {
      vpcLink,
    }),
  });
}
