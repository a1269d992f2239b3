import { type IntegrationProblem, type LinkPeer, ProblemSeverity } from '@apigwv2-integrations/core';
import type { HttpServiceDiscoveryIntegrationProps } from './http-service-discovery-integration-props';

type Options = Pick<HttpServiceDiscoveryIntegrationProps, 'allowFromLinkTo' | 'allowFromLinkPort'>;

/** What lets the link in, or nothing if the link is to be left as it is. */
export function linkPeersOf({ allowFromLinkTo, allowFromLinkPort }: Options): LinkPeer[] | undefined {
  const port = allowFromLinkPort ?? allowFromLinkTo?.connections.defaultPort;
  return allowFromLinkTo === undefined || port === undefined ? undefined : [{ connectable: allowFromLinkTo, port }];
}

/** What is wrong with what is to let the link in. */
export function checkLinkPeer({ allowFromLinkTo, allowFromLinkPort }: Options): IntegrationProblem[] {
  if (allowFromLinkTo === undefined) {
    return allowFromLinkPort === undefined
      ? []
      : [
          {
            code: 'LinkPeerMissing',
            value: String(allowFromLinkPort),
            message: `allowFromLinkPort is ${allowFromLinkPort}, but nothing is told to let the VPC link in`,
            remedy: "pass what the service's instances are as allowFromLinkTo, or leave out allowFromLinkPort",
          },
        ];
  }
  return (allowFromLinkPort ?? allowFromLinkTo.connections.defaultPort) === undefined ? [PORT_MISSING] : [];
}

/** What is doubtful about it once the app is complete: until then it may get security groups. */
export function checkLinkPeerGroups({ allowFromLinkTo }: Options): IntegrationProblem[] {
  return allowFromLinkTo !== undefined && allowFromLinkTo.connections.securityGroups.length === 0 ? [NOT_LET_IN] : [];
}

const PORT_MISSING: IntegrationProblem = {
  code: 'LinkPortMissing',
  message: 'allowFromLinkTo has no default port on which it could let the VPC link in',
  remedy: 'pass the port of the instances as allowFromLinkPort, such as Port.tcp(8080)',
};

const NOT_LET_IN: IntegrationProblem = {
  code: 'LinkNotLetIn',
  severity: ProblemSeverity.WARNING,
  message: 'allowFromLinkTo has no security group, so that no rule lets the VPC link in',
  remedy: 'give it a security group, or let the link in where its security is decided',
};
