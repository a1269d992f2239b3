// By the CDK's own index, which loads a module when it is first asked for something: most apps have no VPC.
import { AspectPriority, Aspects, aws_ec2 as ec2, Resource } from 'aws-cdk-lib';
import type { IVpcLink, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import type { LinkPeer } from './http-private-backend';

const ID = 'LinkSecurityGroup';

/** Whether the link is one of the app's, and so can get a security group. */
export function takesSecurityGroup(link: IVpcLink): link is VpcLink {
  return 'addSecurityGroups' in link;
}

/**
 * Lets a link in, by a security group of its own, which it has but once: as soon as there is a peer with a group
 * that could name it. Without one, a group would do nothing but replace the link.
 */
export function allowFromLink(link: VpcLink, peers: readonly LinkPeer[]): void {
  if (peers.some(hasGroup)) {
    letIn(link, peers);
  } else if (peers.length > 0) {
    const visit = (node: IConstruct) => {
      if (node === link && peers.some(hasGroup)) {
        letIn(link, peers);
      }
    };
    Aspects.of(link).add({ visit }, { priority: AspectPriority.MUTATING });
  }
}

/**
 * The imported groups that take no rules (`mutable: false`): they do not say so, but ignore them. Known only when the
 * app is synthesized, since peers may get groups until then.
 */
export function groupProblems(link: IVpcLink | undefined, peers: readonly LinkPeer[]): IntegrationProblem[] {
  const own = link?.node.tryFindChild(ID) as SecurityGroup | undefined;
  if (own === undefined) {
    return [];
  }
  return peers
    .flatMap(({ connectable }) => connectable.connections.securityGroups)
    .filter((group) => !Resource.isOwnedResource(group) && !isLetIn(own, group))
    .map((group) => ({
      code: 'LinkNotLetIn',
      severity: ProblemSeverity.WARNING,
      value: group.node.path,
      message: `the imported security group ${group.node.path} takes no rules (mutable: false), so that it does not let the VPC link in`,
      remedy:
        'import it without mutable: false, or make the VPC link with a security group that it lets in, and pass the link as vpcLink without what lets the link in',
    }));
}

function letIn(link: VpcLink, peers: readonly LinkPeer[]): void {
  // As a peer alone, for which there is no egress rule to add: the group lets everything out.
  const connections = new ec2.Connections({ peer: securityGroupOf(link) });
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
  const group = new ec2.SecurityGroup(link, ID, { vpc: link.vpc, description: 'API Gateway VPC link' });
  link.addSecurityGroups(group);
  return group;
}

function hasGroup({ connectable }: LinkPeer): boolean {
  return connectable.connections.securityGroups.length > 0;
}

/** The rule is the group's child, or of two stacks that of the link's own. */
function isLetIn(own: SecurityGroup, { node, securityGroupId }: ISecurityGroup): boolean {
  return [...node.children, ...own.node.children].some(
    (rule) =>
      rule instanceof ec2.CfnSecurityGroupIngress && rule.groupId === securityGroupId && rule.sourceSecurityGroupId === own.securityGroupId,
  );
}
