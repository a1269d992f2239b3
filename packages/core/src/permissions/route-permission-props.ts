import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { PermissionScope } from './permission-scope';

/** How a route is let invoke a function. */
export interface RoutePermissionProps {
  /** Who may invoke the function: `apigateway.amazonaws.com`. This package loads no IAM: the caller makes it. */
  readonly principal: IPrincipal;

  /**
   * How much of the API one permission lets invoke the function.
   *
   * @default PermissionScope.AUTO
   */
  readonly permissionScope?: PermissionScope;
}
