import {
  FunctionPermissions,
  type PermissionScope,
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationOptions,
  type WebSocketIntegrationTarget,
} from '@apigwv2-integrations/core';
import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Options of `WebSocketLambdaIntegration`. */
export interface WebSocketLambdaIntegrationProps extends WebSocketIntegrationOptions {
  /**
   * How much of the API one permission to invoke the function covers.
   *
   * At synthesis, the warning `FunctionPermissionsFolded` and the warning or error `LambdaPolicyTooLarge` may be
   * reported on the API.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   * @default PermissionScope.AUTO - one permission per route, while the function's policy has room for them
   */
  readonly permissionScope?: PermissionScope;
}

/**
 * Invokes a Lambda function, version or alias from a WebSocket API route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketLambdaIntegration extends WebSocketIntegrationBase {
  private readonly handler: IFunction;
  private readonly permissionScope?: PermissionScope;
  private readonly principal = new iam.ServicePrincipal('apigateway.amazonaws.com');
  private toldUnauthorized = false;

  /**
   * Binding the integration to a route reports the warning `FunctionNotAuthorized` if the function is imported and may
   * belong to another account or region.
   *
   * @param id The construct ID of the integration.
   * @param handler The function, version or alias to invoke.
   * @param props The options.
   */
  public constructor(id: string, handler: IFunction, props: WebSocketLambdaIntegrationProps = {}) {
    super(id, props);
    this.handler = handler;
    this.permissionScope = props.permissionScope;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { handler: this.handler };
  }

  protected bindTarget({ route }: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    return {
      kind: WebSocketIntegrationKind.AWS_PROXY,
      uri: Stack.of(route).formatArn({
        service: 'apigateway',
        account: 'lambda',
        resource: 'path/2015-03-31/functions',
        resourceName: `${this.handler.functionArn}/invocations`,
      }),
    };
  }

  protected authorizeRoute(options: WebSocketRouteIntegrationBindOptions): void {
    const { handler, principal, permissionScope } = this;
    const id = `${this.constructId}-Permission`;
    const problems = FunctionPermissions.allowWebSocketRoute(handler, id, options, { principal, permissionScope });
    if (problems.length > 0 && !this.toldUnauthorized) {
      this.toldUnauthorized = true;
      this.report(options, problems);
    }
  }
}
