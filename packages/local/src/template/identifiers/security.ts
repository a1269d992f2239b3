import type { Forms, IdentifierFactory, IdentifierFormat } from './identifier-format';

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

export const SECURITY: Forms = {
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
