import type { Integration } from '../api';
import {
  checkPathVariables,
  checkServiceParameter,
  missingParameters,
  readMapping,
  type ServiceSubtype,
  serviceSubtype,
  unknownSubtype,
} from '../engine';
import { at, type Finding, problem } from '../finding';
import type { TemplateIndex } from '../index-template';
import type { Resource } from '../resource';
import { checkOnRoutes, literals } from './request-mapping';
import { checkNamedResource } from './service-resource';

/** An AWS service that an HTTP API calls: what it is, with what parameters, and with whose rights. */
export function checkService(integration: Integration, index: TemplateIndex): Finding[] {
  const { resource } = integration;
  const subtype = resource.text('IntegrationSubtype');
  if (subtype === undefined) {
    return [];
  }
  const service = serviceSubtype(subtype);
  if (service === undefined) {
    return at(resource, 'IntegrationSubtype', [unknownSubtype(subtype)]);
  }
  const known = resource.object('RequestParameters') !== undefined || resource.lacks('RequestParameters');
  return [...credentials(resource, subtype), ...(known ? parameters(integration, service, index) : [])];
}

function credentials(resource: Resource, subtype: string): Finding[] {
  return resource.lacks('CredentialsArn')
    ? at(resource, 'CredentialsArn', [
        problem(
          'ServiceCredentialsMissing',
          undefined,
          `${subtype} has no CredentialsArn, so that API Gateway has no right to call the service`,
          'pass the ARN of a role that apigateway.amazonaws.com may assume',
        ),
      ])
    : [];
}

function parameters(integration: Integration, service: ServiceSubtype, index: TemplateIndex): Finding[] {
  const { resource } = integration;
  const entries = readMapping(literals(resource.object('RequestParameters')));
  return [
    ...at(resource, 'RequestParameters', missingParameters(service, entries)),
    ...entries.flatMap((entry) => at(resource, `RequestParameters/${entry.key}`, checkServiceParameter(service, entry))),
    ...checkNamedResource(integration, service, entries, index),
    ...checkOnRoutes(integration, entries, checkPathVariables),
  ];
}
