import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { LinkPeer } from './link-peer';

/** What only a private backend knows: everything of its integration but the common options and the link. */
export interface HttpPrivateBackend {
  /** The ARN of a load balancer's listener or of a Cloud Map service. */
  readonly uri: string;

  /**
   * The VPC that the backend is in.
   *
   * @default - unknown, so that `vpc` or `vpcLink` must be given
   */
  readonly vpc?: IVpc;

  /**
   * What lets the link in. With a list, even an empty one, the link gets a security group of its own.
   *
   * @default - the link is left as it is, and nothing lets it in
   */
  readonly allowFromLink?: LinkPeer[];
}
