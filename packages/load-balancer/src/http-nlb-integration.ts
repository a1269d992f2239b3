import {
  type HttpPrivateBackend,
  HttpPrivateIntegrationBase,
  type IntegrationProblem,
  type LinkPeer,
  ProblemSeverity,
} from '@apigwv2-integrations/core';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { Port } from 'aws-cdk-lib/aws-ec2';
import type { CfnListener, INetworkListener, INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { HttpPrivateIntegrationOptions } from './http-private-integration-options';
import { loadBalancerOf, targetGroupsOf } from './listener';

/** Options of `HttpNlbIntegration`. */
export interface HttpNlbIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Whether to create a security group for the VPC link, and to allow its traffic on the listener's port in the
   * security groups of the load balancer, if it has any.
   *
   * Turning the option on or off replaces the link, because links are immutable. All integrations of the API in the
   * VPC share the link. Error: `VpcLinkImported` for an imported link. Three warnings report that no rule could be
   * added: `NlbUnknown` for an imported listener and, at synthesis, `NlbWithoutSecurityGroups`, which names the
   * targets that must allow the traffic, and `LinkNotLetIn` for an imported, immutable security group.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
   * @default false - the link has no security group, and no rule allows its traffic
   */
  readonly allowFromLink?: boolean;
}

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

/** Warns that the load balancer of an imported listener is unknown, so no rule for the VPC link can be added. */
function checkNlbKnown({ node: { path } }: INetworkListener, loadBalancer: INetworkLoadBalancer | undefined): IntegrationProblem[] {
  return loadBalancer !== undefined
    ? []
    : [
        {
          code: 'NlbUnknown',
          severity: ProblemSeverity.WARNING,
          value: path,
          message: `the load balancer of the imported listener ${path} is unknown, so no rule allows traffic from the VPC link`,
          remedy:
            'create the VPC link with your own security group, allow traffic from it at the load balancer, and pass the link as vpcLink without allowFromLink',
        },
      ];
}

/** Warns about a Network Load Balancer that has no security groups when the app is complete. */
function checkNlbGroups(listener: INetworkListener, loadBalancer: INetworkLoadBalancer | undefined): IntegrationProblem[] {
  if (loadBalancer === undefined || loadBalancer.connections.securityGroups.length > 0) {
    return [];
  }
  const groups = targetGroupsOf(listener);
  const targets = groups.length === 0 ? `the listener ${listener.node.path}` : groups.join(', ');
  return [
    {
      code: 'NlbWithoutSecurityGroups',
      severity: ProblemSeverity.WARNING,
      value: loadBalancer.node.path,
      message: `the load balancer ${loadBalancer.node.path} has no security groups that could allow traffic from the VPC link`,
      remedy: `assign a security group when you create it, or allow the addresses of the link's subnets at the targets of ${targets}; rules for the link's security group have no effect there`,
    },
  ];
}
