import { asArray, isIntrinsic, isObject, type JsonObject, member } from '../template/json';
import type { OpenApiDocument } from './document';

export const CORS = 'x-amazon-apigateway-cors';
export const ENDPOINT = 'x-amazon-apigateway-endpoint-configuration';

const CORS_PROPERTIES: Readonly<Record<string, string>> = {
  allowCredentials: 'AllowCredentials',
  allowHeaders: 'AllowHeaders',
  allowMethods: 'AllowMethods',
  allowOrigins: 'AllowOrigins',
  exposeHeaders: 'ExposeHeaders',
  maxAge: 'MaxAge',
};

/** The properties that an OpenAPI document gives to its API. */
export function apiProperties(document: OpenApiDocument): JsonObject {
  const properties: Record<string, unknown> = { ProtocolType: 'HTTP' };
  const info: Readonly<Record<string, string>> = { title: 'Name', description: 'Description', version: 'Version' };
  for (const [name, property] of Object.entries(info)) {
    const { value } = document.at('info', name);
    if (value !== undefined) {
      properties[property] = value;
    }
  }
  const { value: cors } = document.at(CORS);
  if (isObject(cors)) {
    properties.CorsConfiguration = corsOf(cors);
  }
  for (const server of document.items(document.at('servers'))) {
    const disabled = member(server.value, ENDPOINT, 'disableExecuteApiEndpoint');
    if (disabled !== undefined) {
      properties.DisableExecuteApiEndpoint = disabled;
    }
  }
  return properties;
}

function corsOf(cors: unknown): unknown {
  const [condition, yes, no] = asArray(member(cors, 'Fn::If'));
  if (condition !== undefined) {
    return { 'Fn::If': [condition, corsOf(yes), corsOf(no)] };
  }
  if (!isObject(cors) || isIntrinsic(cors)) {
    return cors;
  }
  return Object.fromEntries(Object.entries(cors).map(([name, value]) => [CORS_PROPERTIES[name] ?? name, value]));
}
