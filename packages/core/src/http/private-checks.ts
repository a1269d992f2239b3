import { Token } from 'aws-cdk-lib';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import type { HttpPrivateBackend } from './http-private-backend';
import type { HttpPrivateIntegrationOptions } from './http-private-integration-options';
import { takesSecurityGroup } from './link-security-group';

const MAX_SERVER_NAME_CHARACTERS = 512;

/** Characters that neither a host with a port nor a variable contains: RFC 9110, section 7.2. */
const INVALID_IN_HOST = /[\s/?#@\\]/;

/** Problems of the options that all private integrations share. */
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
            message: `there is no VPC link, and none can be created because the VPC of ${backend.construct?.node.path ?? 'the backend'} is unknown`,
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
            message: `the VPC ${vpc.node.path} is not used, because the VPC link ${vpcLink.node.path} belongs to another VPC`,
            remedy: 'omit vpc or vpcLink',
          },
        ]),
    ...((backend.allowFromLink ?? []).length === 0 || takesSecurityGroup(vpcLink)
      ? []
      : [
          {
            code: 'VpcLinkImported',
            value: vpcLink.node.path,
            message: `the imported VPC link ${vpcLink.node.path} is immutable, so no security group can be added to it`,
            remedy:
              'omit the option that allows traffic from the link, and allow traffic from the security group of the link at the backend, such as with listener.connections.allowDefaultPortFrom(group)',
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
        message: 'the secureServerName "" is empty, so the backend would be called over HTTP without TLS',
        remedy: "pass the server name in the backend's certificate, or omit the option for HTTP",
      },
    ];
  }
  return name === undefined || Token.isUnresolved(name) || name.length <= MAX_SERVER_NAME_CHARACTERS
    ? []
    : [
        {
          code: 'SecureServerNameTooLong',
          value: name,
          message: `the secureServerName has ${name.length} characters; the maximum is ${MAX_SERVER_NAME_CHARACTERS}`,
          remedy: "pass the server name in the backend's certificate",
        },
      ];
}

function checkHost(host: string | undefined): IntegrationProblem[] {
  return host === undefined || Token.isUnresolved(host) || (host !== '' && !INVALID_IN_HOST.test(host))
    ? []
    : [
        {
          code: 'HostHeaderInvalid',
          value: host,
          message: `the hostHeader ${JSON.stringify(host)} is not a host`,
          remedy: 'pass a host name with or without a port, such as internal.example:8080',
        },
      ];
}
