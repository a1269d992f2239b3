import { type IntegrationProblem, PermissionScope } from '@apigwv2-integrations/core';
import type { HttpLambdaIntegrationProps } from './http-lambda-integration-props';

/** What `scopePermissionToRoute` can go together with. */
const AGREEING: Readonly<Record<'true' | 'false', readonly string[]>> = {
  true: [PermissionScope.ROUTE.name, PermissionScope.METHOD.name],
  false: [PermissionScope.API.name],
};

/** How much of the API one permission lets invoke the function, of the two options that tell it. */
export function permissionChoice({ permissionScope, scopePermissionToRoute }: HttpLambdaIntegrationProps): PermissionScope {
  return permissionScope ?? (scopePermissionToRoute === undefined ? PermissionScope.AUTO : scopeOf(scopePermissionToRoute));
}

/** What is wrong with the two options together; of a `permissionScope` that is none, who gives the permission tells. */
export function choiceProblems({ permissionScope, scopePermissionToRoute }: HttpLambdaIntegrationProps): IntegrationProblem[] {
  if (scopePermissionToRoute !== undefined && typeof scopePermissionToRoute !== 'boolean') {
    return [
      {
        code: 'OptionInvalid',
        value: String(scopePermissionToRoute),
        message: `scopePermissionToRoute is ${JSON.stringify(scopePermissionToRoute)}`,
        remedy: 'pass true or false, or leave it out and choose with permissionScope',
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
          remedy: `leave one of the two out: scopePermissionToRoute ${scopePermissionToRoute} is PermissionScope.${scopeOf(scopePermissionToRoute).name}`,
        },
      ];
}

const scopeOf = (scopePermissionToRoute: boolean): PermissionScope =>
  scopePermissionToRoute ? PermissionScope.ROUTE : PermissionScope.API;
