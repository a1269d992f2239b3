import type { HttpPrivateIntegrationOptions } from '@apigwv2-integrations/core';

/** Options of `HttpAlbIntegration`. */
export interface HttpAlbIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Whether the VPC link gets a security group of its own, which the load balancer's security groups let in on
   * the listener's port, also where the listener has `open: false`.
   *
   * Turning it on or off replaces the link, since links are immutable; all integrations of the API in the VPC
   * share it. Errors: `ListenerPortUnknown` for an imported listener without a default port, `VpcLinkImported`
   * for an imported link. Warns at synth with `LinkNotLetIn` if the listener's imported group takes no rules.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default false - the link has no security group, and nothing lets it in
   */
  readonly allowFromLink?: boolean;
}
