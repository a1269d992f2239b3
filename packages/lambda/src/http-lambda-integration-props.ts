import type { HttpIntegrationOptions, PermissionScope } from '@apigwv2-integrations/core';
import type { PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `HttpLambdaIntegration`. */
export interface HttpLambdaIntegrationProps extends HttpIntegrationOptions {
  /**
   * The format of the event that the function gets, and of the response that it may give.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   * @default PayloadFormatVersion.VERSION_2_0
   */
  readonly payloadFormatVersion?: PayloadFormatVersion;

  /**
   * Whether each route gets a permission of its own to invoke the function (`PermissionScope.ROUTE`). If not, one
   * permission a stack lets every route of the API invoke it (`PermissionScope.API`).
   *
   * @default - as `permissionScope` says
   */
  readonly scopePermissionToRoute?: boolean;

  /**
   * How much of the API one permission lets invoke the function.
   *
   * Error: `PermissionScopeContradiction`, if `scopePermissionToRoute` says otherwise. At synth, on the API, the
   * warning `FunctionPermissionsFolded`, and `LambdaPolicyTooLarge`, as a warning or an error.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   * @default PermissionScope.AUTO - one a route, as long as the function's policy has room for them
   */
  readonly permissionScope?: PermissionScope;
}
