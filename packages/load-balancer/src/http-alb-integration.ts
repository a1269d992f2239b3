import { type HttpPrivateBackend, HttpPrivateIntegrationBase, type IntegrationProblem } from '@apigwv2-integrations/core';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IApplicationListener, IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { HttpPrivateIntegrationOptions } from './http-private-integration-options';
import { loadBalancerOf } from './listener';

/** Options of `HttpAlbIntegration`. */
export interface HttpAlbIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Whether to create a security group for the VPC link, and to allow its traffic on the listener's port in the
   * security groups of the load balancer. This also works for a listener with `open: false`.
   *
   * Turning the option on or off replaces the link, because links are immutable. All integrations of the API in the
   * VPC share the link. Errors: `ListenerPortUnknown` for an imported listener without a default port, and
   * `VpcLinkImported` for an imported link. At synthesis, the warning `LinkNotLetIn` is reported if the listener is
   * imported with an immutable security group.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default false - the link has no security group, and no rule allows its traffic
   */
  readonly allowFromLink?: boolean;
}

/**
 * Forwards requests from an HTTP API route to an Application Load Balancer's listener, through a VPC link.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export class HttpAlbIntegration extends HttpPrivateIntegrationBase {
  private readonly listener: IApplicationListener;
  private readonly allowFromLink: boolean;

  /**
   * Binding the integration to a route throws `VpcLinkMissing` if the listener is imported and neither `vpcLink` nor
   * `vpc` is set.
   *
   * @param id The construct ID of the integration.
   * @param listener The listener, defined in the app or imported.
   * @param props The options.
   */
  public constructor(id: string, listener: IApplicationListener, props: HttpAlbIntegrationProps = {}) {
    super(id, props);
    this.listener = listener;
    this.allowFromLink = props.allowFromLink ?? false;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { listener: this.listener };
  }

  protected bindBackend(_options: HttpRouteIntegrationBindOptions): HttpPrivateBackend {
    const port = this.listener.connections.defaultPort;
    return {
      uri: this.listener.listenerArn,
      construct: this.listener,
      vpc: loadBalancerOf<IApplicationLoadBalancer>(this.listener)?.vpc,
      allowFromLink: this.allowFromLink ? port && [{ connectable: this.listener, port }] : undefined,
    };
  }

  protected checkBackend(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    const { path } = this.listener.node;
    return this.allowFromLink && this.listener.connections.defaultPort === undefined
      ? [
          {
            code: 'ListenerPortUnknown',
            value: path,
            message: `the port of the imported listener ${path} is unknown, so traffic from the VPC link cannot be allowed`,
            remedy: 'import the listener with its defaultPort',
          },
        ]
      : [];
  }
}
