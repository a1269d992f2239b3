import type { HttpIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `HttpUrlIntegration`. */
export interface HttpUrlIntegrationProps extends HttpIntegrationOptions {
  /**
   * The HTTP method of the request to the endpoint. `HttpMethod.ANY` forwards the method of the client's request.
   *
   * @default HttpMethod.ANY
   */
  readonly method?: HttpMethod;
}
