import { type IntegrationProblem, ProblemSeverity } from '@apigwv2-integrations/core';
import type { DiscoveryType, DnsRecordType, IService } from 'aws-cdk-lib/aws-servicediscovery';
import type { aws_servicediscovery } from 'aws-cdk-lib/interfaces';

/**
 * What is doubtful about a service's kind. API Gateway needs an address and a port of each instance, and asks for
 * them by DiscoverInstances, so that services without DNS records can have both.
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
          ? `the instances of the Cloud Map service ${path} are names (CNAME records), and API Gateway needs an IP address and a port of each`
          : `the Cloud Map service ${path} has ${records} records, with which ECS registers no port, and API Gateway needs one`,
      remedy: 'use DnsRecordType.SRV, ECS Service Connect, or acknowledge this if your instances are registered with address and port',
    },
  ];
}

/** The kind of DNS records, or nothing if the service has none or does not tell. */
function recordsOf(service: aws_servicediscovery.IServiceRef): `${DnsRecordType}` | undefined {
  const { dnsRecordType, discoveryType }: { dnsRecordType?: `${DnsRecordType}`; discoveryType?: `${DiscoveryType}` } =
    service as Partial<IService>;
  return discoveryType === 'API' ? undefined : dnsRecordType;
}

/** Those that the app registers itself with `registerIpInstance` have a port. */
function hasIpInstances({ node }: aws_servicediscovery.IServiceRef): boolean {
  return node.children.some((child) => 'ipv4' in child && 'port' in child);
}
