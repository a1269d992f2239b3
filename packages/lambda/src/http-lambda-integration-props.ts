import type { HttpIntegrationOptions, PermissionScope } from '@apigwv2-integrations/core';
import type { PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `HttpLambdaIntegration`. */
export interface HttpLambdaIntegrationProps extends HttpIntegrationOptions {
  /**
   * The format of the event that the function receives and of the response that it can return.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   * @default PayloadFormatVersion.VERSION_2_0
   */
  readonly payloadFormatVersion?: PayloadFormatVersion;

  /**
   * Whether each route gets its own permission to invoke the function (`PermissionScope.ROUTE`). Otherwise, one
   * permission per stack allows every route of the API to invoke it (`PermissionScope.API`).
   *
   * @default - determined by `permissionScope`
   */
  readonly scopePermissionToRoute?: boolean;

  /**
   * How much of the API one permission to invoke the function covers.
   *
   * Error: `PermissionScopeContradiction`, if it contradicts `scopePermissionToRoute`. At synthesis, the warning
   * `FunctionPermissionsFolded` and the warning or error `LambdaPolicyTooLarge` may be reported on the API.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   * @default PermissionScope.AUTO - one permission per route, while the function's policy has room for them
   */
  readonly permissionScope?: PermissionScope;
}
