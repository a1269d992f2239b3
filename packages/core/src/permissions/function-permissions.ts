import type {
  HttpRouteIntegrationBindOptions,
  IHttpApi,
  IWebSocketApi,
  WebSocketRouteIntegrationBindOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IntegrationProblem } from '../problems/integration-problem';
import { addPermission, withoutPermission } from './add-permission';
import type { FunctionPermissionProps } from './function-permission-props';
import { allow, type RouteOfApi } from './route-permission';
import type { RoutePermissionProps } from './route-permission-props';
import { httpRouteSource, webSocketRouteSource } from './route-source';

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
