import { asArray, asObject, asText, type JsonObject, member } from './json';
import { type Origin, Resource } from './resource';

/** Properties of an API that its integration and its route take from it. */
const FROM_API: Readonly<Record<string, string>> = { RouteKey: 'RouteKey', CredentialsArn: 'CredentialsArn' };

/**
 * The integration, the route and the stage that API Gateway creates for an HTTP API with a `Target`, with what
 * `AWS::ApiGatewayV2::ApiGatewayManagedOverrides` changes in them.
 *
 * @param overrides those of the template, for any API
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-api.html
 */
export function quickCreated(api: Resource, overrides: readonly Resource[]): Resource[] {
  const target = api.raw('Target');
  if (target === undefined || (!api.lacks('ProtocolType') && api.text('ProtocolType')?.toUpperCase() !== 'HTTP')) {
    return [];
  }
  const { logicalId } = api;
  const changes = overrides.find((each) => apiOf(each) === logicalId);
  const integration = `${logicalId}/Target`;
  const route = `${logicalId}/Route`;
  const make = (id: string, name: string, type: string, properties: JsonObject, more: JsonObject = {}) => {
    const changed = asObject(changes?.raw(type));
    const body = { Type: `AWS::ApiGatewayV2::${type}`, Properties: { ApiId: { Ref: logicalId }, ...properties, ...changed }, ...more };
    return new Resource(id, body, api.template, originOf(api, changes, type, changed, name));
  };
  const isUrl = /^https?:/i.test(beginningOf(target, api)) || !isFunction(target, api);
  return [
    make(integration, 'Target', 'Integration', {
      IntegrationType: isUrl ? 'HTTP_PROXY' : 'AWS_PROXY',
      IntegrationUri: target,
      PayloadFormatVersion: isUrl ? '1.0' : '2.0',
      ...(isUrl ? { IntegrationMethod: 'ANY' } : {}),
      ...(api.raw('CredentialsArn') === undefined ? {} : { CredentialsArn: api.raw('CredentialsArn') }),
    }),
    make(route, 'Route', 'Route', {
      RouteKey: api.raw('RouteKey') ?? '$default',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] },
    }),
    make(`${logicalId}/Stage`, 'Stage', 'Stage', { StageName: '$default', AutoDeploy: true }, { DependsOn: route }),
  ];
}

function apiOf(overrides: Resource): string | undefined {
  const id = overrides.raw('ApiId');
  return asText(member(id, 'Ref')) ?? asText(asArray(member(id, 'Fn::GetAtt'))[0]);
}

/** Where a property of what the service creates is written: in the overrides, or at the API. */
function originOf(api: Resource, changes: Resource | undefined, type: string, changed: JsonObject, name: string): Origin {
  return {
    name,
    api,
    locate: (property) => {
      const [first, ...rest] = property.replace(/^Properties\//, '').split('/');
      if (changes !== undefined && Object.hasOwn(changed, first)) {
        return { resource: changes, property: ['Properties', type, first, ...rest].join('/') };
      }
      return { resource: api, property: `Properties/${FROM_API[first] ?? 'Target'}` };
    },
  };
}

/** The text with which a value begins, as far as it is written out. */
function beginningOf(value: unknown, { template }: Resource): string {
  const [, parts] = asArray(member(value, 'Fn::Join'));
  const sub = member(value, 'Fn::Sub');
  const parameter = asText(member(value, 'Ref'));
  const fallback = parameter === undefined ? undefined : member(template.body, 'Parameters', parameter, 'Default');
  return asText(value) ?? asText(asArray(parts)[0]) ?? asText(Array.isArray(sub) ? sub[0] : sub) ?? asText(fallback) ?? '';
}

/** Whether a target that does not begin like a URL is a function: by its ARN, or by a reference. */
function isFunction(target: unknown, api: Resource): boolean {
  const beginning = beginningOf(target, api);
  return beginning === '' || beginning.startsWith('arn:') || beginning.startsWith('${');
}
