import { asArray, asObject, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';

/** The authorizer of an API that a security scheme describes. */
export interface SchemeAuthorizer {
  readonly name: string;
  /** Of the authorizer; undefined for IAM authorization, which needs none. */
  readonly properties?: JsonObject;
  readonly type: 'AWS_IAM' | 'CUSTOM' | 'JWT';
}

const AUTHORIZER = 'x-amazon-apigateway-authorizer';

/**
 * The authorizers that the security schemes of a document describe, by the name of the scheme.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function schemeAuthorizers(document: JsonObject): ReadonlyMap<string, SchemeAuthorizer> {
  const schemes = asObject(member(document, 'components', 'securitySchemes') ?? member(document, 'securityDefinitions'));
  const found = new Map<string, SchemeAuthorizer>();
  for (const [name, scheme] of Object.entries(schemes)) {
    const extension = member(scheme, AUTHORIZER);
    if (String(member(scheme, 'x-amazon-apigateway-authtype')).toLowerCase() === 'awssigv4') {
      found.set(name, { name, type: 'AWS_IAM' });
    } else if (isObject(extension)) {
      found.set(name, authorizerOf(name, extension));
    }
  }
  return found;
}

function authorizerOf(name: string, extension: JsonObject): SchemeAuthorizer {
  const value = (...names: string[]) => member(extension, ...names);
  const sources = sourcesOf(value('identitySource'));
  if (String(value('type')).toLowerCase() === 'jwt') {
    const jwt = { Issuer: value('jwtConfiguration', 'issuer'), Audience: value('jwtConfiguration', 'audience') };
    return { name, type: 'JWT', properties: defined({ AuthorizerType: 'JWT', JwtConfiguration: defined(jwt), IdentitySource: sources }) };
  }
  return {
    name,
    type: 'CUSTOM',
    properties: defined({
      AuthorizerType: 'REQUEST',
      AuthorizerUri: value('authorizerUri'),
      AuthorizerPayloadFormatVersion: value('authorizerPayloadFormatVersion'),
      AuthorizerResultTtlInSeconds: value('authorizerResultTtlInSeconds'),
      AuthorizerCredentialsArn: value('authorizerCredentials'),
      EnableSimpleResponses: value('enableSimpleResponses'),
      IdentitySource: sources,
    }),
  };
}

function defined(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** A list, or a text with commas. */
function sourcesOf(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map((source) => source.trim()) : value;
}

/** What an operation requires: the first scheme of its first requirement, which is all that API Gateway reads. */
export interface Requirement {
  readonly scheme: string;
  readonly scopes: readonly unknown[];
  /** Further schemes, which have no effect. */
  readonly others: readonly string[];
}

/** What an operation requires; undefined if it is open to all. */
export function requirementOf(operation: JsonObject, document: JsonObject): Requirement | undefined {
  const requirements = asArray(member(operation, 'security') ?? member(document, 'security')).flatMap((each) =>
    Object.entries(asObject(each)),
  );
  const [first, ...others] = requirements;
  return first === undefined ? undefined : { scheme: first[0], scopes: asArray(first[1]), others: others.map(([name]) => name) };
}
