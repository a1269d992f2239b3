import type { HttpPrivateIntegrationOptions } from '@apigwv2-integrations/core';

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
