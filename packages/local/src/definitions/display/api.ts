import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Integration } from './integration';
import type { Permission } from './permission';

/** Browser origins, methods and headers that an HTTP API lets in by itself. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge?: string;
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
