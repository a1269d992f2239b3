import type { HttpPrivateIntegrationOptions } from '@apigwv2-integrations/core';

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
