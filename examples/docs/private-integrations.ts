import { HttpAlbIntegration } from '@apigwv2-integrations/load-balancer';
import { HttpServiceDiscoveryIntegration } from '@apigwv2-integrations/service-discovery';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IVpc, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { ApplicationListener, type ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IService } from 'aws-cdk-lib/aws-servicediscovery';

export function connected(stack: Stack, loadBalancer: ApplicationLoadBalancer, fleet: FargateService): void {
  const listener = loadBalancer.addListener('Listener', { port: 80, open: false });
  listener.addTargets('Books', { port: 8080, targets: [fleet] });

  const books = new HttpAlbIntegration('BooksIntegration', listener, { allowFromLink: true });
  new HttpApi(stack, 'Api', { defaultIntegration: books });
}

export function imported(stack: Stack, vpc: IVpc, securityGroup: SecurityGroup): HttpAlbIntegration {
  const listener = ApplicationListener.fromApplicationListenerAttributes(stack, 'Listener', {
    listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/books/0123/4567',
    securityGroup,
    defaultPort: 80,
  });
  return new HttpAlbIntegration('BooksIntegration', listener, { vpc, allowFromLink: true });
}

export function forwarded(listener: ApplicationListener): HttpAlbIntegration {
  const books = new HttpAlbIntegration('BooksIntegration', listener, {
    hostHeader: 'books.internal.example',
    stripStage: true,
  });
  return books;
}

export function blue(vpc: IVpc, service: IService, fleet: FargateService): HttpServiceDiscoveryIntegration {
  const books = new HttpServiceDiscoveryIntegration('BooksIntegration', service, {
    vpc,
    allowFromLinkTo: fleet,
    allowFromLinkPort: Port.tcp(8080),
    instanceAttributes: { color: 'blue' },
  });
  return books;
}
