import { asObject, asText, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { addDomain } from './domain';
import { attributesOf, type Expansion, executeApiArn, invokePermission, pick, type WrittenResource } from './expansion';

const TAG = 'websocketapi:createdBy';
const DEFAULT_STAGE = 'default';
const API_PROPERTIES = [
  'ApiKeySelectionExpression',
  'Description',
  'DisableExecuteApiEndpoint',
  'DisableSchemaValidation',
  'IpAddressType',
  'RouteSelectionExpression',
];
const STAGE_PROPERTIES = ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'StageVariables'];
const ROUTE_PROPERTIES = [
  'ApiKeyRequired',
  'ModelSelectionExpression',
  'OperationName',
  'RequestModels',
  'RequestParameters',
  'RouteResponseSelectionExpression',
];

/**
 * Expands an `AWS::Serverless::WebSocketApi`: the API, its routes with integration and permission, its stage, the authorizer
 * of `$connect`, and its custom domain.
 */
export function expandWebSocketApi(source: WrittenResource, expansion: Expansion): void {
  const { logicalId, properties } = source;
  const value = (name: string) => member(properties, name);
  expansion.add(
    logicalId,
    'AWS::ApiGatewayV2::Api',
    {
      Name: value('Name') ?? logicalId,
      ProtocolType: 'WEBSOCKET',
      ...pick(source, API_PROPERTIES),
      Tags: { ...asObject(value('Tags')), [TAG]: 'SAM' },
    },
    { source, more: attributesOf(source) },
  );
  const stageName = value('StageName') ?? DEFAULT_STAGE;
  const routes = Object.entries(asObject(value('Routes'))).flatMap(([key, route]): SamRoute[] => {
    const name = routeName(key);
    if (isObject(route) && name !== undefined) {
      return [{ key, route, name, stageName }];
    }
    expansion.note(source, `its route ${key}, whose key must consist of letters and digits and whose value must be a map`);
    return [];
  });
  const stageId = `${logicalId}${stageName === DEFAULT_STAGE ? 'Default' : (asText(stageName) ?? '')}Stage`;
  const auth = asObject(value('Auth'));
  for (const route of routes) {
    addRoute(route, auth, source, expansion);
  }
  addDomain(value('Domain'), { source, stageId, tag: TAG }, expansion);
  const dependsOn = value('RouteSettings') === undefined ? undefined : routes.map(({ name }) => `${logicalId}${name}Route`);
  expansion.add(
    stageId,
    'AWS::ApiGatewayV2::Stage',
    { ApiId: { Ref: logicalId }, StageName: stageName, AutoDeploy: true, Tags: { [TAG]: 'SAM' }, ...pick(source, STAGE_PROPERTIES) },
    { source, more: dependsOn === undefined ? {} : { DependsOn: dependsOn } },
  );
  expansion.names.set(`${logicalId}.Stage`, stageId);
}

/** `Connect` for `$connect`; `Sendmessage` for `sendMessage`. SAM accepts no other characters than letters and digits. */
function routeName(key: string): string | undefined {
  const plain = /^\$(?:connect|disconnect|default)$/.test(key) ? key.slice(1) : key;
  return /^[A-Za-z0-9]+$/.test(plain) ? `${plain.charAt(0).toUpperCase()}${plain.slice(1).toLowerCase()}` : undefined;
}

interface SamRoute {
  readonly key: string;
  readonly route: JsonObject;
  readonly name: string;
  readonly stageName: unknown;
}

function addRoute({ key, route, name, stageName }: SamRoute, auth: JsonObject, source: WrittenResource, expansion: Expansion): void {
  const { logicalId } = source;
  const api = { ApiId: { Ref: logicalId } };
  const origin = { source, property: `Properties/Routes/${key}` };
  const fn = member(route, 'FunctionArn');
  const [routeId, integrationId] = [`${logicalId}${name}Route`, `${logicalId}${name}Integration`];
  const properties = {
    ...api,
    RouteKey: key,
    ...pick({ ...source, properties: route }, ROUTE_PROPERTIES),
    ...(key === '$connect' ? authorization(auth, source, expansion) : {}),
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: integrationId }]] },
  };
  expansion.add(routeId, 'AWS::ApiGatewayV2::Route', properties, origin);
  const integration = {
    ...api,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::Sub': [invocationArn('FunctionArn'), { FunctionArn: fn }] },
    TimeoutInMillis: member(route, 'IntegrationTimeout'),
  };
  expansion.add(integrationId, 'AWS::ApiGatewayV2::Integration', integration, origin);
  const stage = asText(stageName);
  const arn =
    stage === undefined
      ? executeApiArn({ Ref: logicalId }, `\${__StageName__}/${key}`, { __StageName__: stageName })
      : executeApiArn({ Ref: logicalId }, `${stage}/${key}`);
  expansion.add(`${logicalId}${name}Permission`, 'AWS::Lambda::Permission', invokePermission(fn, arn), origin);
}

function invocationArn(fn: string): string {
  return `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}}/invocations`;
}

function authorization(auth: JsonObject, source: WrittenResource, expansion: Expansion): JsonObject {
  const { logicalId } = source;
  const type = asText(member(auth, 'AuthType'))?.toUpperCase();
  if (type !== 'CUSTOM') {
    return type === undefined ? {} : { AuthorizationType: type };
  }
  const id = `${logicalId}ConnectAuthorizer`;
  const fn = member(auth, 'AuthArn');
  const role = member(auth, 'InvokeRole');
  const origin = { source, property: 'Properties/Auth' };
  const properties = {
    ApiId: { Ref: logicalId },
    AuthorizerType: 'REQUEST',
    AuthorizerCredentialsArn: role,
    AuthorizerUri: { 'Fn::Sub': [invocationArn('AuthArn'), { AuthArn: fn }] },
    IdentitySource: member(auth, 'IdentitySource'),
    Name: member(auth, 'Name') ?? id,
  };
  expansion.add(id, 'AWS::ApiGatewayV2::Authorizer', properties, origin);
  if (role === undefined) {
    const arn = executeApiArn({ Ref: logicalId }, 'authorizers/*');
    expansion.add(`${logicalId}AuthorizerPermission`, 'AWS::Lambda::Permission', invokePermission(fn, arn), origin);
  }
  return { AuthorizationType: type, AuthorizerId: { Ref: id } };
}
