import {
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
  type WebSocketNonProxyIntegrationOptions,
} from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `WebSocketMockIntegration`. */
export interface WebSocketMockIntegrationProps extends WebSocketNonProxyIntegrationOptions {}

/**
 * Responds from API Gateway itself, without a backend.
 *
 * The output of its request template is an object with a `statusCode`, which selects the integration response.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketMockIntegration extends WebSocketIntegrationBase {
  /**
   * @param id The construct ID of the integration.
   * @param props The options.
   */
  public constructor(id: string, props: WebSocketMockIntegrationProps = {}) {
    super(id, props);
  }

  protected bindTarget(_options: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    return { kind: WebSocketIntegrationKind.MOCK, uri: '' };
  }
}
