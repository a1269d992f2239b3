import type { Duration } from 'aws-cdk-lib';
import type { ContentHandling } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketParameterMapping } from './websocket-parameter-mapping';

/** The options that every WebSocket API integration takes. */
export interface WebSocketIntegrationOptions {
  /**
   * How long the backend may take, from 50 milliseconds to 29 seconds.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
   * @default - the service's own: 29 seconds
   */
  readonly timeout?: Duration;

  /**
   * What the integration is for, 1,024 characters at most.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How to convert a message's payload before it reaches the backend.
   *
   * @default - it is passed on as it is
   */
  readonly contentHandling?: ContentHandling;

  /**
   * The parameters of the request to the backend: headers, query string and path variables.
   *
   * What it reads of the `$connect` request is declared on that route. The object is never written to, and
   * what is added to it after the first route still reaches the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
   * @default - none
   */
  readonly parameterMapping?: WebSocketParameterMapping;
}
