import { asObject, isObject, type JsonObject, member } from '../template/json';

/** Members of `x-amazon-apigateway-integration` with the property that each becomes. */
const PROPERTIES: Readonly<Record<string, string>> = {
  connectionId: 'ConnectionId',
  connectionType: 'ConnectionType',
  credentials: 'CredentialsArn',
  description: 'Description',
  httpMethod: 'IntegrationMethod',
  integrationSubtype: 'IntegrationSubtype',
  payloadFormatVersion: 'PayloadFormatVersion',
  requestParameters: 'RequestParameters',
  timeoutInMillis: 'TimeoutInMillis',
  uri: 'IntegrationUri',
};

/**
 * The properties of the integration that an extension of an OpenAPI document describes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function integrationProperties(extension: JsonObject): JsonObject {
  const properties: Record<string, unknown> = {};
  const type = member(extension, 'type');
  if (type !== undefined) {
    properties.IntegrationType = typeof type === 'string' ? type.toUpperCase() : type;
  }
  for (const [name, property] of Object.entries(PROPERTIES)) {
    const value = member(extension, name);
    if (value !== undefined) {
      properties[property] = name === 'payloadFormatVersion' && typeof value === 'number' ? versionText(value) : value;
    }
  }
  const responses = member(extension, 'responseParameters');
  if (isObject(responses)) {
    properties.ResponseParameters = Object.fromEntries(
      Object.entries(responses).map(([status, mapping]) => [status, { ResponseParameters: entriesOf(mapping) }]),
    );
  }
  const serverName = member(extension, 'tlsConfig', 'serverNameToVerify');
  if (serverName !== undefined) {
    properties.TlsConfig = { ServerNameToVerify: serverName };
  }
  return properties;
}

/** JSON has no difference between the numbers 1.0 and 1. */
function versionText(version: number): string {
  return Number.isInteger(version) ? version.toFixed(1) : String(version);
}

/** Where a property of the integration is written, relative to the extension. */
export function integrationMember(property: string): string {
  const [first, ...rest] = property.split('/');
  const names: Readonly<Record<string, string>> = {
    IntegrationType: 'type',
    ResponseParameters: 'responseParameters',
    TlsConfig: 'tlsConfig/serverNameToVerify',
  };
  const name = names[first] ?? Object.keys(PROPERTIES).find((each) => PROPERTIES[each] === first);
  return name === undefined ? '' : [name, ...(first === 'TlsConfig' ? [] : rest)].join('/');
}

function entriesOf(mapping: unknown): unknown {
  return Object.entries(asObject(mapping)).map(([Destination, Source]) => ({ Destination, Source }));
}
