import { type HttpPrivateBackend, HttpPrivateIntegrationBase, type IntegrationProblem, type LinkPeer } from '@apigwv2-integrations/core';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { Port } from 'aws-cdk-lib/aws-ec2';
import type { CfnListener, INetworkListener, INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { HttpNlbIntegrationProps } from './http-nlb-integration-props';
import { checkNlbGroups, checkNlbKnown } from './nlb-checks';
import { loadBalancerOf } from './owned-listener';

/**
 * Forwards requests from an HTTP API route to a Network Load Balancer's listener, through a VPC link.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export class HttpNlbIntegration extends HttpPrivateIntegrationBase {
  private readonly listener: INetworkListener;
  private readonly allowFromLink: boolean;

  /**
   * Binding the integration to a route throws `VpcLinkMissing` if the listener is imported and neither `vpcLink` nor
   * `vpc` is set.
   *
   * @param id The construct ID of the integration.
   * @param listener The listener, defined in the app or imported.
   * @param props The options.
   */
  public constructor(id: string, listener: INetworkListener, props: HttpNlbIntegrationProps = {}) {
    super(id, props);
    this.listener = listener;
    this.allowFromLink = props.allowFromLink ?? false;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { listener: this.listener };
  }

  protected bindBackend(_options: HttpRouteIntegrationBindOptions): HttpPrivateBackend {
    return {
      uri: this.listener.listenerArn,
      construct: this.listener,
      vpc: this.loadBalancer?.vpc,
      allowFromLink: this.allowFromLink ? this.linkPeers() : undefined,
    };
  }

  protected checkBackend(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return this.allowFromLink ? checkNlbKnown(this.listener, this.loadBalancer) : [];
  }

  protected checkBackendAtSynth(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return this.allowFromLink ? checkNlbGroups(this.listener, this.loadBalancer) : [];
  }

  /** The port is read from the L1 resource, because the listener construct does not expose it. */
  private linkPeers(): LinkPeer[] {
    const { port } = (this.listener.node.defaultChild ?? {}) as Partial<CfnListener>;
    return this.loadBalancer === undefined || port === undefined ? [] : [{ connectable: this.loadBalancer, port: Port.tcp(port) }];
  }

  private get loadBalancer(): INetworkLoadBalancer | undefined {
    return loadBalancerOf<INetworkLoadBalancer>(this.listener);
  }
}
