import { WebSocketIntegrationBase, WebSocketIntegrationKind, type WebSocketIntegrationTarget } from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketAwsIntegrationProps } from './websocket-aws-integration-props';

/**
 * Calls an action of an AWS service from a WebSocket API route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketAwsIntegration extends WebSocketIntegrationBase {
  private readonly props: WebSocketAwsIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param props The options.
   */
  public constructor(id: string, props: WebSocketAwsIntegrationProps) {
    super(id, props);
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { integrationUri: this.props?.integrationUri, integrationMethod: this.props?.integrationMethod };
  }

  protected bindTarget(_options: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    const { integrationUri, integrationMethod, credentialsRole, requestParameters } = this.props;
    return { kind: WebSocketIntegrationKind.AWS, uri: integrationUri, method: integrationMethod, credentialsRole, requestParameters };
  }
}
