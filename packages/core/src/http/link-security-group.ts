// Imported from the CDK's index, which loads modules on first use, because most apps have no VPC.
import { AspectPriority, Aspects, aws_ec2 as ec2, Resource } from 'aws-cdk-lib';
import type { IVpcLink, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import type { LinkPeer } from './http-private-backend';

const ID = 'LinkSecurityGroup';

/** Whether a security group can be added to the link, which is the case unless it is imported. */
export function takesSecurityGroup(link: IVpcLink): link is VpcLink {
  return 'addSecurityGroups' in link;
}

/**
 * Creates one security group for a link, and rules that allow its traffic, once a peer has a security group. Without
 * such a peer the group would have no effect, and adding it would replace a deployed link.
 */
export function allowFromLink(link: VpcLink, peers: readonly LinkPeer[]): void {
  if (peers.some(hasGroup)) {
    addRules(link, peers);
  } else if (peers.length > 0) {
    const visit = (node: IConstruct) => {
      if (node === link && peers.some(hasGroup)) {
        addRules(link, peers);
      }
    };
    Aspects.of(link).add({ visit }, { priority: AspectPriority.MUTATING });
  }
}

/**
 * Warns about imported security groups that ignore rules (`mutable: false`). Call it at synthesis, because peers may get
 * security groups until then.
 */
export function groupProblems(link: IVpcLink | undefined, peers: readonly LinkPeer[]): IntegrationProblem[] {
  const own = link?.node.tryFindChild(ID) as SecurityGroup | undefined;
  if (own === undefined) {
    return [];
  }
  return peers
    .flatMap(({ connectable }) => connectable.connections.securityGroups)
    .filter((group) => !Resource.isOwnedResource(group) && !allowsTraffic(own, group))
    .map((group) => ({
      code: 'LinkNotLetIn',
      severity: ProblemSeverity.WARNING,
      value: group.node.path,
      message: `the imported security group ${group.node.path} ignores rules (mutable: false), so it does not allow traffic from the VPC link`,
      remedy:
        'import it without mutable: false, or create the VPC link with your own security group, allow traffic from it at the backend, and pass the link as vpcLink without the option that allows traffic from the link',
    }));
}

function addRules(link: VpcLink, peers: readonly LinkPeer[]): void {
  // Only a peer, without security groups of its own, because the group allows all outbound traffic already.
  const connections = new ec2.Connections({ peer: securityGroupOf(link) });
  for (const { connectable, port } of peers) {
    // With two stacks, the rule belongs to the link's stack, which depends on the other one anyway.
    connections.allowTo(connectable, port, 'API Gateway VPC link');
  }
}

function securityGroupOf(link: VpcLink): SecurityGroup {
  const existing = link.node.tryFindChild(ID);
  if (existing !== undefined) {
    return existing as SecurityGroup;
  }
  // Allows all outbound traffic, which integrations that share the link may need.
  const group = new ec2.SecurityGroup(link, ID, { vpc: link.vpc, description: 'API Gateway VPC link' });
  link.addSecurityGroups(group);
  return group;
}

function hasGroup({ connectable }: LinkPeer): boolean {
  return connectable.connections.securityGroups.length > 0;
}

/** The rule is a child of the peer's group, or with two stacks a child of the link's group. */
function allowsTraffic(own: SecurityGroup, { node, securityGroupId }: ISecurityGroup): boolean {
  return [...node.children, ...own.node.children].some(
    (rule) =>
      rule instanceof ec2.CfnSecurityGroupIngress && rule.groupId === securityGroupId && rule.sourceSecurityGroupId === own.securityGroupId,
  );
}
