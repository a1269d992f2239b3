import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PermissionScope } from './permission-scope';

/** A permission to invoke a function. */
export interface FunctionPermissionProps {
  /** The scope in which the permission is made. */
  readonly scope: Construct;

  /** Who may invoke the function. This package loads no IAM: the caller makes it. */
  readonly principal: IPrincipal;

  /** What it may be invoked for: the ARN of an API, a stage or a route, with or without wildcards. */
  readonly sourceArn: string;
}

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
