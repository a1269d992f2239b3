import type { Permission, ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Cors } from '../http-api';
import type { Mapping, ResponseMapping } from '../mapping';
import type { Target } from '../target';

export type { Grant, Permission, PermissionStatus } from '@apigwv2-integrations/core/engine';

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
