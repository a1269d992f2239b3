import { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnPermission, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { type ConstructTreeIndex, isInTree } from '../synth/construct-tree';
import type { FunctionPermissionProps } from './function-permission-props';
import { type PermissionGroup, restrictionsOf } from './permission-group';

/** Adds a permission and returns its construct, or undefined if the CDK adds none. */
export function addPermission(
  handler: IFunction,
  id: string,
  { scope, principal, sourceArn }: FunctionPermissionProps,
): IConstruct | undefined {
  handler.addPermission(id, { scope, principal, sourceArn });
  return scope.node.tryFindChild(id);
}

/** The warning if the CDK adds no permission. None if the user imported the function with `skipPermissions`. */
export function withoutPermission(handler: IFunction): IntegrationProblem[] {
  return (handler as { _skipPermissions?: boolean })._skipPermissions === true ? [] : [notAuthorized(handler.node.path)];
}

const KEY = Symbol.for('@apigwv2-integrations/core.ApiPermissions');

/**
 * The API-wide permissions of an app, so that no route has to traverse the construct tree to find one.
 *
 * Stored on the root of the tree, where other copies of this package find it too.
 */
class ApiPermissions {
  public static of(scope: IConstruct): ApiPermissions {
    const root = scope.node.root as { [KEY]?: ApiPermissions };
    root[KEY] ??= new ApiPermissions();
    return root[KEY];
  }

  private readonly permissions = new Map<string, IConstruct[]>();

  private constructor() {}

  /** The permission in the stack or a nested stack, if there is one. */
  public covering(id: string, stack: Stack): IConstruct | undefined {
    return this.find(id, ({ node }) => node.scopes.includes(stack));
  }

  /** The permission in the stack itself, if there is one. */
  public inStack(id: string, stack: Stack): IConstruct | undefined {
    return this.find(id, (permission) => Stack.of(permission) === stack);
  }

  public add(id: string, permission: IConstruct): void {
    this.permissions.set(id, [...(this.permissions.get(id) ?? []), permission]);
  }

  private find(id: string, matches: (permission: IConstruct) => boolean): IConstruct | undefined {
    return this.permissions.get(id)?.find((permission) => matches(permission) && isInTree(permission));
  }
}

/** Allows a route to invoke a function with a permission for the whole API: an existing one, or a new one under the route. */
export function allowApi(group: PermissionGroup, scope: Construct): IntegrationProblem[] {
  group.apiRoutes.push(scope);
  // `restore` checks at synthesis whether the permission is still in the tree.
  if (group.allowedBy !== undefined) {
    return [];
  }
  group.allowedBy = findOrAddApiPermission(group, scope);
  return group.allowedBy === undefined ? withoutPermission(group.facts.handler) : [];
}

/** Adds the API-wide permission again if it was removed from the tree with its route and other routes need it. */
function restoreApiPermission(group: PermissionGroup): IConstruct | undefined {
  const scope = group.allowedBy === undefined || isInTree(group.allowedBy) ? undefined : group.apiRoutes.find(isInTree);
  if (scope === undefined) {
    return undefined;
  }
  group.allowedBy = findOrAddApiPermission(group, scope);
  return group.allowedBy;
}

function findOrAddApiPermission(group: PermissionGroup, scope: Construct): IConstruct | undefined {
  const { handler, principal, stack, apiArn } = group.facts;
  const permissions = ApiPermissions.of(scope);
  const id = group.apiPermissionId;
  const existing = permissions.covering(id, stack);
  if (existing !== undefined) {
    return existing;
  }
  const permission = addPermission(handler, id, { scope, principal, sourceArn: apiArn });
  if (permission !== undefined) {
    permissions.add(id, permission);
  }
  return permission;
}

/**
 * The API-wide permission of the stack, or a new one. Its scope is the stack, so that the order of routes does not change
 * its logical ID.
 *
 * @param template A permission whose restrictions, which an Aspect may have added, a new permission gets.
 */
export function permissionOfApi(group: PermissionGroup, template: CfnPermission): CfnPermission {
  const { handler, principal, stack, apiArn } = group.facts;
  const permissions = ApiPermissions.of(stack);
  const id = group.apiPermissionId;
  const existing = permissions.inStack(id, stack) as CfnPermission | undefined;
  if (existing !== undefined) {
    return existing;
  }
  const permission = addPermission(handler, id, { scope: stack, principal, sourceArn: apiArn }) as CfnPermission;
  permissions.add(id, permission);
  return Object.assign(permission, restrictionsOf(template));
}

/**
 * Updates a group after constructs were removed from the tree: drops the permissions of removed routes, and adds the
 * API-wide permission again if it was removed with its route and other routes need it.
 */
export function restore(group: PermissionGroup, tree: ConstructTreeIndex): void {
  group.routes = group.routes.filter(({ permission }) => tree.resources.has(permission));
  addToTree(restoreApiPermission(group), tree);
  if (group.folded !== undefined && !tree.resources.has(group.folded)) {
    group.folded = permissionOfApi(group, group.folded);
    addToTree(group.folded, tree);
  }
}

function addToTree(permission: IConstruct | undefined, tree: ConstructTreeIndex): void {
  if (CfnResource.isCfnResource(permission)) {
    tree.resources.add(permission);
  }
}

/** The warning that the CDK added no permission to invoke a function. */
function notAuthorized(path: string): IntegrationProblem {
  return {
    code: 'FunctionNotAuthorized',
    severity: ProblemSeverity.WARNING,
    value: path,
    message: `the imported function ${path} may belong to another account or region, so no permission to invoke it was added, and the API cannot call it`,
    remedy:
      'import it with Function.fromFunctionAttributes and sameEnvironment: true if it belongs to this account and region, or with skipPermissions: true if its policy already allows apigateway.amazonaws.com to invoke it',
  };
}
