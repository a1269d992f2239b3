import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import type { FunctionPermissionProps } from './function-permission-props';
import { notAuthorized } from './problems';

/** Gives a permission, and returns its construct; nothing if the CDK gives none. */
export function addPermission(
  handler: IFunction,
  id: string,
  { scope, principal, sourceArn }: FunctionPermissionProps,
): IConstruct | undefined {
  handler.addPermission(id, { scope, principal, sourceArn });
  return scope.node.tryFindChild(id);
}

/** What is to be told where the CDK gives none: nothing, if the user said on import that it is not for this app to give. */
export function withoutPermission(handler: IFunction): IntegrationProblem[] {
  return (handler as { _skipPermissions?: boolean })._skipPermissions === true ? [] : [notAuthorized(handler.node.path)];
}
