import type { PermissionScope, WebSocketIntegrationOptions } from '@apigwv2-integrations/core';

/** Options of `WebSocketLambdaIntegration`. */
export interface WebSocketLambdaIntegrationProps extends WebSocketIntegrationOptions {
  /**
   * How much of the API one permission lets invoke the function.
   *
   * At synth, on the API, the warning `FunctionPermissionsFolded`, and `LambdaPolicyTooLarge`, as a warning or an
   * error.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   * @default PermissionScope.AUTO - one a route, as long as the function's policy has room for them
   */
  readonly permissionScope?: PermissionScope;
}
