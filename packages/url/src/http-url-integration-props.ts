import type { HttpIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `HttpUrlIntegration`. */
export interface HttpUrlIntegrationProps extends HttpIntegrationOptions {
  /**
   * The HTTP method with which the endpoint is called. `HttpMethod.ANY` passes the client's on.
   *
   * @default HttpMethod.ANY
   */
  readonly method?: HttpMethod;
}
