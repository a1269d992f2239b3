import { asObject, asText, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { defined, type Expansion, type WrittenResource } from './expansion';
import { hashOf } from './logical-id';

/** The API of a custom domain. */
export interface DomainOwner {
  readonly source: WrittenResource;
  readonly stageId: string;
  /** Name of the tag with which SAM marks what it makes. */
  readonly tag: string;
}

/**
 * Adds the custom domain of an API, its API mappings and its records in Route 53.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapidomainconfiguration.html
 */
export function addDomain(domain: unknown, { source, stageId, tag }: DomainOwner, expansion: Expansion): void {
  if (!isObject(domain)) {
    return;
  }
  const { logicalId } = source;
  const value = (name: string) => member(domain, name);
  const [name, certificate] = [value('DomainName'), value('CertificateArn')];
  if (name === undefined || certificate === undefined) {
    expansion.note(source, 'its Domain needs a DomainName and a CertificateArn');
    return;
  }
  const domainId = `ApiGatewayDomainNameV2${hashOf(expansion.withDefaults(name))}`;
  const origin = { source, property: 'Properties/Domain' };
  const configuration = {
    CertificateArn: certificate,
    EndpointType: value('EndpointConfiguration') ?? 'REGIONAL',
    OwnershipVerificationCertificateArn: value('OwnershipVerificationCertificateArn'),
    SecurityPolicy: value('SecurityPolicy'),
  };
  const properties = {
    DomainName: name,
    DomainNameConfigurations: [defined(configuration)],
    MutualTlsAuthentication: trustStoreOf(value('MutualTlsAuthentication')),
    Tags: { [tag]: 'SAM' },
  };
  expansion.add(domainId, 'AWS::ApiGatewayV2::DomainName', properties, origin);
  expansion.names.set(`${logicalId}.DomainName`, domainId);
  for (const path of basePaths(expansion.withDefaults(value('BasePath')))) {
    const mapping = {
      ApiId: { Ref: logicalId },
      DomainName: { Ref: domainId },
      Stage: { Ref: stageId },
      ApiMappingKey: path?.replace(/^\/+|\/+$/g, ''),
    };
    expansion.add(`${logicalId}${(path ?? '').replace(/[-_/]+/g, '')}ApiMapping`, 'AWS::ApiGatewayV2::ApiMapping', mapping, origin);
  }
  addRecords(asObject(value('Route53')), name, domainId, source, expansion);
}

/** SAM leaves out what is empty, such as a version that is 0. */
function trustStoreOf(written: unknown): unknown {
  return isObject(written) ? Object.fromEntries(Object.entries(written).filter(([, value]) => Boolean(value))) : undefined;
}

function basePaths(written: unknown): readonly (string | undefined)[] {
  const paths = (Array.isArray(written) ? written : [written]).flatMap((path: unknown) => asText(path) || []);
  return paths.length === 0 ? [undefined] : paths;
}

/** Domains of one hosted zone share their record set group. */
function addRecords(route53: JsonObject, name: unknown, domainId: string, source: WrittenResource, expansion: Expansion): void {
  const [zoneId, zoneName] = [member(route53, 'HostedZoneId'), member(route53, 'HostedZoneName')];
  if (zoneId === undefined && zoneName === undefined) {
    return;
  }
  const target = {
    EvaluateTargetHealth: member(route53, 'EvaluateTargetHealth'),
    HostedZoneId: { 'Fn::GetAtt': [domainId, 'RegionalHostedZoneId'] },
    DNSName: { 'Fn::GetAtt': [domainId, 'RegionalDomainName'] },
  };
  const record = (type: string) =>
    defined({
      Name: name,
      Type: type,
      AliasTarget: defined(target),
      Region: member(route53, 'Region'),
      SetIdentifier: member(route53, 'SetIdentifier'),
    });
  const id = `RecordSetGroup${hashOf(expansion.withDefaults(zoneId ?? zoneName))}`;
  const earlier = member(expansion.resources, id, 'Properties', 'RecordSets');
  const records = [...(Array.isArray(earlier) ? earlier : []), record('A'), ...(member(route53, 'IpV6') === true ? [record('AAAA')] : [])];
  const zone = zoneId === undefined ? { HostedZoneName: zoneName } : { HostedZoneId: zoneId };
  expansion.add(id, 'AWS::Route53::RecordSetGroup', { ...zone, RecordSets: records }, { source, property: 'Properties/Domain/Route53' });
}
