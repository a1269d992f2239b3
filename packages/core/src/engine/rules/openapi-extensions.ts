import { suggest } from '../names/suggest';
import type { DocumentValue } from '../openapi/document';
import { defineRules, type Problem, problem } from '../problem';
import { asText, entriesOf, member } from '../template/json';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The extensions of API Gateway in an OpenAPI document. */
export const OPENAPI_EXTENSION_RULES = defineRules({
  ExtensionNotInProtocol: {
    severity: 'warning',
    summary: 'An OpenAPI document has an extension that API Gateway documents only for REST APIs, such as a request validator.',
    source: AWS.openApiExtensions,
    evidence: 'derived',
  },
  ExtensionUnknown: {
    severity: 'warning',
    summary: 'An OpenAPI document has an x-amazon-apigateway extension that does not exist.',
    source: AWS.openApiExtensions,
    evidence: 'derived',
  },
  ExtensionMisplaced: {
    severity: 'warning',
    summary: 'An extension in an OpenAPI document is not in the object to which it belongs.',
    source: AWS.openApiExtensions,
    evidence: 'documented',
  },
  ExtensionMemberIgnored: {
    severity: 'warning',
    summary: 'An extension in an OpenAPI document has a member that HTTP APIs do not support, such as a mapping template.',
    source: AWS.integrationExtension,
    evidence: 'derived',
  },
});

/** A problem and the value of the document that has it. */
export interface DocumentProblem {
  readonly at: DocumentValue;
  readonly problem: Problem;
}

/** The objects of a document that can have extensions of API Gateway. */
export type ExtendedObject = 'components' | 'document' | 'operation' | 'path item' | 'security scheme' | 'server' | 'tag';

const PREFIX = 'x-amazon-apigateway-';

const EXTENSIONS: Readonly<Record<string, ExtendedObject>> = {
  'any-method': 'path item',
  authorizer: 'security scheme',
  authtype: 'security scheme',
  cors: 'document',
  'endpoint-configuration': 'server',
  'importexport-version': 'document',
  integration: 'operation',
  integrations: 'components',
  'tag-value': 'tag',
};

/** Extensions that are documented for REST APIs, with what takes their place. */
const REST_ONLY: Readonly<Record<string, string>> = {
  'api-key-source': 'HTTP APIs have no API keys: use an authorizer',
  auth: 'use a security scheme with x-amazon-apigateway-authtype: awsSigv4 for IAM authorization',
  'binary-media-types': 'remove it: HTTP APIs pass binary bodies on without it',
  documentation: 'remove it',
  'endpoint-access-mode': 'remove it',
  'gateway-responses': 'remove it: HTTP APIs have fixed error responses',
  'minimum-compression-size': 'remove it: HTTP APIs do not compress responses',
  policy: 'use an authorizer: HTTP APIs have no resource policies',
  'request-validator': 'validate requests in the backend',
  'request-validators': 'validate requests in the backend',
  'security-policy': 'set the security policy of the custom domain name',
};

/** Checks that HTTP APIs have the extensions of an object, and that they belong to it. @param children the members of the object */
export function checkExtensions(
  children: readonly (readonly [name: string, value: DocumentValue])[],
  object: ExtendedObject,
): DocumentProblem[] {
  return children.flatMap(([name, at]) => {
    const found = name.toLowerCase().startsWith(PREFIX) ? extensionProblem(name, at.value, object) : undefined;
    return found === undefined ? [] : [{ at, problem: found }];
  });
}

function extensionProblem(name: string, value: unknown, object: ExtendedObject): Problem | undefined {
  const { ExtensionNotInProtocol, ExtensionUnknown, ExtensionMisplaced } = OPENAPI_EXTENSION_RULES;
  const short = name.slice(PREFIX.length);
  const belongsTo = member(EXTENSIONS, short);
  const instead = asText(member(REST_ONLY, short));
  if (instead !== undefined) {
    // Open access is what a route without authorization has.
    const isOpen = short === 'auth' && asText(member(value, 'type'))?.toUpperCase() === 'NONE';
    return isOpen ? undefined : problem(ExtensionNotInProtocol, name, `${name} is not documented for HTTP APIs`, instead);
  }
  if (belongsTo === undefined) {
    const meant = suggest(short, [...Object.keys(EXTENSIONS), ...Object.keys(REST_ONLY)]);
    const remedy = meant === undefined ? 'remove it' : `did you mean ${PREFIX}${meant}?`;
    return problem(ExtensionUnknown, name, `there is no extension ${name}`, remedy);
  }
  return belongsTo === object
    ? undefined
    : problem(ExtensionMisplaced, name, `${name} has no effect in ${nameOf(object)}`, `move it to ${nameOf(belongsTo as ExtendedObject)}`);
}

function nameOf(object: ExtendedObject): string {
  switch (object) {
    case 'components':
      return 'the components of the document';
    case 'document':
      return 'the root of the document';
    case 'operation':
      return 'an operation';
    default:
      return `a ${object}`;
  }
}

/** The members of an extension for HTTP APIs, and those that only REST APIs have. */
interface ExtensionMembers {
  readonly supported: readonly string[];
  readonly restOnly: readonly string[];
}

const MEMBERS = {
  'x-amazon-apigateway-integration': {
    supported: [
      'connectionId',
      'connectionType',
      'credentials',
      'description',
      'httpMethod',
      'integrationSubtype',
      'payloadFormatVersion',
      'requestParameters',
      'responseParameters',
      'timeoutInMillis',
      'tlsConfig',
      'type',
      'uri',
    ],
    restOnly: [
      'cacheKeyParameters',
      'cacheNamespace',
      'contentHandling',
      'integrationTarget',
      'passthroughBehavior',
      'requestTemplates',
      'responseTransferMode',
      'responses',
    ],
  },
  'x-amazon-apigateway-integration.tlsConfig': { supported: ['serverNameToVerify'], restOnly: ['insecureSkipVerification'] },
  'x-amazon-apigateway-authorizer': {
    supported: [
      'authorizerCredentials',
      'authorizerPayloadFormatVersion',
      'authorizerResultTtlInSeconds',
      'authorizerUri',
      'enableSimpleResponses',
      'identitySource',
      'jwtConfiguration',
      'type',
    ],
    restOnly: ['identityValidationExpression', 'providerARNs'],
  },
  'x-amazon-apigateway-cors': {
    supported: ['allowCredentials', 'allowHeaders', 'allowMethods', 'allowOrigins', 'exposeHeaders', 'maxAge'],
    restOnly: [],
  },
  'x-amazon-apigateway-endpoint-configuration': {
    supported: ['disableExecuteApiEndpoint'],
    restOnly: ['ipAddressType', 'types', 'vpcEndpointIds'],
  },
} as const satisfies Readonly<Record<string, ExtensionMembers>>;

/** Checks the members of an extension. @param children the members of the extension */
export function checkExtensionMembers(
  children: readonly (readonly [name: string, value: DocumentValue])[],
  extension: keyof typeof MEMBERS,
): DocumentProblem[] {
  const { supported, restOnly }: ExtensionMembers = MEMBERS[extension];
  const written = children.filter(([name, { value }]) => !/^(?:\$ref$|Ref$|Fn::|x-)/.test(name) && !hasNoEffect(name, value));
  const ignored = written.filter(([name]) => restOnly.includes(name));
  const unknown = written.filter(([name]) => !restOnly.includes(name) && !supported.includes(name));
  const { ExtensionMemberIgnored } = OPENAPI_EXTENSION_RULES;
  const problems: DocumentProblem[] = unknown.map(([name, at]) => {
    const meant = suggest(name, supported);
    const remedy = meant === undefined ? `use one of ${supported.join(', ')}` : `did you mean ${meant}?`;
    return { at, problem: problem(ExtensionMemberIgnored, name, `${extension} has no member ${name}`, remedy) };
  });
  if (ignored.length > 0) {
    const names = ignored.map(([name]) => name).join(', ');
    const message = `${names} of ${extension} ${ignored.length === 1 ? 'is' : 'are'} not documented for HTTP APIs`;
    problems.push({ at: ignored[0][1], problem: problem(ExtensionMemberIgnored, names, message, 'remove it, or use a REST API') });
  }
  return problems;
}

/** Members that an export of a REST API has, and that say what HTTP APIs do anyway. */
function hasNoEffect(name: string, value: unknown): boolean {
  switch (name) {
    case 'passthroughBehavior':
      return asText(value)?.toLowerCase() === 'when_no_match';
    case 'responses':
      return entriesOf(value).every(([, response]) => entriesOf(response).every(([key]) => key === 'statusCode'));
    default:
      return (Array.isArray(value) && value.length === 0) || value === null;
  }
}
