import { Token } from 'aws-cdk-lib';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import type { HttpPrivateBackend } from './http-private-backend';
import type { HttpPrivateIntegrationOptions } from './http-private-integration-options';
import { takesSecurityGroup } from './link-security-group';

const MAX_SERVER_NAME = 512;

/** What no host with an optional port has, and no variable either: see RFC 9110, section 7.2. */
const NOT_IN_HOST = /[\s/?#@\\]/;

/** What is wrong with the options that every private integration takes. */
export function checkPrivateOptions(options: HttpPrivateIntegrationOptions, backend: HttpPrivateBackend): IntegrationProblem[] {
  return [...checkLink(options, backend), ...checkServerName(options.secureServerName), ...checkHost(options.hostHeader)];
}

function checkLink({ vpcLink, vpc }: HttpPrivateIntegrationOptions, backend: HttpPrivateBackend): IntegrationProblem[] {
  if (vpcLink === undefined) {
    return vpc !== undefined || backend.vpc !== undefined
      ? []
      : [
          {
            code: 'VpcLinkMissing',
            value: backend.construct?.node.path,
            message: `there is no VPC link, and none can be made: the VPC of ${backend.construct?.node.path ?? 'the backend'} is not known`,
            remedy: "pass vpcLink, or the backend's VPC as vpc",
          },
        ];
  }
  return [
    ...(vpc === undefined || vpc === vpcLink.vpc || vpc.vpcId === vpcLink.vpc.vpcId
      ? []
      : [
          {
            code: 'VpcUnused',
            severity: ProblemSeverity.WARNING,
            value: vpc.node.path,
            message: `the VPC ${vpc.node.path} is not used, since the VPC link ${vpcLink.node.path} is of another one`,
            remedy: 'leave out vpc or vpcLink',
          },
        ]),
    ...((backend.allowFromLink ?? []).length === 0 || takesSecurityGroup(vpcLink)
      ? []
      : [
          {
            code: 'VpcLinkImported',
            value: vpcLink.node.path,
            message: `the imported VPC link ${vpcLink.node.path} cannot get a security group that the backend would let in`,
            remedy:
              'leave out what lets the link in, and let its own security group in at the backend, such as by listener.connections.allowDefaultPortFrom(group)',
          },
        ]),
  ];
}

function checkServerName(name: string | undefined): IntegrationProblem[] {
  if (name === '') {
    return [
      {
        code: 'SecureServerNameEmpty',
        value: name,
        message: 'the secureServerName "" is empty, and the backend would be called by plain HTTP',
        remedy: "pass the name on the backend's certificate, or leave it out for plain HTTP",
      },
    ];
  }
  return name === undefined || Token.isUnresolved(name) || name.length <= MAX_SERVER_NAME
    ? []
    : [
        {
          code: 'SecureServerNameTooLong',
          value: name,
          message: `the secureServerName has ${name.length} characters, ${MAX_SERVER_NAME} at most are allowed`,
          remedy: "pass the name on the backend's certificate",
        },
      ];
}

function checkHost(host: string | undefined): IntegrationProblem[] {
  return host === undefined || Token.isUnresolved(host) || (host !== '' && !NOT_IN_HOST.test(host))
    ? []
    : [
        {
          code: 'HostHeaderInvalid',
          value: host,
          message: `the hostHeader ${JSON.stringify(host)} is no host`,
          remedy: 'pass a host name, with a port or without, such as internal.example:8080',
        },
      ];
}
