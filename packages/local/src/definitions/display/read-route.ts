import {
  asArray,
  integrationOf,
  member,
  type ResolvedValue,
  type Resolver,
  type Resource,
  render,
  renderName,
  type Template,
} from '@apigwv2-integrations/core/engine';
import type { Authorization, Route } from './api';
import type { Permission } from './permission';
import type { Permissions } from './permissions';
import { readIntegration } from './read-integration';
import { calledFunction } from './read-target';
import type { CallingApi } from './source-arn';

const NO_FUNCTION: Permission = { status: 'none', summary: '-', grants: [] };

/** All that a route is read with. */
export interface RouteContext {
  readonly resolver: Resolver;
  readonly permissions: Permissions;
  readonly api: CallingApi;
  /** The API's stack, within which names are short. */
  readonly home: Template;
}

/** A route of a template, with its integration and the permission for it. */
export function readRoute(route: Resource, context: RouteContext): Route {
  const { resolver, home } = context;
  const key = render(resolver.property(route, 'RouteKey'), home);
  const target = resolver.property(route, 'Target');
  const resource = integrationOf(target);
  return {
    key,
    place: route.location,
    authorization: authorizationOf(route, context),
    returnsResponse: resolver.property(route, 'RouteResponseSelectionExpression').length > 0,
    integration: resource && readIntegration(resource, home, resolver),
    problem: resource === undefined ? problem(target, home) : undefined,
    permission: resource === undefined ? NO_FUNCTION : permissionFor(key, resource, context),
  };
}

function problem(target: ResolvedValue, home: Template): string {
  return target.length === 0 ? 'no integration' : `not in the assembly: ${render(target, home)}`;
}

function permissionFor(routeKey: string, integration: Resource, { resolver, permissions, api, home }: RouteContext): Permission {
  const role = renderName(resolver.property(integration, 'CredentialsArn'), home);
  if (role !== '') {
    return { status: 'role', summary: `role ${role}`, grants: [] };
  }
  const called = calledFunction(integration, home, resolver);
  return called === undefined ? NO_FUNCTION : permissions.forRoute(routeKey, called, api);
}

function authorizationOf(route: Resource, { resolver, home }: RouteContext): Authorization {
  const scopes = asArray(member(route.properties, 'AuthorizationScopes'));
  return {
    type: render(resolver.property(route, 'AuthorizationType'), home) || 'NONE',
    authorizer: renderName(resolver.property(route, 'AuthorizerId'), home) || undefined,
    scopes: scopes.map((scope) => render(resolver.resolve(scope, route.template), home)),
  };
}
