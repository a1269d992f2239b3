import type { IConnectable, IVpc, Port } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

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
   * The backend's construct, by whose path problems name it.
   *
   * @default - it is named by the route and the integration alone
   */
  readonly construct?: IConstruct;

  /**
   * What lets the link in: the link gets a security group of its own, for which each peer gets a rule. Peers
   * without a security group get one as soon as they have one.
   *
   * @default - as with an empty list, the link is left as it is, and nothing lets it in
   */
  readonly allowFromLink?: LinkPeer[];
}

/** What lets a VPC link in, and on which port. */
export interface LinkPeer {
  /** What has the security groups: a load balancer, a listener, an ECS service. */
  readonly connectable: IConnectable;

  /** The port, or range of ports. */
  readonly port: Port;
}
