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
   * Gives a permission, unless the function is an imported one that the CDK cannot place: then it returns the
   * warning `FunctionNotAuthorized`, or nothing if the user said on import that permissions are not for this
   * app to give.
   *
   * @param handler the function, version or alias
   * @param id of the permission's construct
   * @param props the permission
   */
  public static add(handler: IFunction, id: string, props: FunctionPermissionProps): IntegrationProblem[] {
    return addPermission(handler, id, props) === undefined ? withoutPermission(handler) : [];
  }

  /**
   * Lets a route of an HTTP API invoke a function, with a permission of its own or with one for the whole API,
   * as the scope says. Takes the same time however many routes there are.
   *
   * Returns the warning `FunctionNotAuthorized` as `add` does, and the error `OptionInvalid` for a scope that is none,
   * which counts as `AUTO`. What shows only once the app is complete is told at
   * synth, on the API: `FunctionPermissionsFolded` and `LambdaPolicyTooLarge`.
   *
   * @param handler the function, version or alias
   * @param id of the construct of a route's own permission
   * @param options the route
   * @param props who is let in, and how widely
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

  /** The same for a route of a WebSocket API. */
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

/** Named one by one: to spread them would take longer than all else for a further route. */
function routeOfApi(
  { route, scope }: HttpRouteIntegrationBindOptions | WebSocketRouteIntegrationBindOptions,
  api: IHttpApi | IWebSocketApi,
  { principal, permissionScope }: RoutePermissionProps,
  sourceOf: RouteOfApi['sourceOf'],
): RouteOfApi {
  return { principal, permissionScope, scope, route, api, apiId: api.apiId, sourceOf };
}

/** A route that is to be let invoke a function. */
interface RouteOfApi extends RoutePermissionProps {
  /** The scope of a permission of its own. */
  readonly scope: Construct;
  readonly route: IConstruct;
  readonly api: IConstruct;
  readonly apiId: string;
  sourceOf(scope: PermissionScope): RouteSource;
}

const groups = new WeakMap<IFunction, WeakMap<IConstruct, WeakMap<Stack, PermissionGroup>>>();

/** Lets a route invoke a function. Returns what is wrong with the scope, and a warning if the function cannot be given a permission. */
function allow(handler: IFunction, id: string, route: RouteOfApi): IntegrationProblem[] {
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
    planPermissions(group, route.scope);
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

const NAMES = [PermissionScope.ROUTE, PermissionScope.METHOD, PermissionScope.API, PermissionScope.AUTO].map(({ name }) => name);

/** Whether a scope is one. By name: two copies of this package know each other's. */
function isScope(scope: unknown): scope is PermissionScope {
  return typeof scope === 'object' && scope !== null && NAMES.includes((scope as PermissionScope).name);
}

/** What is wrong with a scope, such as a text. */
function scopeProblems(scope: unknown): IntegrationProblem[] {
  return scope === undefined || scope === null || isScope(scope)
    ? []
    : [invalid('permissionScope', scope, choose(scope, 'PermissionScope', NAMES))];
}

/** For what of an API a permission lets a function be invoked: the end of its source ARN, behind the API's id and a slash. */
type RouteSource = string;

/** Every route of an API. Fewer segments than `* / * / *` has match the `$default` route of an HTTP API, too. */
const WHOLE_API: RouteSource = '*';

/**
 * A route of an HTTP API. Its path keeps its variables in braces; that of `$default` is empty, and its ARN is a
 * segment shorter.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
function httpRouteSource({ route }: HttpRouteIntegrationBindOptions, { name }: PermissionScope): RouteSource {
  if (name !== 'METHOD') {
    return `*/*${route.path ?? ''}`;
  }
  // The CDK sets the method before it binds, but does not publish it. A route for every method has none in its ARN.
  const { method = 'ANY' } = route as { method?: string };
  return route.path === undefined ? '*/$default' : `*/${method === 'ANY' ? '*' : method}${route.path}`;
}

/** A route of a WebSocket API: without a slash, as the CDK writes it, the wildcard stands for the stage and more. */
function webSocketRouteSource({ route }: WebSocketRouteIntegrationBindOptions, { name }: PermissionScope): RouteSource {
  return name === 'METHOD' ? `*/${route.routeKey}` : `*${route.routeKey}`;
}
