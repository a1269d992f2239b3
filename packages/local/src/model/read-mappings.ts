import type { Template } from '../assembly/template';
import { asObject, isObject, member } from '../json';
import { render } from '../values/render';
import type { Resolver } from '../values/resolver';
import type { Resource } from '../values/resource';
import type { Mapping, ResponseMapping } from './integration';

/** The entries of an integration's request parameters, in their order. */
export function requestMappings(integration: Resource, home: Template, resolver: Resolver): readonly Mapping[] {
  return entries(member(integration.properties, 'RequestParameters'), integration, home, resolver);
}

/** The entries of an integration's response parameters, in their order. */
export function responseMappings(integration: Resource, home: Template, resolver: Resolver): readonly ResponseMapping[] {
  const perStatus = Object.entries(asObject(member(integration.properties, 'ResponseParameters')));
  return perStatus.flatMap(([statusCode, response]) => {
    const list = member(response, 'ResponseParameters');
    const mappings = Array.isArray(list)
      ? list.filter(isObject).map((entry) => ({
          destination: render(resolver.resolve(member(entry, 'Destination'), integration.template), home),
          source: render(resolver.resolve(member(entry, 'Source'), integration.template), home),
        }))
      : entries(response, integration, home, resolver);
    return mappings.map((mapping) => ({ statusCode, ...mapping }));
  });
}

function entries(map: unknown, integration: Resource, home: Template, resolver: Resolver): readonly Mapping[] {
  return Object.entries(asObject(map)).map(([destination, source]) => ({
    destination,
    source: render(resolver.resolve(source, integration.template), home),
  }));
}
