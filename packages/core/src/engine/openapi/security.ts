import { asArray, asText, entriesOf, isIntrinsic, isObject, type JsonObject, member } from '../template/json';
import type { DocumentValue, OpenApiDocument } from './document';

/** A security scheme of a document, with the authorizer that it describes. */
export interface SecurityScheme {
  readonly name: string;
  readonly at: DocumentValue;
  /** @default - none: the scheme only documents how clients authenticate */
  readonly type?: 'AWS_IAM' | 'CUSTOM' | 'JWT';
  /** Of the authorizer. @default - none: IAM authorization needs no authorizer */
  readonly authorizer?: JsonObject;
}

export const AUTHORIZER_EXTENSION = 'x-amazon-apigateway-authorizer';

/**
 * The security schemes of a document, by their names.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function securitySchemes(document: OpenApiDocument): ReadonlyMap<string, SecurityScheme> {
  const schemes = document.entries(document.at('components', 'securitySchemes'));
  return new Map(schemes.map(([name, written]) => [name, schemeOf(name, document.follow(written))]));
}

function schemeOf(name: string, at: DocumentValue): SecurityScheme {
  const extension = member(at.value, AUTHORIZER_EXTENSION);
  if (asText(member(at.value, 'x-amazon-apigateway-authtype'))?.toLowerCase() === 'awssigv4') {
    return { name, at, type: 'AWS_IAM' };
  }
  return isObject(extension) ? { name, at, ...authorizerOf(extension, member(at.value, 'openIdConnectUrl')) } : { name, at };
}

function authorizerOf(extension: JsonObject, openIdUrl: unknown): Pick<SecurityScheme, 'type' | 'authorizer'> {
  const value = (...names: string[]) => member(extension, ...names);
  const IdentitySource = sourcesOf(value('identitySource'));
  if (asText(value('type'))?.toLowerCase() === 'jwt') {
    const configuration = value('jwtConfiguration');
    const JwtConfiguration = isIntrinsic(configuration)
      ? configuration
      : defined({ Issuer: value('jwtConfiguration', 'issuer') ?? issuerOf(openIdUrl), Audience: value('jwtConfiguration', 'audience') });
    return { type: 'JWT', authorizer: defined({ AuthorizerType: 'JWT', JwtConfiguration, IdentitySource }) };
  }
  const properties = {
    AuthorizerType: 'REQUEST',
    AuthorizerUri: value('authorizerUri'),
    AuthorizerPayloadFormatVersion: value('authorizerPayloadFormatVersion'),
    AuthorizerResultTtlInSeconds: value('authorizerResultTtlInSeconds'),
    AuthorizerCredentialsArn: value('authorizerCredentials'),
    EnableSimpleResponses: value('enableSimpleResponses'),
    IdentitySource,
  };
  return { type: 'CUSTOM', authorizer: defined(properties) };
}

/** API Gateway finds the issuer by the URL of its discovery document, which OpenID Connect derives from the issuer. */
function issuerOf(openIdUrl: unknown): unknown {
  return typeof openIdUrl === 'string' ? openIdUrl.replace(/\/\.well-known\/openid-configuration$/, '') : openIdUrl;
}

function defined(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** A list, or a text with commas. */
function sourcesOf(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map((source) => source.trim()) : value;
}

/** A scheme that an operation requires. */
export interface Requirement {
  readonly scheme: string;
  readonly scopes: readonly unknown[];
}

/** The schemes that an operation, or the whole document, requires. API Gateway supports one. */
export function requirementsIn(security: unknown): readonly Requirement[] {
  return asArray(security)
    .flatMap((each) => (isIntrinsic(each) ? [] : entriesOf(each)))
    .map(([scheme, scopes]) => ({ scheme, scopes: asArray(scopes) }));
}
