import type { HttpPrivateIntegrationOptions } from '@apigwv2-integrations/core';
import type { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';

/** Options of `HttpServiceDiscoveryIntegration`. Set `vpcLink` or `vpc`, because a Cloud Map service does not know its VPC. */
export interface HttpServiceDiscoveryIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Sends requests only to instances of the service that have all of these attributes.
   *
   * The attributes are appended to the service's ARN in URL-encoded form, such as `?color=blue`. Error:
   * `InstanceAttributeNameEmpty`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   * @default - all healthy instances
   */
  readonly instanceAttributes?: { [name: string]: string };

  /**
   * The construct that runs the service's instances, such as an ECS service. A security group is created for the VPC
   * link, and this construct allows its traffic on `allowFromLinkPort`.
   *
   * Turning the option on or off replaces the link, because links are immutable. All integrations of the API in the
   * VPC share the link. Errors: `LinkPortMissing`, and `VpcLinkImported` for an imported link. At synthesis, the
   * warning `LinkNotLetIn` is reported if the construct has no security group to which a rule can be added.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default - no rule allows traffic from the link
   */
  readonly allowFromLinkTo?: IConnectable;

  /**
   * The port, or range of ports, on which `allowFromLinkTo` allows traffic from the VPC link.
   *
   * Error: `LinkPeerMissing`, without `allowFromLinkTo`.
   *
   * @default - the default port of `allowFromLinkTo`; error `LinkPortMissing` if it has none
   */
  readonly allowFromLinkPort?: Port;
}
