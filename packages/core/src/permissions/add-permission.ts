import { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnPermission, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { type ConstructTreeIndex, isInTree } from '../synth/construct-tree';
import type { FunctionPermissionProps } from './function-permission-props';
import { type PermissionGroup, restrictionsOf } from './permission-group';

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

const KEY = Symbol.for('@apigwv2-integrations/core.ApiPermissions');

/**
 * The API-wide permissions that an app holds, so that no route has to walk the tree for them.
 *
 * Kept on the tree's root, where another copy of this package finds it too.
 */
class ApiPermissions {
  public static of(scope: IConstruct): ApiPermissions {
    const root = scope.node.root as { [KEY]?: ApiPermissions };
    root[KEY] ??= new ApiPermissions();
    return root[KEY];
  }

  private readonly permissions = new Map<string, IConstruct[]>();

  private constructor() {}

  /** The permission, if the stack, or one nested in it, has it. */
  public covering(id: string, stack: Stack): IConstruct | undefined {
    return this.find(id, ({ node }) => node.scopes.includes(stack));
  }

  /** The permission, if the stack itself has it. */
  public inStack(id: string, stack: Stack): IConstruct | undefined {
    return this.find(id, (permission) => Stack.of(permission) === stack);
  }

  public add(id: string, permission: IConstruct): void {
    this.permissions.set(id, [...(this.permissions.get(id) ?? []), permission]);
  }

  private find(id: string, isMeant: (permission: IConstruct) => boolean): IConstruct | undefined {
    return this.permissions.get(id)?.find((permission) => isMeant(permission) && isInTree(permission));
  }
}

/** Lets a route invoke a function by a permission for the whole API: one that there is already, or one of the route's. */
export function allowApi(group: PermissionGroup, scope: Construct): IntegrationProblem[] {
  group.apiRoutes.push(scope);
  // Whether it is still in the tree is asked once, when the app is complete.
  if (group.allowedBy !== undefined) {
    return [];
  }
  group.allowedBy = permissionIn(group, scope);
  return group.allowedBy === undefined ? withoutPermission(group.facts.handler) : [];
}

/** Gives the permission for the whole API again, if it was taken out of the tree with its route, and others need it. */
function allowApiAgain(group: PermissionGroup): IConstruct | undefined {
  const scope = group.allowedBy === undefined || isInTree(group.allowedBy) ? undefined : group.apiRoutes.find(isInTree);
  if (scope === undefined) {
    return undefined;
  }
  group.allowedBy = permissionIn(group, scope);
  return group.allowedBy;
}

function permissionIn(group: PermissionGroup, scope: Construct): IConstruct | undefined {
  const { handler, principal, stack, apiArn } = group.facts;
  const given = ApiPermissions.of(scope);
  const id = group.apiPermissionId;
  const known = given.covering(id, stack);
  if (known !== undefined) {
    return known;
  }
  const permission = addPermission(handler, id, { scope, principal, sourceArn: apiArn });
  if (permission !== undefined) {
    given.add(id, permission);
  }
  return permission;
}

/**
 * The one that the stack has, or a new one: of the stack itself, so that no order of routes changes its logical id.
 *
 * @param alike restricts a new one, as an Aspect may have restricted it
 */
export function permissionOfApi(group: PermissionGroup, alike: CfnPermission): CfnPermission {
  const { handler, principal, stack, apiArn } = group.facts;
  const given = ApiPermissions.of(stack);
  const id = group.apiPermissionId;
  const known = given.inStack(id, stack) as CfnPermission | undefined;
  if (known !== undefined) {
    return known;
  }
  const permission = addPermission(handler, id, { scope: stack, principal, sourceArn: apiArn }) as CfnPermission;
  given.add(id, permission);
  return Object.assign(permission, restrictionsOf(alike));
}

/**
 * Takes note of what is no longer in the tree: permissions of routes that were taken out, and one for the whole API
 * that went with its route although others need it. That one is given again.
 */
export function restore(group: PermissionGroup, survey: ConstructTreeIndex): void {
  group.routes = group.routes.filter(({ permission }) => survey.resources.has(permission));
  note(allowApiAgain(group), survey);
  if (group.folded !== undefined && !survey.resources.has(group.folded)) {
    group.folded = permissionOfApi(group, group.folded);
    note(group.folded, survey);
  }
}

function note(permission: IConstruct | undefined, survey: ConstructTreeIndex): void {
  if (CfnResource.isCfnResource(permission)) {
    survey.resources.add(permission);
  }
}

/** That the CDK gives no permission to invoke a function. */
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
