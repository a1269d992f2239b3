import { type IntegrationProblem, PermissionScope } from '@apigwv2-integrations/core';
import type { HttpLambdaIntegrationProps } from './http-lambda-integration-props';

/** The names of the permission scopes that do not contradict a value of `scopePermissionToRoute`. */
const AGREEING: Readonly<Record<'true' | 'false', readonly string[]>> = {
  true: [PermissionScope.ROUTE.name, PermissionScope.METHOD.name],
  false: [PermissionScope.API.name],
};

/** The permission scope that the two options select. */
export function permissionChoice({ permissionScope, scopePermissionToRoute }: HttpLambdaIntegrationProps): PermissionScope {
  return permissionScope ?? (scopePermissionToRoute === undefined ? PermissionScope.AUTO : scopeOf(scopePermissionToRoute));
}

/** Problems of the two options. `FunctionPermissions` reports an invalid `permissionScope`. */
export function choiceProblems({ permissionScope, scopePermissionToRoute }: HttpLambdaIntegrationProps): IntegrationProblem[] {
  if (scopePermissionToRoute !== undefined && typeof scopePermissionToRoute !== 'boolean') {
    return [
      {
        code: 'OptionInvalid',
        value: String(scopePermissionToRoute),
        message: `scopePermissionToRoute is ${JSON.stringify(scopePermissionToRoute)}`,
        remedy: 'pass true or false, or remove it and set permissionScope instead',
      },
    ];
  }
  return permissionScope?.name === undefined ||
    scopePermissionToRoute === undefined ||
    AGREEING[`${scopePermissionToRoute}`].includes(permissionScope.name)
    ? []
    : [
        {
          code: 'PermissionScopeContradiction',
          value: permissionScope.name,
          message: `permissionScope ${permissionScope.name} and scopePermissionToRoute ${scopePermissionToRoute} contradict each other`,
          remedy: `remove one of them: scopePermissionToRoute ${scopePermissionToRoute} corresponds to PermissionScope.${scopeOf(scopePermissionToRoute).name}`,
        },
      ];
}

const scopeOf = (scopePermissionToRoute: boolean): PermissionScope =>
  scopePermissionToRoute ? PermissionScope.ROUTE : PermissionScope.API;
