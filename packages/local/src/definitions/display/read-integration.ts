import type { Template } from '../../assembly/template';
import { asObject, member } from '../../json';
import { renderName } from '../../template/values/render';
import type { Resolver } from '../../template/values/resolver';
import { type Resource, tailName } from '../../template/values/resource';
import { DisplayTextResolver } from '../../template/values/texts';
import type { Integration } from './integration';
import { requestMappings, responseMappings } from './read-mappings';
import { readTarget } from './read-target';
import { placeOf } from './resource-location';

/** An integration of a template; names are short within the home stack. */
export function readIntegration(resource: Resource, home: Template, resolver: Resolver): Integration {
  const shown = (property: string) => renderName(resolver.property(resource, property), home) || undefined;
  const texts = new DisplayTextResolver(resolver, home);
  return {
    name: tailName(resource),
    place: placeOf(resource),
    type: shown('IntegrationType') ?? 'no type',
    subtype: shown('IntegrationSubtype'),
    target: readTarget(resource, home, resolver),
    payloadFormatVersion: shown('PayloadFormatVersion'),
    timeoutInMillis: shown('TimeoutInMillis'),
    role: shown('CredentialsArn'),
    requestMappings: requestMappings(resource, texts),
    responseMappings: responseMappings(resource, texts),
    requestTemplates: Object.keys(asObject(member(resource.properties, 'RequestTemplates'))),
  };
}
