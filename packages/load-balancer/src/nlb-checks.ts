import { type IntegrationProblem, ProblemSeverity } from '@apigwv2-integrations/core';
import type { INetworkListener, INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** What is doubtful about letting a VPC link in at a Network Load Balancer. */
export function checkNlbGroups(listener: INetworkListener, loadBalancer: INetworkLoadBalancer | undefined): IntegrationProblem[] {
  const { path } = listener.node;
  if (loadBalancer === undefined) {
    return [
      {
        code: 'NlbUnknown',
        severity: ProblemSeverity.WARNING,
        value: path,
        message: `the load balancer of the imported listener ${path} is not known, so that nothing lets the VPC link in`,
        remedy:
          'make the VPC link with a security group of yours, let that in at the load balancer, and pass the link as vpcLink without allowFromLink',
      },
    ];
  }
  return loadBalancer.connections.securityGroups.length > 0
    ? []
    : [
        {
          code: 'NlbWithoutSecurityGroups',
          severity: ProblemSeverity.WARNING,
          value: loadBalancer.node.path,
          message: `the load balancer ${loadBalancer.node.path} has no security groups that could let the VPC link in`,
          remedy: `give it one when you create it, or let the addresses of the link's subnets in at the targets of ${targetsOf(listener)}, which never see the link's security group`,
        },
      ];
}

/** The target groups that are the listener's children, as `addTargets` makes them; others are not known here. */
function targetsOf(listener: INetworkListener): string {
  const groups = listener.node.children.filter((child) => 'targetGroupArn' in child);
  return groups.length === 0 ? `the listener ${listener.node.path}` : groups.map(({ node }) => node.path).join(', ');
}
