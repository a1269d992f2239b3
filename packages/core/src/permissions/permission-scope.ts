/** How much of an API one permission lets invoke a function. */
export class PermissionScope {
  /**
   * One permission a route, as the CDK's own classes give it: for the route's path, whatever the method.
   *
   * Tells `LambdaPolicyTooLarge` where the permissions do not fit into the function's policy, which holds 20,480
   * bytes: as an error if they cannot fit, as a warning if that depends on names that are not known yet.
   */
  public static readonly ROUTE = new PermissionScope('ROUTE');

  /**
   * One permission a route, for its path and its method alone. For a WebSocket API, for its key alone: the
   * permission that the CDK gives for `send` also matches `resend`.
   */
  public static readonly METHOD = new PermissionScope('METHOD');

  /** One permission for all routes of the API, in each stack that has any. */
  public static readonly API = new PermissionScope('API');

  /**
   * As `ROUTE`, as long as the permissions on the function and one more for the whole API fit into the function's
   * policy. Beyond that, as `API`, with the warning `FunctionPermissionsFolded`.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/permissions.md
   */
  public static readonly AUTO = new PermissionScope('AUTO');

  /** @param name of the choice, by which two are compared */
  private constructor(
    /** The name of the choice. */
    public readonly name: string,
  ) {}
}
