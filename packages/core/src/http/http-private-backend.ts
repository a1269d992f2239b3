import type { IConnectable, IVpc, Port } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/** The properties of a private integration that its backend determines. */
export interface HttpPrivateBackend {
  /** The ARN of a load balancer's listener or of a Cloud Map service. */
  readonly uri: string;

  /**
   * The VPC of the backend.
   *
   * @default - unknown; the user must set `vpc` or `vpcLink`
   */
  readonly vpc?: IVpc;

  /**
   * The construct of the backend. Messages show its path.
   *
   * @default - none
   */
  readonly construct?: IConstruct;

  /**
   * The peers that allow traffic from the VPC link. A security group is created for the link, and a rule that allows its
   * traffic is added to the security groups of each peer, including those that are assigned until synthesis.
   *
   * @default - none; the link has no security group, and no rule allows its traffic
   */
  readonly allowFromLink?: LinkPeer[];
}

/** A peer that allows traffic from a VPC link. */
export interface LinkPeer {
  /** The construct that has the security groups, such as a load balancer, a listener or an ECS service. */
  readonly connectable: IConnectable;

  /** The port or range of ports. */
  readonly port: Port;
}
