import { HttpAlbIntegration } from '@apigwv2-integrations/load-balancer';
import type { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

export function build(stack: Stack): void {
  const vpc = new ec2.Vpc(stack, 'VPC');
  const lb = new elbv2.ApplicationLoadBalancer(stack, 'lb', { vpc });
  const listener = lb.addListener('listener', { port: 80 });
  listener.addTargets('target', {
    port: 80,
  });

  new apigwv2.HttpApi(stack, 'HttpProxyPrivateApi', {
    defaultIntegration: new HttpAlbIntegration('DefaultIntegration', listener),
  });
}
