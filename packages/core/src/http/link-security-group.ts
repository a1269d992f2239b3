import type { IVpcLink, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Connections, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { LinkPeer } from './link-peer';

const ID = 'LinkSecurityGroup';

/** Whether the link is one of the app's, and so can get a security group. */
export function takesSecurityGroup(link: IVpcLink): link is VpcLink {
  return 'addSecurityGroups' in link;
}

/** Lets a link in, by a security group of its own, which it has but once. */
export function allowFromLink(link: VpcLink, peers: readonly LinkPeer[]): void {
  // As a peer alone, for which there is no egress rule to add: the group lets everything out.
  const connections = new Connections({ peer: securityGroupOf(link) });
  for (const { connectable, port } of peers) {
    // From the link's side: of two stacks the rule belongs to the link's, which depends on the other one anyway.
    connections.allowTo(connectable, port, 'API Gateway VPC link');
  }
}

function securityGroupOf(link: VpcLink): SecurityGroup {
  const existing = link.node.tryFindChild(ID);
  if (existing !== undefined) {
    return existing as SecurityGroup;
  }
  // All outbound, as without a group: integrations that share the link may rely on it.
  const group = new SecurityGroup(link, ID, { vpc: link.vpc, description: 'API Gateway VPC link' });
  link.addSecurityGroups(group);
  return group;
}
