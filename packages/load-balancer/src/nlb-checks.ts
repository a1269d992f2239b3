import { type IntegrationProblem, ProblemSeverity } from '@apigwv2-integrations/core';
import type { INetworkListener, INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { targetGroupsOf } from './target-groups';

/** Warns that the load balancer of an imported listener is unknown, so no rule for the VPC link can be added. */
export function checkNlbKnown({ node: { path } }: INetworkListener, loadBalancer: INetworkLoadBalancer | undefined): IntegrationProblem[] {
  return loadBalancer !== undefined
    ? []
    : [
        {
          code: 'NlbUnknown',
          severity: ProblemSeverity.WARNING,
          value: path,
          message: `the load balancer of the imported listener ${path} is unknown, so no rule allows traffic from the VPC link`,
          remedy:
            'create the VPC link with your own security group, allow traffic from it at the load balancer, and pass the link as vpcLink without allowFromLink',
        },
      ];
}

/** Warns about a Network Load Balancer that has no security groups when the app is complete. */
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
      message: `the load balancer ${loadBalancer.node.path} has no security groups that could allow traffic from the VPC link`,
      remedy: `assign a security group when you create it, or allow the addresses of the link's subnets at the targets of ${targets}; rules for the link's security group have no effect there`,
    },
  ];
}
