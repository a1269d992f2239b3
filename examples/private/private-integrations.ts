import { HttpAlbIntegration, HttpNlbIntegration } from '@apigwv2-integrations/load-balancer';
import { HttpServiceDiscoveryIntegration } from '@apigwv2-integrations/service-discovery';
import { Duration } from 'aws-cdk-lib';
import type { HttpApi, HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IConnectable, type IVpc, Port } from 'aws-cdk-lib/aws-ec2';
import type { IApplicationListener, INetworkListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IService } from 'aws-cdk-lib/aws-servicediscovery';
import { PORT } from './services';

/** What the shop's routes lead to, all of it in the VPC. */
export interface PrivateBackends {
  readonly api: HttpApi;
  readonly vpc: IVpc;
  readonly shop: IApplicationListener;
  readonly orders: INetworkListener;
  readonly stock: IService;
  /** What runs the stock's containers. */
  readonly stockContainers: IConnectable;
}

/** The shop's integrations, by what they are for. */
export interface PrivateIntegrations {
  readonly shop: HttpRouteIntegration;
  readonly orders: HttpRouteIntegration;
  readonly stock: HttpRouteIntegration;
}

/** Integrations that connect: each backend lets the API's one link in, and nobody else from outside. */
export function privateIntegrations({ vpc, shop, orders, stock, stockContainers }: PrivateBackends): PrivateIntegrations {
  return {
    shop: new HttpAlbIntegration('ShopIntegration', shop, {
      allowFromLink: true,
      hostHeader: 'shop.internal.example',
      stripStage: true,
    }),
    orders: new HttpNlbIntegration('OrdersIntegration', orders, { allowFromLink: true, stripStage: true }),
    stock: new HttpServiceDiscoveryIntegration('StockIntegration', stock, {
      vpc,
      allowFromLinkTo: stockContainers,
      allowFromLinkPort: Port.tcp(PORT),
      timeout: Duration.seconds(5),
    }),
  };
}
