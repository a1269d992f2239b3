import type { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';

/** What lets a VPC link in, and on which port. */
export interface LinkPeer {
  /** What has the security groups: a load balancer, a listener, an ECS service. */
  readonly connectable: IConnectable;

  /** The port, or range of ports. */
  readonly port: Port;
}
