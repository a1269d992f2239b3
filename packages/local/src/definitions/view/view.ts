import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Cors } from '../http-api';
import type { Mapping, ResponseMapping } from '../mapping';
import type { Target } from '../target';

/**
 * Whether API Gateway may invoke a route's function.
 *
 * - `allowed`: on every stage and method of the route
 * - `partial`: on some of them
 * - `missing`: no permission in the assembly allows it
 * - `unknown`: the permission, or a value in it, is not in the assembly
 * - `role`: the integration's role decides
 * - `none`: the route has no function
 */
export type PermissionStatus = 'allowed' | 'partial' | 'missing' | 'unknown' | 'role' | 'none';

/** The permissions by which API Gateway invokes a route's function. */
export interface Permission {
  readonly status: PermissionStatus;
  /** A short description, such as `this path`, `any route`, `none found`. */
  readonly summary: string;
  /** The AWS::Lambda::Permission resources that grant it. */
  readonly grants: readonly Grant[];
}

/** One AWS::Lambda::Permission. */
export interface Grant {
  /** Construct path, else the logical id. */
  readonly name: string;
  /** `*` for a permission without a source. */
  readonly sourceArn: string;
}

/** An integration of a route. */
export interface Integration {
  /** Last step of its construct path, else its logical id. */
  readonly name: string;
  readonly location: ResourceLocation;
  /** AWS_PROXY, HTTP_PROXY, AWS, HTTP or MOCK. */
  readonly type: string;
  readonly subtype?: string;
  readonly target: Target;
  readonly payloadFormatVersion?: string;
  readonly timeoutInMillis?: string;
  /** The name of the role with which API Gateway calls the target. */
  readonly role?: string;
  readonly requestMappings: readonly Mapping[];
  readonly responseMappings: readonly ResponseMapping[];
  /** Keys of the request templates (WebSocket). */
  readonly requestTemplates: readonly string[];
}

/** A stage of an API. */
export interface Stage {
  readonly name: string;
  readonly autoDeploy: boolean;
}

/** The authorization of a route. */
export interface Authorization {
  /** NONE, JWT, AWS_IAM, CUSTOM. */
  readonly type: string;
  /** The name of the authorizer. */
  readonly authorizer?: string;
  readonly scopes: readonly string[];
}

/** A route with its authorization, integration and permission. */
export interface Route {
  /** `GET /books/{id}`, `$default`, `$connect`, or the text that a WebSocket message selects it with. */
  readonly key: string;
  readonly location: ResourceLocation;
  readonly authorization: Authorization;
  /** Whether a WebSocket route returns a response to its client. */
  readonly returnsResponse: boolean;
  /** Undefined if the route has no target, or one outside the assembly. */
  readonly integration?: Integration;
  /** Why there is no integration. */
  readonly problem?: string;
  readonly permission: Permission;
}

/** An HTTP API or WebSocket API with its routes. */
export interface Api {
  readonly name: string;
  /** HTTP or WEBSOCKET. */
  readonly protocol: string;
  /** Undefined for an API outside the assembly that has routes in it. */
  readonly location?: ResourceLocation;
  readonly cors?: Cors;
  readonly stages: readonly Stage[];
  /** The expression by which a WebSocket API selects the route of a message. */
  readonly routeSelectionExpression?: string;
  /** Whether the API imports routes from an OpenAPI document, which is not read. */
  readonly routesInBody: boolean;
  readonly routes: readonly Route[];
  /** Files of the templates with the API, its routes and its integrations. */
  readonly templates: readonly string[];
}
