import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PermissionScope } from './permission-scope';

/** Properties of a permission to invoke a function. */
export interface FunctionPermissionProps {
  /** The scope of the permission's construct. */
  readonly scope: Construct;

  /** The principal that may invoke the function. You create it, because this package does not load the IAM module. */
  readonly principal: IPrincipal;

  /** The ARN of the API, stage or route that may invoke the function. It may contain wildcards. */
  readonly sourceArn: string;
}

/** Properties of the permission of a route to invoke a function. */
export interface RoutePermissionProps {
  /**
   * The principal that may invoke the function: `apigateway.amazonaws.com`. You create it, because this package does not
   * load the IAM module.
   */
  readonly principal: IPrincipal;

  /**
   * The part of the API that one permission covers.
   *
   * @default PermissionScope.AUTO
   */
  readonly permissionScope?: PermissionScope;
}
