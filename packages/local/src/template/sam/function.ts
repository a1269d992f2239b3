import { asArray, asObject, asText, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { addEvents, type InvokedFunction } from './events';
import { attributesOf, defined, type Expansion, pick, type WrittenResource } from './expansion';
import { addRole } from './function-role';
import type { SamHttpApi } from './http-api';
import { localCode } from './local-code';
import { hashOf } from './logical-id';

/** Properties of a function that stay as they are. */
const PROPERTIES = [
  'Architectures',
  'CodeSigningConfigArn',
  'Description',
  'DurableConfig',
  'Environment',
  'EphemeralStorage',
  'FileSystemConfigs',
  'FunctionName',
  'FunctionScalingConfig',
  'Handler',
  'ImageConfig',
  'KmsKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'RecursiveLoop',
  'ReservedConcurrentExecutions',
  'Runtime',
  'RuntimeManagementConfig',
  'SnapStart',
  'TenancyConfig',
  'Timeout',
  'VpcConfig',
];

/**
 * Expands an `AWS::Serverless::Function`: the function, its role, its version and alias, and what its events add.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 */
export function expandFunction(source: WrittenResource, apis: ReadonlyMap<string, SamHttpApi>, expansion: Expansion): void {
  const { logicalId, properties } = source;
  const value = (name: string) => member(properties, name);
  const code = codeOf(source, expansion);
  const tracing = value('Tracing');
  const attributes = attributesOf(source);
  expansion.add(
    logicalId,
    'AWS::Lambda::Function',
    {
      ...pick(source, PROPERTIES),
      Code: code.value,
      Role: addRole(source, expansion),
      TracingConfig: tracing === undefined || tracing === 'Disabled' ? undefined : { Mode: tracing },
      DeadLetterConfig: member(value('DeadLetterQueue'), 'TargetArn') && { TargetArn: member(value('DeadLetterQueue'), 'TargetArn') },
      Tags: [...Object.entries(asObject(value('Tags'))).map(([Key, Value]) => ({ Key, Value })), { Key: 'lambda:createdBy', Value: 'SAM' }],
    },
    { source, more: { ...attributes, ...(code.metadata && { Metadata: { ...asObject(attributes.Metadata), ...code.metadata } }) } },
  );
  const alias = addAlias(source, code.value, expansion);
  const invoked: InvokedFunction =
    alias === undefined
      ? { logicalId, name: { Ref: logicalId }, uri: `\${${logicalId}.Arn}` }
      : { logicalId: alias, name: { Ref: alias }, uri: `\${${alias}}` };
  addUrl(source, alias, expansion);
  addEvents(source, invoked, apis, expansion);
}

interface SamCode {
  readonly value: JsonObject;
  readonly metadata?: JsonObject;
}

function codeOf(source: WrittenResource, expansion: Expansion): SamCode {
  const value = (name: string) => member(source.properties, name);
  if (value('InlineCode') !== undefined) {
    return { value: { ZipFile: value('InlineCode') } };
  }
  if (value('PackageType') === 'Image' || value('ImageUri') !== undefined) {
    // Without a URI, `sam build` builds the image that the metadata describe.
    return { value: { ImageUri: value('ImageUri') ?? `${source.logicalId.toLowerCase()}:latest` } };
  }
  return localCode(value('CodeUri') ?? '.', 'Code', source, expansion.isBuilt);
}

/** A version and the alias that SAM publishes on it, which then takes the place of the function. */
function addAlias(source: WrittenResource, code: JsonObject, expansion: Expansion): string | undefined {
  const { logicalId, properties } = source;
  const name = asText(expansion.withDefaults(member(properties, 'AutoPublishAlias')));
  if (name === undefined) {
    return undefined;
  }
  const origin = { source, property: 'Properties/AutoPublishAlias' };
  const published = defined({
    ...code,
    ...asObject(member(properties, 'Environment')),
    MemorySize: member(properties, 'MemorySize'),
  });
  const version = `${logicalId}Version${hashOf(member(properties, 'AutoPublishCodeSha256')) || hashOf(expansion.withDefaults(published))}`;
  const alias = `${logicalId}Alias${name.replaceAll('-', 'D').replaceAll('_', 'U')}`;
  const fn = { FunctionName: { Ref: logicalId } };
  expansion.add(version, 'AWS::Lambda::Version', fn, { ...origin, more: { DeletionPolicy: 'Retain' } });
  expansion.add(
    alias,
    'AWS::Lambda::Alias',
    {
      ...fn,
      Name: name,
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
      ProvisionedConcurrencyConfig: member(properties, 'ProvisionedConcurrencyConfig'),
    },
    origin,
  );
  addDeployment(source, expansion);
  expansion.names.set(`${logicalId}.Alias`, alias);
  expansion.names.set(`${logicalId}.Version`, version);
  return alias;
}

/** A gradual deployment of the alias by CodeDeploy. Functions share the application and the role. */
function addDeployment(source: WrittenResource, expansion: Expansion): void {
  const preference = member(source.properties, 'DeploymentPreference');
  if (!isObject(preference) || member(preference, 'Enabled') === false) {
    return;
  }
  const origin = { source, property: 'Properties/DeploymentPreference' };
  const role = member(preference, 'Role');
  const [application, roleId] = ['ServerlessDeploymentApplication', 'CodeDeployServiceRole'];
  expansion.add(application, 'AWS::CodeDeploy::Application', { ComputePlatform: 'Lambda' }, origin);
  if (role === undefined) {
    expansion.add(roleId, 'AWS::IAM::Role', {}, origin);
  }
  const group = { ApplicationName: { Ref: application }, ServiceRoleArn: role ?? { 'Fn::GetAtt': [roleId, 'Arn'] } };
  expansion.add(`${source.logicalId}DeploymentGroup`, 'AWS::CodeDeploy::DeploymentGroup', group, origin);
}

function addUrl(source: WrittenResource, alias: string | undefined, expansion: Expansion): void {
  const { logicalId, properties } = source;
  const url = member(properties, 'FunctionUrlConfig');
  if (isObject(url)) {
    const origin = { source, property: 'Properties/FunctionUrlConfig' };
    const target = { Ref: alias ?? logicalId };
    expansion.add(`${logicalId}Url`, 'AWS::Lambda::Url', { ...url, TargetFunctionArn: target }, origin);
    if (member(url, 'AuthType') === 'NONE') {
      const permission = { Action: 'lambda:InvokeFunctionUrl', FunctionName: target, Principal: '*', FunctionUrlAuthType: 'NONE' };
      expansion.add(`${logicalId}UrlPublicPermissions`, 'AWS::Lambda::Permission', permission, origin);
    }
  }
}

/** Expands an `AWS::Serverless::LayerVersion`. Unlike SAM, it keeps its logical ID, which SAM completes with a hash. */
export function expandLayer(source: WrittenResource, expansion: Expansion): void {
  const value = (name: string) => member(source.properties, name);
  const { value: content, metadata } = localCode(value('ContentUri'), 'Content', source, expansion.isBuilt);
  const attributes = attributesOf(source);
  expansion.add(
    source.logicalId,
    'AWS::Lambda::LayerVersion',
    {
      ...pick(source, ['CompatibleArchitectures', 'CompatibleRuntimes', 'Description', 'LayerName', 'LicenseInfo']),
      Content: content,
      LayerName: value('LayerName') ?? source.logicalId,
    },
    { source, more: { ...attributes, ...(metadata && { Metadata: { ...asObject(attributes.Metadata), ...metadata } }) } },
  );
}

/** Expands an `AWS::Serverless::SimpleTable`. */
export function expandTable(source: WrittenResource, expansion: Expansion): void {
  const { properties } = source;
  const name = asText(member(properties, 'PrimaryKey', 'Name')) ?? 'id';
  const type = (asText(member(properties, 'PrimaryKey', 'Type')) ?? 'String').charAt(0);
  expansion.add(
    source.logicalId,
    'AWS::DynamoDB::Table',
    {
      AttributeDefinitions: [{ AttributeName: name, AttributeType: type }],
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      ...(member(properties, 'ProvisionedThroughput') === undefined ? { BillingMode: 'PAY_PER_REQUEST' } : {}),
      ...pick(source, ['PointInTimeRecoverySpecification', 'ProvisionedThroughput', 'SSESpecification', 'TableName']),
    },
    { source, more: attributesOf(source) },
  );
}

/** Expands an `AWS::Serverless::StateMachine`, without its events. */
export function expandStateMachine(source: WrittenResource, expansion: Expansion): void {
  const { properties, logicalId } = source;
  const value = (name: string) => member(properties, name);
  const isExpress = value('Type') === 'EXPRESS';
  expansion.add(
    logicalId,
    'AWS::StepFunctions::StateMachine',
    {
      ...pick(source, ['DefinitionSubstitutions', 'LoggingConfiguration']),
      Definition: value('Definition'),
      StateMachineName: value('Name'),
      StateMachineType: isExpress ? 'EXPRESS' : value('Type'),
      RoleArn: addRole(source, expansion),
    },
    { source, more: attributesOf(source) },
  );
  const events = Object.entries(asObject(value('Events'))).filter(([, event]) => asArray(['Api']).includes(member(event, 'Type')));
  for (const [name] of events) {
    expansion.note(source, `its event ${name}, which adds a REST API`);
  }
}
