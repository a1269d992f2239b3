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
   * Whether the integration's construct is a child of the API, with an id of its own, so that its logical id stays
   * the same whatever becomes of the routes. If not, it is a child of the first route that uses it, as with the CDK:
   * to delete, rename or reorder routes may then replace the integration.
   *
   * The id has to be the only one of its kind on the API (error `StableIdTaken`). To turn it on in a deployed stack
   * replaces the integration once, unless its logical id is kept.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/large-apis.md
   * @default false
   */
  readonly stableId?: boolean;

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
