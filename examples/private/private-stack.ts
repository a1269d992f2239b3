import { HttpAlbIntegration, HttpNlbIntegration } from '@apigwv2-integrations/load-balancer';
import { HttpServiceDiscoveryIntegration } from '@apigwv2-integrations/service-discovery';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IVpc, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { DnsRecordType, PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import { PORT, Services } from './services';

/** One HTTP API before three private backends, which its one VPC link reaches and nobody else from outside. */
export class PrivateStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const vpc = new Vpc(this, 'Network', { maxAzs: 2, natGateways: 1 });
    const services = new Services(this, 'Services', vpc);
    const api = new HttpApi(this, 'Api');
    api.addRoutes({ path: '/shop/{proxy+}', methods: [HttpMethod.ANY], integration: this.shop(vpc, services) });
    api.addRoutes({ path: '/orders/{id}', methods: [HttpMethod.GET, HttpMethod.PUT], integration: this.orders(vpc, services) });
    api.addRoutes({ path: '/stock/{item}', methods: [HttpMethod.GET], integration: this.stock(vpc, services) });

    new CfnOutput(this, 'Url', { value: api.apiEndpoint });
  }

  /** An internal Application Load Balancer, whose listener lets the link in alone. */
  private shop(vpc: IVpc, services: Services): HttpAlbIntegration {
    const listener = new ApplicationLoadBalancer(this, 'ShopBalancer', { vpc }).addListener('Listener', { port: 80, open: false });
    listener.addTargets('Shop', { port: PORT, targets: [services.add('Shop')] });

    return new HttpAlbIntegration('ShopIntegration', listener, {
      allowFromLink: true,
      hostHeader: 'shop.internal.example',
      stripStage: true,
    });
  }

  /** An internal Network Load Balancer with a security group, so that it has something that lets the link in. */
  private orders(vpc: IVpc, services: Services): HttpNlbIntegration {
    const orders = services.add('Orders');
    const balancer = new NetworkLoadBalancer(this, 'OrdersBalancer', {
      vpc,
      securityGroups: [new SecurityGroup(this, 'OrdersBalancerGroup', { vpc })],
    });
    const listener = balancer.addListener('Listener', { port: 80 });
    listener.addTargets('Orders', { port: PORT, targets: [orders] });
    orders.connections.allowFrom(balancer, Port.tcp(PORT));

    return new HttpNlbIntegration('OrdersIntegration', listener, { allowFromLink: true, stripStage: true });
  }

  /** Containers that the link calls itself, at the addresses and ports that ECS registers as SRV records. */
  private stock(vpc: IVpc, services: Services): HttpServiceDiscoveryIntegration {
    const cloudMapNamespace = new PrivateDnsNamespace(this, 'Namespace', { name: 'shop.internal', vpc });
    const stock = services.add('Stock', { name: 'stock', cloudMapNamespace, dnsRecordType: DnsRecordType.SRV });
    if (stock.cloudMapService === undefined) {
      throw new Error('the service is not registered in Cloud Map');
    }

    return new HttpServiceDiscoveryIntegration('StockIntegration', stock.cloudMapService, {
      vpc,
      allowFromLinkTo: stock,
      allowFromLinkPort: Port.tcp(PORT),
      timeout: Duration.seconds(5),
    });
  }
}
