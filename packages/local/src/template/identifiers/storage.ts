import type { Forms, IdentifierFactory, IdentifierFormat, Named } from './identifier-format';

const tableArn: IdentifierFactory = (table) => table.arn('dynamodb', `table/${table.name}`);
const bucketName: IdentifierFactory = ({ name }) => name.toLowerCase();
const bucketHost = (bucket: Named, kind: string) => `${bucketName(bucket)}.${kind}.${bucket.urlSuffix}`;

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

export const STORAGE: Forms = {
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
