import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `WebSocketHttpIntegration`. */
export interface WebSocketHttpIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /**
   * The HTTP method with which the endpoint is called.
   *
   * @default HttpMethod.POST
   */
  readonly method?: HttpMethod;

  /**
   * Whether the endpoint gets messages as they are, and clients the endpoint's answers (`HTTP_PROXY`).
   * If not, templates make the request, and integration responses the answer (`HTTP`).
   *
   * @default true
   */
  readonly proxy?: boolean;
}
