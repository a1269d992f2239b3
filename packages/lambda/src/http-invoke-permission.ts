import { FunctionPermissions, type IntegrationProblem } from '@apigwv2-integrations/core';
import { Names, Stack } from 'aws-cdk-lib';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ApiPermissions } from './api-permissions';

/** Lets one route invoke a function. Returns a warning if the function cannot be given the permission. */
export function allowRoute(handler: IFunction, id: string, options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
  // The route's path keeps its variables in braces; the catch-all route has none, and its ARN is a segment shorter.
  return allow(handler, id, options, `*/*${options.route.path ?? ''}`);
}

/** Lets every route of an API invoke a function, by one permission a stack. Returns a warning if the function cannot be given it. */
export function allowApi(handler: IFunction, options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
  const id = `ApiPermission.ApiScoped.${Names.nodeUniqueId(handler.node)}.${Names.nodeUniqueId(options.route.httpApi.node)}`;
  const given = ApiPermissions.of(options.scope);
  const stack = Stack.of(options.scope);
  if (given.covers(id, stack)) {
    return [];
  }
  const problems = allow(handler, id, options, '*');
  if (problems.length === 0) {
    given.add(id, stack);
  }
  return problems;
}

function allow(
  handler: IFunction,
  id: string,
  { route, scope }: HttpRouteIntegrationBindOptions,
  resourceName: string,
): IntegrationProblem[] {
  return FunctionPermissions.add(handler, id, {
    scope,
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: Stack.of(route).formatArn({ service: 'execute-api', resource: route.httpApi.apiId, resourceName }),
  });
}
