import {
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
  type WebSocketNonProxyIntegrationOptions,
} from '@apigwv2-integrations/core';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';

/** Options of `WebSocketAwsIntegration`. */
export interface WebSocketAwsIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /** The URI of the action, such as `arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem`. */
  readonly integrationUri: string;

  /** The HTTP method of the request to the action; most actions use POST. */
  readonly integrationMethod: string;

  /**
   * The role that API Gateway assumes to call the action.
   *
   * @default - none; the resource policy of the called resource must allow the call
   */
  readonly credentialsRole?: IRole;

  /**
   * The request parameters in the service's own syntax, as a map from destinations to sources. `parameterMapping` is the
   * type-safe form; you can use both.
   *
   * Parameters that it reads from the `$connect` request are declared on that route.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
   * @default - none
   */
  readonly requestParameters?: { [dest: string]: string };
}

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
