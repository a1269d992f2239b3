import type { Forms, IdentifierFactory, IdentifierFormat, Named } from './identifier-format';

const KINDS: Readonly<Record<string, string>> = { network: 'net', gateway: 'gwy' };
const loadBalancerPath = (lb: Named): string => {
  const type = lb.property('Type');
  return `${Object.hasOwn(KINDS, type) ? KINDS[type] : 'app'}/${lb.name.slice(0, 32)}/${lb.id(16, 'hex')}`;
};
const loadBalancerArn: IdentifierFactory = (lb) => lb.arn('elasticloadbalancing', `loadbalancer/${loadBalancerPath(lb)}`);
const listenerArn: IdentifierFactory = (listener) => {
  const arn = listener.property('LoadBalancerArn');
  const [, path = `app/${listener.name}/${listener.id(16, 'hex')}`] = /:loadbalancer\/(.+)$/.exec(arn) ?? [];
  return listener.arn('elasticloadbalancing', `listener/${path}/${listener.id(16, 'hex')}`);
};
const targetGroupPath: IdentifierFactory = (group) => `targetgroup/${group.name.slice(0, 32)}/${group.id(16, 'hex')}`;
const targetGroupArn: IdentifierFactory = (group) => group.arn('elasticloadbalancing', targetGroupPath(group));

const cloudMapId =
  (kind: string): IdentifierFactory =>
  (resource) =>
    `${kind}-${resource.id(16, 'lower')}`;
const cloudMapArn =
  (kind: string, id: IdentifierFactory): IdentifierFactory =>
  (resource) =>
    resource.arn('servicediscovery', `${kind}/${id(resource)}`);
const cloudMap = (kind: string, prefix: string): IdentifierFormat => {
  const id = cloudMapId(prefix);
  return { name: 'Name', ref: id, attributes: { Id: id, Arn: cloudMapArn(kind, id), Name: ({ name }) => name } };
};
const NAMESPACE = cloudMap('namespace', 'ns');

/** A resource of EC2: `vpc-0123456789abcdef0`. */
const ec2 = (prefix: string, attribute: string): IdentifierFormat => {
  const id: IdentifierFactory = (resource) => `${prefix}-${resource.id(17, 'hex')}`;
  return { ref: id, attributes: { [attribute]: id } };
};

const distributionId: IdentifierFactory = (distribution) => `E${distribution.id(13, 'upper')}`;

export const NETWORK: Forms = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    name: 'Name',
    ref: loadBalancerArn,
    attributes: {
      LoadBalancerArn: loadBalancerArn,
      LoadBalancerFullName: loadBalancerPath,
      LoadBalancerName: ({ name }) => name.slice(0, 32),
      DNSName: (lb) => `${lb.name.slice(0, 32)}-${lb.id(10, 'digits')}.${lb.region}.elb.${lb.urlSuffix}`,
      CanonicalHostedZoneID: (lb) => `Z${lb.id(13, 'upper')}`,
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': { ref: listenerArn, attributes: { ListenerArn: listenerArn } },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    name: 'Name',
    ref: targetGroupArn,
    attributes: { TargetGroupArn: targetGroupArn, TargetGroupFullName: targetGroupPath, TargetGroupName: ({ name }) => name.slice(0, 32) },
  },
  'AWS::ServiceDiscovery::Service': cloudMap('service', 'srv'),
  'AWS::ServiceDiscovery::PrivateDnsNamespace': NAMESPACE,
  'AWS::ServiceDiscovery::HttpNamespace': NAMESPACE,
  'AWS::ServiceDiscovery::PublicDnsNamespace': NAMESPACE,
  'AWS::EC2::VPC': ec2('vpc', 'VpcId'),
  'AWS::EC2::Subnet': ec2('subnet', 'SubnetId'),
  'AWS::EC2::SecurityGroup': ec2('sg', 'GroupId'),
  'AWS::CloudFront::Distribution': {
    ref: distributionId,
    attributes: { Id: distributionId, DomainName: (distribution) => `d${distribution.id(13, 'lower')}.cloudfront.net` },
  },
  'AWS::Route53::HostedZone': { ref: (zone) => `Z${zone.id(20, 'upper')}`, attributes: { Id: (zone) => `Z${zone.id(20, 'upper')}` } },
};
