import { type IntegrationProblem, type LinkPeer, ProblemSeverity } from '@apigwv2-integrations/core';
import type { HttpServiceDiscoveryIntegrationProps } from './http-service-discovery-integration-props';

type Options = Pick<HttpServiceDiscoveryIntegrationProps, 'allowFromLinkTo' | 'allowFromLinkPort'>;

/** The construct that must allow traffic from the link, or undefined if the link gets no security group. */
export function linkPeersOf({ allowFromLinkTo, allowFromLinkPort }: Options): LinkPeer[] | undefined {
  const port = allowFromLinkPort ?? allowFromLinkTo?.connections.defaultPort;
  return allowFromLinkTo === undefined || port === undefined ? undefined : [{ connectable: allowFromLinkTo, port }];
}

/** Problems of the options `allowFromLinkTo` and `allowFromLinkPort`. */
export function checkLinkPeer({ allowFromLinkTo, allowFromLinkPort }: Options): IntegrationProblem[] {
  if (allowFromLinkTo === undefined) {
    return allowFromLinkPort === undefined
      ? []
      : [
          {
            code: 'LinkPeerMissing',
            value: String(allowFromLinkPort),
            message: `allowFromLinkPort is ${allowFromLinkPort}, but allowFromLinkTo is not set`,
            remedy: "pass the construct that runs the service's instances as allowFromLinkTo, or remove allowFromLinkPort",
          },
        ];
  }
  return (allowFromLinkPort ?? allowFromLinkTo.connections.defaultPort) === undefined ? [PORT_MISSING] : [];
}

/** Warns if `allowFromLinkTo` has no security groups when the app is complete; until then, some may be added. */
export function checkLinkPeerGroups({ allowFromLinkTo }: Options): IntegrationProblem[] {
  return allowFromLinkTo !== undefined && allowFromLinkTo.connections.securityGroups.length === 0 ? [NOT_LET_IN] : [];
}

const PORT_MISSING: IntegrationProblem = {
  code: 'LinkPortMissing',
  message: 'allowFromLinkTo has no default port on which to allow traffic from the VPC link',
  remedy: 'pass the port of the instances as allowFromLinkPort, such as Port.tcp(8080)',
};

const NOT_LET_IN: IntegrationProblem = {
  code: 'LinkNotLetIn',
  severity: ProblemSeverity.WARNING,
  message: 'allowFromLinkTo has no security group, so no rule allows traffic from the VPC link',
  remedy: 'assign a security group to it, or allow the traffic from the link wherever its security groups are managed',
};
