import type { PermissionScope, WebSocketIntegrationOptions } from '@apigwv2-integrations/core';

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
