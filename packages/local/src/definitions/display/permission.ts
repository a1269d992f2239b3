/**
 * How far the gateway may call a route's function.
 *
 * - `allowed`: on every stage and method of the route
 * - `partial`: on some of them only
 * - `missing`: no permission in the assembly allows it
 * - `unknown`: it is granted, or may be granted, by what the assembly does not tell
 * - `role`: the integration's role decides
 * - `none`: there is no function to call
 */
export type PermissionStatus = 'allowed' | 'partial' | 'missing' | 'unknown' | 'role' | 'none';

/** The AWS::Lambda::Permission resources that let the gateway call a route's function. */
export interface Permission {
  readonly status: PermissionStatus;
  /** A few words: `this path`, `any route`, `none found`. */
  readonly summary: string;
  /** What grants it. */
  readonly grants: readonly Grant[];
}

/** One AWS::Lambda::Permission. */
export interface Grant {
  /** Construct path, else the logical id. */
  readonly name: string;
  /** `*` when the permission names no source. */
  readonly sourceArn: string;
}
