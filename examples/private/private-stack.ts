import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IVpc, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  type NetworkListener,
  NetworkLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { DnsRecordType, type IService, PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import { type PrivateBackends, type PrivateIntegrations, privateIntegrations } from './private-integrations';
import { PORT, Services } from './services';

export interface PrivateStackProps extends StackProps {
  /**
   * Creates the integrations.
   *
   * @default privateIntegrations
   */
  readonly integrations?: (backends: PrivateBackends) => PrivateIntegrations;
}

/** One HTTP API with three private backends, which only its VPC link can reach from outside. */
export class PrivateStack extends Stack {
  public constructor(scope: Construct, id: string, { integrations = privateIntegrations, ...props }: PrivateStackProps = {}) {
    super(scope, id, props);

    const vpc = new Vpc(this, 'Network', { maxAzs: 2, natGateways: 1 });
    const services = new Services(this, 'Services', vpc);
    const api = new HttpApi(this, 'Api');
    const { shop, orders, stock } = integrations({
      api,
      vpc,
      shop: this.shop(vpc, services),
      orders: this.orders(vpc, services),
      ...this.stock(vpc, services),
    });
    api.addRoutes({ path: '/shop/{proxy+}', methods: [HttpMethod.ANY], integration: shop });
    api.addRoutes({ path: '/orders/{id}', methods: [HttpMethod.GET, HttpMethod.PUT], integration: orders });
    api.addRoutes({ path: '/stock/{item}', methods: [HttpMethod.GET], integration: stock });

    new CfnOutput(this, 'Url', { value: api.apiEndpoint });
  }

  /** An internal Application Load Balancer, which allows no traffic by default. */
  private shop(vpc: IVpc, services: Services): ApplicationListener {
    const listener = new ApplicationLoadBalancer(this, 'ShopBalancer', { vpc }).addListener('Listener', { port: 80, open: false });
    listener.addTargets('Shop', { port: PORT, targets: [services.add('Shop')] });
    return listener;
  }

  /** An internal Network Load Balancer with a security group, which can allow traffic from the VPC link. */
  private orders(vpc: IVpc, services: Services): NetworkListener {
    const orders = services.add('Orders');
    const balancer = new NetworkLoadBalancer(this, 'OrdersBalancer', {
      vpc,
      securityGroups: [new SecurityGroup(this, 'OrdersBalancerGroup', { vpc })],
    });
    const listener = balancer.addListener('Listener', { port: 80 });
    listener.addTargets('Orders', { port: PORT, targets: [orders] });
    orders.connections.allowFrom(balancer, Port.tcp(PORT));
    return listener;
  }

  /** Containers that the VPC link calls directly, at the addresses and ports that ECS registers as SRV records. */
  private stock(vpc: IVpc, services: Services): Pick<PrivateBackends, 'stock' | 'stockContainers'> {
    const cloudMapNamespace = new PrivateDnsNamespace(this, 'Namespace', { name: 'shop.internal', vpc });
    const stockContainers = services.add('Stock', { name: 'stock', cloudMapNamespace, dnsRecordType: DnsRecordType.SRV });
    const stock: IService | undefined = stockContainers.cloudMapService;
    if (stock === undefined) {
      throw new Error('the service is not registered in Cloud Map');
    }
    return { stock, stockContainers };
  }
}
