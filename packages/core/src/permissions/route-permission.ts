import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import { AssemblyWatch } from '../synth/assembly-watch';
import { addPermission, withoutPermission } from './add-permission';
import { allowApi } from './allow-api';
import { isPermission, PermissionGroup } from './permission-group';
import { PermissionScope } from './permission-scope';
import type { RoutePermissionProps } from './route-permission-props';
import { type RouteSource, WHOLE_API } from './route-source';
import { isScope, scopeProblems } from './scope-problems';

/** A route that is to be let invoke a function. */
export interface RouteOfApi extends RoutePermissionProps {
  /** The scope of a permission of its own. */
  readonly scope: Construct;
  readonly route: IConstruct;
  readonly api: IConstruct;
  readonly apiId: string;
  sourceOf(scope: PermissionScope): RouteSource;
}

const groups = new WeakMap<IFunction, WeakMap<IConstruct, WeakMap<Stack, PermissionGroup>>>();

/** Lets a route invoke a function. Returns what is wrong with the scope, and a warning if the function cannot be given a permission. */
export function allow(handler: IFunction, id: string, route: RouteOfApi): IntegrationProblem[] {
  const permissionScope = isScope(route.permissionScope) ? route.permissionScope : PermissionScope.AUTO;
  const group = groupOf(handler, route);
  const problems =
    permissionScope.name === PermissionScope.API.name ? allowApi(group, route.scope) : allowRoute(group, id, route, permissionScope);
  const wrong = scopeProblems(route.permissionScope);
  return wrong.length === 0 ? problems : [...wrong, ...problems];
}

function allowRoute(group: PermissionGroup, id: string, route: RouteOfApi, permissionScope: PermissionScope): IntegrationProblem[] {
  const { handler } = group.facts;
  const { scope, principal } = route;
  const source = route.sourceOf(permissionScope);
  const permission = addPermission(handler, id, { scope, principal, sourceArn: arnOf(route, source) });
  if (permission === undefined) {
    return withoutPermission(handler);
  }
  // A function of a user's own class may give permissions of a kind of its own.
  if (CfnResource.isCfnResource(permission) && isPermission(permission)) {
    group.add(permission, source, permissionScope.name === PermissionScope.AUTO.name);
  }
  return [];
}

/** The group of a route's permission, found without a look at the tree. */
function groupOf(handler: IFunction, route: RouteOfApi): PermissionGroup {
  const stack = Stack.of(route.scope);
  const ofHandler = entry(groups, handler, () => new WeakMap<IConstruct, WeakMap<Stack, PermissionGroup>>());
  const ofApi = entry(ofHandler, route.api, () => new WeakMap<Stack, PermissionGroup>());
  return entry(ofApi, stack, () => {
    const { principal, api } = route;
    const group = new PermissionGroup({ handler, principal, api, stack, apiArn: arnOf(route, WHOLE_API) });
    AssemblyWatch.of(route.scope).permissions.add(group);
    return group;
  });
}

function entry<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}

function arnOf({ route, apiId }: RouteOfApi, source: RouteSource): string {
  return Stack.of(route).formatArn({ service: 'execute-api', resource: apiId, resourceName: source });
}
