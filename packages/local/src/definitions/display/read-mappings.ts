import { asObject, isObject, member, type Resource } from '@apigwv2-integrations/core/engine';
import type { Texts } from '../../template/values/texts';
import type { Mapping, ResponseMapping } from './integration';

/** The entries of an integration's request parameters, in their order. */
export function requestMappings(integration: Resource, texts: Texts): readonly Mapping[] {
  return entries(member(integration.properties, 'RequestParameters'), integration, texts);
}

/** The entries of an integration's response parameters, in their order. */
export function responseMappings(integration: Resource, texts: Texts): readonly ResponseMapping[] {
  const perStatus = Object.entries(asObject(member(integration.properties, 'ResponseParameters')));
  return perStatus.flatMap(([statusCode, response]) => {
    const list = member(response, 'ResponseParameters');
    const mappings = Array.isArray(list)
      ? list.filter(isObject).map((entry) => ({
          destination: texts.text(member(entry, 'Destination'), integration.template),
          source: texts.text(member(entry, 'Source'), integration.template),
        }))
      : entries(response, integration, texts);
    return mappings.map((mapping) => ({ statusCode, ...mapping }));
  });
}

function entries(map: unknown, integration: Resource, texts: Texts): readonly Mapping[] {
  return Object.entries(asObject(map)).map(([destination, source]) => ({
    destination,
    source: texts.text(source, integration.template),
  }));
}
