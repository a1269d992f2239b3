import type { IdentifierFactory, IdentifierFormat, IdentifierFormats, NamedResource } from './identifier-format';

const KINDS: Readonly<Record<string, string>> = { network: 'net', gateway: 'gwy' };
const loadBalancerPath = (lb: NamedResource): string => {
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

export const NETWORK: IdentifierFormats = {
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

const tableArn: IdentifierFactory = (table) => table.arn('dynamodb', `table/${table.name}`);
const bucketName: IdentifierFactory = ({ name }) => name.toLowerCase();
const bucketHost = (bucket: NamedResource, kind: string) => `${bucketName(bucket)}.${kind}.${bucket.urlSuffix}`;

const TABLE: IdentifierFormat = {
  name: 'TableName',
  attributes: {
    Arn: tableArn,
    StreamArn: (table) => `${tableArn(table)}/stream/2024-01-01T00:00:00.000`,
    TableId: ({ uuid }) => uuid,
  },
};

const database = (kind: string, hostPart: string): Readonly<Record<string, IdentifierFactory>> => ({
  'Endpoint.Address': (db) => `${db.name.toLowerCase()}.${hostPart}${db.id(12, 'lower')}.${db.region}.rds.${db.urlSuffix}`,
  'Endpoint.Port': (db) => db.property('Port') || (db.property('Engine').includes('postgres') ? '5432' : '3306'),
  [`DB${kind}Arn`]: (db) => db.arn('rds', `${kind === 'Cluster' ? 'cluster' : 'db'}:${db.name.toLowerCase()}`),
});

export const STORAGE: IdentifierFormats = {
  'AWS::S3::Bucket': {
    name: 'BucketName',
    ref: bucketName,
    attributes: {
      Arn: (bucket) => `arn:${bucket.partition}:s3:::${bucketName(bucket)}`,
      DomainName: (bucket) => bucketHost(bucket, 's3'),
      RegionalDomainName: (bucket) => bucketHost(bucket, `s3.${bucket.region}`),
      DualStackDomainName: (bucket) => bucketHost(bucket, `s3.dualstack.${bucket.region}`),
      WebsiteURL: (bucket) => `http://${bucketHost(bucket, `s3-website-${bucket.region}`)}`,
    },
  },
  'AWS::DynamoDB::Table': TABLE,
  'AWS::DynamoDB::GlobalTable': TABLE,
  'AWS::RDS::DBInstance': { name: 'DBInstanceIdentifier', ref: ({ name }) => name.toLowerCase(), attributes: database('Instance', '') },
  'AWS::RDS::DBCluster': {
    name: 'DBClusterIdentifier',
    ref: ({ name }) => name.toLowerCase(),
    attributes: {
      ...database('Cluster', 'cluster-'),
      'ReadEndpoint.Address': (db) => `${db.name.toLowerCase()}.cluster-ro-${db.id(12, 'lower')}.${db.region}.rds.${db.urlSuffix}`,
    },
  },
  'AWS::EFS::FileSystem': {
    ref: (fs) => `fs-${fs.id(17, 'hex')}`,
    attributes: {
      FileSystemId: (fs) => `fs-${fs.id(17, 'hex')}`,
      Arn: (fs) => fs.arn('elasticfilesystem', `file-system/fs-${fs.id(17, 'hex')}`),
    },
  },
  'AWS::ECR::Repository': {
    name: 'RepositoryName',
    ref: ({ name }) => name.toLowerCase(),
    attributes: {
      Arn: (repository) => repository.arn('ecr', `repository/${repository.name.toLowerCase()}`),
      RepositoryUri: (repository) =>
        `${repository.accountId}.dkr.ecr.${repository.region}.${repository.urlSuffix}/${repository.name.toLowerCase()}`,
    },
  },
};

/** Identities belong to no region. */
const iam =
  (kind: string): IdentifierFactory =>
  (resource) =>
    `arn:${resource.partition}:iam::${resource.accountId}:${kind}${resource.property('Path') || '/'}${resource.name}`;
const principal = (kind: string, name: string, id: string, prefix: string): IdentifierFormat => ({
  name,
  attributes: { Arn: iam(kind), ...(id === '' ? {} : { [id]: (resource) => `${prefix}${resource.id(17, 'upper')}` }) },
});

const userPoolId: IdentifierFactory = (pool) => `${pool.region}_${pool.id(9, 'mixed')}`;
const provider: IdentifierFactory = (pool) => `cognito-idp.${pool.region}.${pool.urlSuffix}/${userPoolId(pool)}`;
const clientId: IdentifierFactory = (client) => client.id(26, 'lower');
const identityPoolId: IdentifierFactory = (pool) => `${pool.region}:${pool.uuid}`;
const secretArn: IdentifierFactory = (secret) => secret.arn('secretsmanager', `secret:${secret.name}-${secret.id(6, 'mixed')}`);
const certificateArn: IdentifierFactory = (certificate) => certificate.arn('acm', `certificate/${certificate.uuid}`);

export const SECURITY: IdentifierFormats = {
  'AWS::IAM::Role': principal('role', 'RoleName', 'RoleId', 'AROA'),
  'AWS::IAM::User': principal('user', 'UserName', '', ''),
  'AWS::IAM::Group': principal('group', 'GroupName', '', ''),
  'AWS::IAM::InstanceProfile': principal('instance-profile', 'InstanceProfileName', '', ''),
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', ref: iam('policy'), attributes: { PolicyArn: iam('policy') } },
  'AWS::Cognito::UserPool': {
    ref: userPoolId,
    attributes: {
      UserPoolId: userPoolId,
      Arn: (pool) => pool.arn('cognito-idp', `userpool/${userPoolId(pool)}`),
      ProviderName: provider,
      ProviderURL: (pool) => `https://${provider(pool)}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ref: clientId,
    attributes: { ClientId: clientId, Name: (client) => client.property('ClientName') || client.name },
  },
  'AWS::Cognito::UserPoolDomain': { name: 'Domain' },
  'AWS::Cognito::IdentityPool': { ref: identityPoolId, attributes: { Id: identityPoolId, Name: ({ name }) => name } },
  'AWS::KMS::Key': { ref: ({ uuid }) => uuid, attributes: { KeyId: ({ uuid }) => uuid, Arn: (key) => key.arn('kms', `key/${key.uuid}`) } },
  'AWS::KMS::Alias': { name: 'AliasName' },
  'AWS::SecretsManager::Secret': { name: 'Name', ref: secretArn, attributes: { Id: secretArn } },
  'AWS::SecretsManager::SecretTargetAttachment': {
    ref: (attachment) => attachment.property('SecretId'),
    attributes: { Id: (attachment) => attachment.property('SecretId') },
  },
  'AWS::SSM::Parameter': {
    name: 'Name',
    attributes: { Type: (parameter) => parameter.property('Type'), Value: (parameter) => parameter.property('Value') },
  },
  'AWS::CertificateManager::Certificate': { ref: certificateArn, attributes: { CertificateArn: certificateArn } },
};

const configuration = (attribute: string): IdentifierFormat => ({
  ref: (resource) => resource.id(7, 'lower'),
  attributes: { [attribute]: (resource) => resource.id(7, 'lower') },
});

export const OPERATIONS: IdentifierFormats = {
  'AWS::Logs::LogGroup': { name: 'LogGroupName', attributes: { Arn: (group) => group.arn('logs', `log-group:${group.name}:*`) } },
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', attributes: { Arn: (alarm) => alarm.arn('cloudwatch', `alarm:${alarm.name}`) } },
  'AWS::AppConfig::Application': configuration('ApplicationId'),
  'AWS::AppConfig::Environment': configuration('EnvironmentId'),
  'AWS::AppConfig::ConfigurationProfile': configuration('ConfigurationProfileId'),
};
