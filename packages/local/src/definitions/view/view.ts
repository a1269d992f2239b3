import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Cors } from '../http-api';
import type { Mapping, ResponseMapping } from '../mapping';
import type { Target } from '../target';

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

/** An integration: how a route reaches its backend. */
export interface Integration {
  /** Last step of its construct path, else its logical id. */
  readonly name: string;
  readonly place: ResourceLocation;
  /** AWS_PROXY, HTTP_PROXY, AWS, HTTP or MOCK. */
  readonly type: string;
  readonly subtype?: string;
  readonly target: Target;
  readonly payloadFormatVersion?: string;
  readonly timeoutInMillis?: string;
  /** The role with which the gateway calls, by its readable name. */
  readonly role?: string;
  readonly requestMappings: readonly Mapping[];
  readonly responseMappings: readonly ResponseMapping[];
  /** Keys of the request templates (WebSocket). */
  readonly requestTemplates: readonly string[];
}

/** A stage under which an API answers. */
export interface Stage {
  readonly name: string;
  readonly autoDeploy: boolean;
}

/** Who may call a route. */
export interface Authorization {
  /** NONE, JWT, AWS_IAM, CUSTOM. */
  readonly type: string;
  /** The authorizer's readable name. */
  readonly authorizer?: string;
  readonly scopes: readonly string[];
}

/** A route with all that happens to a request that takes it. */
export interface Route {
  /** `GET /books/{id}`, `$default`, `$connect`, or the text that a WebSocket message selects it with. */
  readonly key: string;
  readonly place: ResourceLocation;
  readonly authorization: Authorization;
  /** Whether a WebSocket route answers its client. */
  readonly returnsResponse: boolean;
  /** None when the route has no target, or one that is not in the assembly. */
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
  /** None for an API that lies outside of the assembly and only has routes in it. */
  readonly place?: ResourceLocation;
  readonly cors?: Cors;
  readonly stages: readonly Stage[];
  /** How a WebSocket API finds the route of a message. */
  readonly routeSelectionExpression?: string;
  /** Whether routes come from an OpenAPI document, which is not read. */
  readonly routesInBody: boolean;
  readonly routes: readonly Route[];
  /** Files of the templates that hold the API, its routes and its integrations. */
  readonly templates: readonly string[];
}
