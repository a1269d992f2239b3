import { WebSocketIntegrationBase, WebSocketIntegrationKind, type WebSocketIntegrationTarget } from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketMockIntegrationProps } from './websocket-mock-integration-props';

/**
 * Answers from API Gateway itself, without a backend.
 *
 * Its request template gives an object with a `statusCode`, which chooses the integration response.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketMockIntegration extends WebSocketIntegrationBase {
  /**
   * @param id of the integration's construct
   * @param props options
   */
  public constructor(id: string, props: WebSocketMockIntegrationProps = {}) {
    super(id, props);
  }

  protected bindTarget(_options: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    return { kind: WebSocketIntegrationKind.MOCK, uri: '' };
  }
}
