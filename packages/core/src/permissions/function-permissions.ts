import type { HttpRouteIntegrationBindOptions, WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IntegrationProblem } from '../problems/integration-problem';
import type { FunctionPermissionProps } from './function-permission-props';
import { give, withoutPermission } from './give';
import { allow } from './route-permission';
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
    return give(handler, id, props) === undefined ? withoutPermission(handler) : [];
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
    const { principal, permissionScope } = props;
    const { route, scope } = options;
    const { httpApi: api } = route;
    // Named one by one: to spread them would take longer than all else for a further route.
    return allow(handler, id, {
      principal,
      permissionScope,
      scope,
      route,
      api,
      apiId: api.apiId,
      sourceOf: (permission) => httpRouteSource(options, permission),
    });
  }

  /** The same for a route of a WebSocket API. */
  public static allowWebSocketRoute(
    handler: IFunction,
    id: string,
    options: WebSocketRouteIntegrationBindOptions,
    props: RoutePermissionProps,
  ): IntegrationProblem[] {
    const { principal, permissionScope } = props;
    const { route, scope } = options;
    const { webSocketApi: api } = route;
    // Named one by one: to spread them would take longer than all else for a further route.
    return allow(handler, id, {
      principal,
      permissionScope,
      scope,
      route,
      api,
      apiId: api.apiId,
      sourceOf: (permission) => webSocketRouteSource(options, permission),
    });
  }
}
