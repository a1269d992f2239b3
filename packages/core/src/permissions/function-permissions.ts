import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import { ProblemSeverity } from '../problems/problem-severity';

/** A permission to invoke a function. */
export interface FunctionPermissionProps {
  /** The scope in which the permission is made. */
  readonly scope: Construct;

  /** Who may invoke the function. This package loads no IAM: the caller makes it. */
  readonly principal: IPrincipal;

  /** What it may be invoked for: the ARN of an API, a stage or a route, with or without wildcards. */
  readonly sourceArn: string;
}

/** Permissions to invoke the functions of integrations. */
export abstract class FunctionPermissions {
  /**
   * Gives a permission, unless the function is an imported one that the CDK cannot place: then it returns the
   * warning `FunctionNotAuthorized`, or nothing if the user said on import that permissions are not for this
   * app to give.
   *
   * @param handler the function, version or alias
   * @param id of the permission's construct
   * @param props the permission
   */
  public static add(handler: IFunction, id: string, props: FunctionPermissionProps): IntegrationProblem[] {
    handler.addPermission(id, { ...props });
    const given = props.scope.node.tryFindChild(id) !== undefined;
    return given || leavesPermissionsToUser(handler) ? [] : [notAuthorized(handler.node.path)];
  }
}

function leavesPermissionsToUser(handler: IFunction): boolean {
  return (handler as { _skipPermissions?: boolean })._skipPermissions === true;
}

function notAuthorized(path: string): IntegrationProblem {
  return {
    code: 'FunctionNotAuthorized',
    severity: ProblemSeverity.WARNING,
    value: path,
    message: `the imported function ${path} may belong to another account or region, so that no permission to invoke it was added, and the API could not call it`,
    remedy:
      'import it with Function.fromFunctionAttributes and sameEnvironment: true if it is of this account and region, or with skipPermissions: true once its own policy lets apigateway.amazonaws.com invoke it',
  };
}
