import { CfnResource, Stack } from 'aws-cdk-lib';
import type {
  HttpRouteIntegrationBindOptions,
  IHttpApi,
  IWebSocketApi,
  WebSocketRouteIntegrationBindOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import { choose, invalid } from '../problems/option-problems';
import { addPermission, allowApi, withoutPermission } from './add-permission';
import type { FunctionPermissionProps, RoutePermissionProps } from './function-permission-props';
import { isPermission, PermissionGroup } from './permission-group';
import { planPermissions } from './permission-plan';
import { PermissionScope } from './permission-scope';

/** Permissions to invoke the functions of integrations. */
export abstract class FunctionPermissions {
  /**
   * Adds a permission to a function. For an imported function whose account and region are unknown, the CDK adds none;
   * the method then returns the warning `FunctionNotAuthorized`, unless the function was imported with
   * `skipPermissions: true`.
   *
   * @param handler The function, version or alias.
   * @param id The construct ID of the permission.
   * @param props The permission.
   */
  public static add(handler: IFunction, id: string, props: FunctionPermissionProps): IntegrationProblem[] {
    return addPermission(handler, id, props) === undefined ? withoutPermission(handler) : [];
  }

  /**
   * Allows a route of an HTTP API to invoke a function, with a permission for the route or for the whole API, depending
   * on the permission scope. The time that it takes does not depend on the number of routes.
   *
   * Returns the warning `FunctionNotAuthorized`, like `add`, and the error `OptionInvalid` for an invalid scope, which is
   * treated as `AUTO`. At synthesis, `FunctionPermissionsFolded` and `LambdaPolicyTooLarge` are reported on the API.
   *
   * @param handler The function, version or alias.
   * @param id The construct ID of the route's permission.
   * @param options The route.
   * @param props The principal and the permission scope.
   */
  public static allowHttpRoute(
    handler: IFunction,
    id: string,
    options: HttpRouteIntegrationBindOptions,
    props: RoutePermissionProps,
  ): IntegrationProblem[] {
    return allow(
      handler,
      id,
      routeOfApi(options, options.route.httpApi, props, (scope) => httpRouteSource(options, scope)),
    );
  }

  /** Allows a route of a WebSocket API to invoke a function. See `allowHttpRoute`. */
  public static allowWebSocketRoute(
    handler: IFunction,
    id: string,
    options: WebSocketRouteIntegrationBindOptions,
    props: RoutePermissionProps,
  ): IntegrationProblem[] {
    return allow(
      handler,
      id,
      routeOfApi(options, options.route.webSocketApi, props, (scope) => webSocketRouteSource(options, scope)),
    );
  }
}

/** Fields are listed because spreading them would take most of the time for each further route. */
function routeOfApi(
  { route, scope }: HttpRouteIntegrationBindOptions | WebSocketRouteIntegrationBindOptions,
  api: IHttpApi | IWebSocketApi,
  { principal, permissionScope }: RoutePermissionProps,
  sourceOf: RouteOfApi['sourceOf'],
): RouteOfApi {
  return { principal, permissionScope, scope, route, api, apiId: api.apiId, sourceOf };
}

/** A route that needs permission to invoke a function. */
interface RouteOfApi extends RoutePermissionProps {
  /** The scope of the route's permission. */
  readonly scope: Construct;
  readonly route: IConstruct;
  readonly api: IConstruct;
  readonly apiId: string;
  sourceOf(scope: PermissionScope): RouteSource;
}

const groups = new WeakMap<IFunction, WeakMap<IConstruct, WeakMap<Stack, PermissionGroup>>>();

/** Allows a route to invoke a function. Returns problems of the scope, and a warning if no permission could be added. */
function allow(handler: IFunction, id: string, route: RouteOfApi): IntegrationProblem[] {
  const permissionScope = isScope(route.permissionScope) ? route.permissionScope : PermissionScope.AUTO;
  const group = groupOf(handler, route);
  const problems =
    permissionScope.name === PermissionScope.API.name ? allowApi(group, route.scope) : allowRoute(group, id, route, permissionScope);
  return [...scopeProblems(route.permissionScope), ...problems];
}

function allowRoute(group: PermissionGroup, id: string, route: RouteOfApi, permissionScope: PermissionScope): IntegrationProblem[] {
  const { handler } = group.facts;
  const { scope, principal } = route;
  const source = route.sourceOf(permissionScope);
  const permission = addPermission(handler, id, { scope, principal, sourceArn: arnOf(route, source) });
  if (permission === undefined) {
    return withoutPermission(handler);
  }
  // A user's own IFunction class may add a construct of another type.
  if (CfnResource.isCfnResource(permission) && isPermission(permission)) {
    group.add(permission, source, permissionScope.name === PermissionScope.AUTO.name);
  }
  return [];
}

/** The group of a route's permission. Found without a traversal of the construct tree. */
function groupOf(handler: IFunction, route: RouteOfApi): PermissionGroup {
  const stack = Stack.of(route.scope);
  const byApi = getOrCreate(groups, handler, () => new WeakMap<IConstruct, WeakMap<Stack, PermissionGroup>>());
  const byStack = getOrCreate(byApi, route.api, () => new WeakMap<Stack, PermissionGroup>());
  return getOrCreate(byStack, stack, () => {
    const { principal, api } = route;
    const group = new PermissionGroup({ handler, principal, api, stack, apiArn: arnOf(route, WHOLE_API) });
    planPermissions(group, route.scope);
    return group;
  });
}

function getOrCreate<K extends object, V>(map: WeakMap<K, V>, key: K, create: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) {
    return existing;
  }
  const created = create();
  map.set(key, created);
  return created;
}

function arnOf({ route, apiId }: RouteOfApi, source: RouteSource): string {
  return Stack.of(route).formatArn({ service: 'execute-api', resource: apiId, resourceName: source });
}

const NAMES = [PermissionScope.ROUTE, PermissionScope.METHOD, PermissionScope.API, PermissionScope.AUTO].map(({ name }) => name);

/** Whether a value is a permission scope. Compares names, so that scopes of other copies of this package are valid. */
function isScope(scope: unknown): scope is PermissionScope {
  return typeof scope === 'object' && scope !== null && NAMES.includes((scope as PermissionScope).name);
}

/** Problems of a permission scope, such as a string. */
function scopeProblems(scope: unknown): IntegrationProblem[] {
  return scope === undefined || scope === null || isScope(scope)
    ? []
    : [invalid('permissionScope', scope, choose(scope, 'PermissionScope', NAMES))];
}

/** The end of a permission's source ARN, after the API's ID and a slash: the part of the API that it covers. */
type RouteSource = string;

/** All routes of an API. `* / * / *` would not match the `$default` route of an HTTP API, whose ARN has fewer segments. */
const WHOLE_API: RouteSource = '*';

/**
 * A route of an HTTP API. Path variables stay in braces. The `$default` route has no path, and its ARN has one segment
 * less.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
function httpRouteSource({ route }: HttpRouteIntegrationBindOptions, { name }: PermissionScope): RouteSource {
  if (name !== 'METHOD') {
    return `*/*${route.path ?? ''}`;
  }
  // The CDK sets the method before it binds, but its interface does not declare it. ANY is a wildcard in the ARN.
  const { method = 'ANY' } = route as { method?: string };
  return route.path === undefined ? '*/$default' : `*/${method === 'ANY' ? '*' : method}${route.path}`;
}

/** A route of a WebSocket API. Without a slash, as in the CDK's ARN, the wildcard also matches a prefix of the route key. */
function webSocketRouteSource({ route }: WebSocketRouteIntegrationBindOptions, { name }: PermissionScope): RouteSource {
  return name === 'METHOD' ? `*/${route.routeKey}` : `*${route.routeKey}`;
}
