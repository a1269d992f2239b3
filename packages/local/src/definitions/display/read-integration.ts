import { asObject, member, type Resolver, type Resource, renderName, type Template } from '@apigwv2-integrations/core/engine';
import { DisplayTextResolver } from '../../template/values/texts';
import type { Integration } from './integration';
import { requestMappings, responseMappings } from './read-mappings';
import { readTarget } from './read-target';

/** An integration of a template; names are short within the home stack. */
export function readIntegration(resource: Resource, home: Template, resolver: Resolver): Integration {
  const shown = (property: string) => renderName(resolver.property(resource, property), home) || undefined;
  const texts = new DisplayTextResolver(resolver, home);
  return {
    name: resource.shortName,
    place: resource.location,
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
