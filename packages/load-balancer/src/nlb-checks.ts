import { type IntegrationProblem, ProblemSeverity } from '@apigwv2-integrations/core';
import type { INetworkListener, INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { targetGroupsOf } from './target-groups';

/** What is doubtful about letting a VPC link in at the load balancer of an imported listener. */
export function checkNlbKnown({ node: { path } }: INetworkListener, loadBalancer: INetworkLoadBalancer | undefined): IntegrationProblem[] {
  return loadBalancer !== undefined
    ? []
    : [
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

/** What is doubtful about a Network Load Balancer that has no security groups once the app is complete. */
export function checkNlbGroups(listener: INetworkListener, loadBalancer: INetworkLoadBalancer | undefined): IntegrationProblem[] {
  if (loadBalancer === undefined || loadBalancer.connections.securityGroups.length > 0) {
    return [];
  }
  const groups = targetGroupsOf(listener);
  const targets = groups.length === 0 ? `the listener ${listener.node.path}` : groups.join(', ');
  return [
    {
      code: 'NlbWithoutSecurityGroups',
      severity: ProblemSeverity.WARNING,
      value: loadBalancer.node.path,
      message: `the load balancer ${loadBalancer.node.path} has no security groups that could let the VPC link in`,
      remedy: `give it one when you create it, or let the addresses of the link's subnets in at the targets of ${targets}, to which no security group of the link means anything`,
    },
  ];
}
