import { Names, Stack } from 'aws-cdk-lib';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ApiPermissions } from './api-permissions';

/** Lets one route invoke a function. Returns whether the function could be given the permission. */
export function allowRoute(handler: IFunction, id: string, options: HttpRouteIntegrationBindOptions): boolean {
  // The route's path keeps its variables in braces; the catch-all route has none, and its ARN is a segment shorter.
  return allow(handler, id, options, `*/*${options.route.path ?? ''}`);
}

/** Lets every route of an API invoke a function, by one permission a stack. Returns whether the function could be given it. */
export function allowApi(handler: IFunction, options: HttpRouteIntegrationBindOptions): boolean {
  const id = `ApiPermission.ApiScoped.${Names.nodeUniqueId(handler.node)}.${Names.nodeUniqueId(options.route.httpApi.node)}`;
  const given = ApiPermissions.of(options.scope);
  const stack = Stack.of(options.scope);
  if (given.covers(id, stack)) {
    return true;
  }
  const allowed = allow(handler, id, options, '*');
  if (allowed) {
    given.add(id, stack);
  }
  return allowed;
}

/** Whether the user said, on import, that the function's policy is not for this app to change. */
export function leavesPermissionsToUser(handler: IFunction): boolean {
  return (handler as { _skipPermissions?: boolean })._skipPermissions === true;
}

function allow(handler: IFunction, id: string, { route, scope }: HttpRouteIntegrationBindOptions, resourceName: string): boolean {
  handler.addPermission(id, {
    scope,
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: Stack.of(route).formatArn({ service: 'execute-api', resource: route.httpApi.apiId, resourceName }),
  });
  return created(scope, id);
}

/** An imported function that the CDK cannot place leaves the permission out. */
const created = (scope: Construct, id: string): boolean => scope.node.tryFindChild(id) !== undefined;
