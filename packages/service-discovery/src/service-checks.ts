import { type IntegrationProblem, ProblemSeverity } from '@apigwv2-integrations/core';
import type { DiscoveryType, DnsRecordType, IService } from 'aws-cdk-lib/aws-servicediscovery';
import type { aws_servicediscovery } from 'aws-cdk-lib/interfaces';

/**
 * Warns about services whose instances may lack an address or a port. API Gateway needs both, and gets them with
 * DiscoverInstances, so a service without DNS records can provide both.
 */
export function checkService(service: aws_servicediscovery.IServiceRef): IntegrationProblem[] {
  const records = recordsOf(service);
  if (records === undefined || records === 'SRV' || hasIpInstances(service)) {
    return [];
  }
  const { path } = service.node;
  return [
    {
      code: 'CloudMapRecordUnsupported',
      severity: ProblemSeverity.WARNING,
      value: records,
      message:
        records === 'CNAME'
          ? `the instances of the Cloud Map service ${path} are host names (CNAME records), but API Gateway needs the IP address and the port of each`
          : `the Cloud Map service ${path} has ${records} records, for which ECS registers no port, but API Gateway needs one`,
      remedy: 'use DnsRecordType.SRV or ECS Service Connect, or acknowledge this if your instances are registered with address and port',
    },
  ];
}

/** The type of the DNS records, or undefined if the service has none or the type is unknown. */
function recordsOf(service: aws_servicediscovery.IServiceRef): `${DnsRecordType}` | undefined {
  const { dnsRecordType, discoveryType }: { dnsRecordType?: `${DnsRecordType}`; discoveryType?: `${DiscoveryType}` } =
    service as Partial<IService>;
  return discoveryType === 'API' ? undefined : dnsRecordType;
}

/** Whether the app registers instances with `registerIpInstance`; these have an address and a port. */
function hasIpInstances({ node }: aws_servicediscovery.IServiceRef): boolean {
  return node.children.some((child) => 'ipv4' in child && 'port' in child);
}
