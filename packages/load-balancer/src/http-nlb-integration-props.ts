import type { HttpPrivateIntegrationOptions } from '@apigwv2-integrations/core';

/** Options of `HttpNlbIntegration`. */
export interface HttpNlbIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Whether the VPC link gets a security group of its own, which the load balancer's security groups, if it has
   * any, let in on the listener's port.
   *
   * Turning it on or off replaces the link, since links are immutable; all integrations of the API in the VPC
   * share it. Warnings: `NlbUnknown` for an imported listener, and at synth `NlbWithoutSecurityGroups`, which says
   * which targets must let the link in, and `LinkNotLetIn` for an imported group that takes no rules. In all three
   * nothing lets the link in. Error: `VpcLinkImported` for an imported link.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
   * @default false - the link has no security group, and nothing lets it in
   */
  readonly allowFromLink?: boolean;
}
