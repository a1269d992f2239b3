/** The part of an API that one permission to invoke a function covers. */
export class PermissionScope {
  /**
   * One permission for each route, as with the CDK's own classes: for the path of the route, with any method.
   *
   * Reports `LambdaPolicyTooLarge` if the permissions do not fit into the function's policy of 20,480 bytes: as an error
   * if they cannot fit, as a warning if that depends on names that are unknown until deployment.
   */
  public static readonly ROUTE = new PermissionScope('ROUTE');

  /**
   * One permission for each route, for its path and method only. For a WebSocket API, for its route key only; the
   * permission that the CDK adds for `send` also matches `resend`.
   */
  public static readonly METHOD = new PermissionScope('METHOD');

  /** One permission for all routes of the API, in each stack that has routes. */
  public static readonly API = new PermissionScope('API');

  /**
   * The same as `ROUTE` if the permissions of the function and one more for the whole API fit into the function's policy.
   * Otherwise the same as `API`, with the warning `FunctionPermissionsFolded`.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   */
  public static readonly AUTO = new PermissionScope('AUTO');

  /** @param name The name, by which scopes are compared. */
  private constructor(
    /** The name of the scope. */
    public readonly name: string,
  ) {}
}
