const NAMES = new Set([
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
 * Whether WebSocket APIs document a context variable of that name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function isWebSocketContextVariable(name: string): boolean {
  return NAMES.has(name) || /^authorizer\.[^.]/.test(name);
}
