import { HttpAlbIntegration, HttpNlbIntegration } from '@apigwv2-integrations/load-balancer';
import { HttpServiceDiscoveryIntegration } from '@apigwv2-integrations/service-discovery';
import { Duration } from 'aws-cdk-lib';
import type { HttpApi, HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IConnectable, type IVpc, Port } from 'aws-cdk-lib/aws-ec2';
import type { IApplicationListener, INetworkListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IService } from 'aws-cdk-lib/aws-servicediscovery';
import { PORT } from './services';

/** The backends of the shop, all in the VPC. */
export interface PrivateBackends {
  readonly api: HttpApi;
  readonly vpc: IVpc;
  readonly shop: IApplicationListener;
  readonly orders: INetworkListener;
  readonly stock: IService;
  /** The ECS service that runs the containers of the stock. */
  readonly stockContainers: IConnectable;
}

/** The integrations of the shop, by purpose. */
export interface PrivateIntegrations {
  readonly shop: HttpRouteIntegration;
  readonly orders: HttpRouteIntegration;
  readonly stock: HttpRouteIntegration;
}

/** Integrations that can connect: each backend allows traffic only from the VPC link of the API. */
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
