/**
 * The kinds of integration that a WebSocket API has.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export enum WebSocketIntegrationKind {
  /** An action of an AWS service, with templates for request and response. */
  AWS = 'AWS',
  /** A Lambda function, which gets an event and gives the answer. */
  AWS_PROXY = 'AWS_PROXY',
  /** An HTTP endpoint, with templates for request and response. */
  HTTP = 'HTTP',
  /** An HTTP endpoint that gets the message as it is, and gives the answer. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** No backend: API Gateway answers by itself. */
  MOCK = 'MOCK',
}
