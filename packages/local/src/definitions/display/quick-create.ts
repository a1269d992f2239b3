import { type ResolvedValue, type Resolver, type Resource, render, type Template, wholeReference } from '@apigwv2-integrations/core/engine';
import type { Route } from './api';
import { invokedArn, isFunction, type LambdaFunction, lambdaFunction } from './lambda-function';
import type { RouteContext } from './read-route';

/** The one route that an API has when it is written with a `Target` of its own. */
export function quickCreateRoute(api: Resource, { resolver, permissions, api: calling, home }: RouteContext): Route | undefined {
  const target = resolver.property(api, 'Target');
  if (target.length === 0) {
    return undefined;
  }
  const key = render(resolver.property(api, 'RouteKey'), home) || '$default';
  const url = render(target, home);
  const called = quickCreateFunction(target, api, home, resolver);
  return {
    key,
    place: api.location,
    authorization: { type: 'NONE', scopes: [] },
    returnsResponse: false,
    integration: {
      name: 'Target',
      place: api.location,
      type: called === undefined ? 'HTTP_PROXY' : 'AWS_PROXY',
      target: called === undefined ? { kind: 'url', url } : { kind: 'lambda', name: called.name, inAssembly: called.inAssembly },
      payloadFormatVersion: called === undefined ? '1.0' : '2.0',
      requestMappings: [],
      responseMappings: [],
      requestTemplates: [],
    },
    permission: called === undefined ? { status: 'none', summary: '-', grants: [] } : permissions.forRoute(key, called, calling),
  };
}

/** The function that an API's own `Target` calls; undefined when it is a URL. */
export function quickCreateFunction(target: ResolvedValue, api: Resource, home: Template, resolver: Resolver): LambdaFunction | undefined {
  const invoked = invokedArn(target) ?? (isFunction(target, home) || wholeReference(target) !== undefined ? target : undefined);
  return invoked && lambdaFunction(invoked, api.template, home, resolver);
}
