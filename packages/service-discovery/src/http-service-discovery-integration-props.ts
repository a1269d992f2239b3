import type { HttpPrivateIntegrationOptions } from '@apigwv2-integrations/core';
import type { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';

/** Options of `HttpServiceDiscoveryIntegration`. A Cloud Map service does not know its VPC: pass `vpcLink` or `vpc`. */
export interface HttpServiceDiscoveryIntegrationProps extends HttpPrivateIntegrationOptions {
  /**
   * Which of the service's instances get requests: those that have all of these attributes.
   *
   * They are appended to the service's ARN as `?color=blue`, URL-encoded. Error: `InstanceAttributeNameEmpty`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   * @default - all healthy instances
   */
  readonly instanceAttributes?: { [name: string]: string };

  /**
   * What the service's instances are, such as an ECS service: the VPC link gets a security group of its own, and
   * this lets it in on `allowFromLinkPort`.
   *
   * Turning it on or off replaces the link, since links are immutable; all integrations of the API in the VPC
   * share it. Errors: `LinkPortMissing`, and `VpcLinkImported` for an imported link. Warns at synth with
   * `LinkNotLetIn` if it has no security group that takes a rule: the link is then not let in.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
   * @default - nothing lets the link in
   */
  readonly allowFromLinkTo?: IConnectable;

  /**
   * The port, or range of ports, on which `allowFromLinkTo` lets the VPC link in.
   *
   * Without `allowFromLinkTo` it is an error, `LinkPeerMissing`.
   *
   * @default - the default port of `allowFromLinkTo`; an error, `LinkPortMissing`, if it has none
   */
  readonly allowFromLinkPort?: Port;
}
