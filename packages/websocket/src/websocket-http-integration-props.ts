import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `WebSocketHttpIntegration`. */
export interface WebSocketHttpIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /**
   * The HTTP method of the request to the endpoint.
   *
   * @default HttpMethod.POST
   */
  readonly method?: HttpMethod;

  /**
   * Whether messages and responses are passed on unchanged (`HTTP_PROXY`). Otherwise, request templates create the
   * request, and integration responses create the response (`HTTP`).
   *
   * @default true
   */
  readonly proxy?: boolean;
}
