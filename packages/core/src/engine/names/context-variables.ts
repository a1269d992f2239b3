const REQUEST = [
  'accountId',
  'apiId',
  'authorizer.error',
  'authorizer.principalId',
  'awsEndpointRequestId',
  'awsEndpointRequestId2',
  'customDomain.basePathMatched',
  'domainName',
  'domainPrefix',
  'extendedRequestId',
  'httpMethod',
  'identity.accountId',
  'identity.caller',
  'identity.cognitoAuthenticationProvider',
  'identity.cognitoAuthenticationType',
  'identity.cognitoIdentityId',
  'identity.cognitoIdentityPoolId',
  'identity.principalOrgId',
  'identity.sourceIp',
  'identity.user',
  'identity.userAgent',
  'identity.userArn',
  'identity.clientCert.clientCertPem',
  'identity.clientCert.subjectDN',
  'identity.clientCert.issuerDN',
  'identity.clientCert.serialNumber',
  'identity.clientCert.validity.notBefore',
  'identity.clientCert.validity.notAfter',
  'path',
  'protocol',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'routeKey',
  'stage',
];

/** Known only once the backend has answered. */
const RESPONSE = [
  'dataProcessed',
  'error.message',
  'error.messageString',
  'error.responseType',
  'integration.error',
  'integration.integrationStatus',
  'integration.latency',
  'integration.requestId',
  'integration.status',
  'integrationErrorMessage',
  'integrationLatency',
  'integrationStatus',
  'responseLatency',
  'responseLength',
  'status',
];

/** Objects, which have no value as a whole. */
const OBJECTS = [
  'authorizer',
  'authorizer.claims',
  'customDomain',
  'error',
  'identity',
  'identity.clientCert',
  'identity.clientCert.validity',
  'integration',
];

/**
 * The documented `$context` variables of HTTP APIs, without those of an authorizer's own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const CONTEXT_VARIABLES: readonly string[] = [...REQUEST, ...RESPONSE];

const known = new Set(CONTEXT_VARIABLES);
const late = new Set(RESPONSE);
const objects = new Set(OBJECTS);

/** What is known of a `$context` variable by its name. */
export function contextVariable(name: string): 'known' | 'late' | 'object' | 'unknown' {
  if (objects.has(name)) {
    return 'object';
  }
  if (late.has(name)) {
    return 'late';
  }
  return known.has(name) || /^authorizer\.[^.]/.test(name) ? 'known' : 'unknown';
}

const WEBSOCKET_VARIABLES = new Set([
  'apiId',
  'connectedAt',
  'connectionId',
  'domainName',
  'error.messageString',
  'error.validationErrorString',
  'eventType',
  'extendedRequestId',
  'identity.accountId',
  'identity.apiKey',
  'identity.apiKeyId',
  'identity.caller',
  'identity.cognitoAuthenticationProvider',
  'identity.cognitoAuthenticationType',
  'identity.cognitoIdentityId',
  'identity.cognitoIdentityPoolId',
  'identity.sourceIp',
  'identity.user',
  'identity.userAgent',
  'identity.userArn',
  'messageId',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'routeKey',
  'stage',
  'status',
]);

/**
 * The context variables that templates of WebSocket APIs can read: the documented ones, and those that the service was
 * observed to print. A name that ends with a dot stands for all nested names.
 */
export const WEBSOCKET_TEMPLATE_VARIABLES: readonly string[] = [
  ...WEBSOCKET_VARIABLES,
  'authorizer.',
  'disconnectReason',
  'disconnectStatusCode',
  'identity.principalOrgId',
  'messageDirection',
];

/**
 * Whether WebSocket APIs document a context variable of that name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function isWebSocketContextVariable(name: string): boolean {
  return WEBSOCKET_VARIABLES.has(name) || /^authorizer\.[^.]/.test(name);
}

/** Variables that only the access logs of WebSocket APIs have. */
const WEBSOCKET_LOG_ONLY = [
  'authenticate.error',
  'authenticate.latency',
  'authenticate.status',
  'authorize.error',
  'authorize.latency',
  'authorize.status',
  'authorizer.error',
  'authorizer.integrationLatency',
  'authorizer.integrationStatus',
  'authorizer.latency',
  'authorizer.requestId',
  'authorizer.status',
  'error.message',
  'error.responseType',
  'identity.principalOrgId',
  'integration.error',
  'integration.integrationStatus',
  'integration.latency',
  'integration.requestId',
  'integration.status',
  'integrationLatency',
  'waf.error',
  'waf.latency',
  'waf.status',
];

/**
 * The documented variables of the access logs of WebSocket APIs, without those of an authorizer's own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
 */
export const WEBSOCKET_LOG_VARIABLES: readonly string[] = [...WEBSOCKET_VARIABLES, ...WEBSOCKET_LOG_ONLY];

const webSocketLog = new Set(WEBSOCKET_LOG_VARIABLES);

/** Whether the access logs of WebSocket APIs have a variable of that name. */
export function isWebSocketLogVariable(name: string): boolean {
  return webSocketLog.has(name) || /^authorizer\.[^.]/.test(name);
}

/** Variables that only REST APIs have. */
export const OTHER_LOG_VARIABLES: readonly string[] = [
  'apiKey',
  'cipherSuite',
  'identity.vpcId',
  'identity.vpceId',
  'resourceId',
  'resourcePath',
  'tlsVersion',
  'waf.error',
  'waf.latency',
  'waf.status',
  'wafResponseCode',
  'webaclArn',
  'xrayTraceId',
];
