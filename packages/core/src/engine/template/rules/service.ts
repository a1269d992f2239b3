import type { Integration } from '../api';
import {
  checkSource,
  type MappingEntry,
  type Problem,
  readMapping,
  SERVICE_SUBTYPES,
  type ServiceSubtype,
  serviceSubtype,
  suggest,
} from '../engine';
import { at, type Finding, tell } from '../finding';
import type { Resource } from '../resource';
import { checkOnRoutes, literals } from './request-mapping';

/** An AWS service that an HTTP API calls: what it is, with what parameters, and with whose rights. */
export function checkService(integration: Integration): Finding[] {
  const { resource } = integration;
  const subtype = resource.text('IntegrationSubtype');
  if (subtype === undefined) {
    return [];
  }
  const service = serviceSubtype(subtype);
  if (service === undefined) {
    return unknown(resource, subtype);
  }
  const mapping = resource.object('RequestParameters');
  const known = mapping !== undefined || resource.lacks('RequestParameters');
  return [...credentials(resource, subtype), ...(known ? parameters(integration, service, literals(mapping)) : [])];
}

function unknown(resource: Resource, subtype: string): Finding[] {
  const names = SERVICE_SUBTYPES.map((service) => service.subtype);
  const meant = suggest(subtype, names);
  const remedy = meant === undefined ? `use one of ${names.join(', ')}` : `did you mean ${meant}?`;
  return at(resource, 'IntegrationSubtype', [
    tell('SubtypeUnknown', subtype, `API Gateway documents no integration subtype ${JSON.stringify(subtype)}`, remedy),
  ]);
}

function credentials(resource: Resource, subtype: string): Finding[] {
  return resource.lacks('CredentialsArn')
    ? at(resource, 'CredentialsArn', [
        tell(
          'ServiceCredentialsMissing',
          undefined,
          `${subtype} has no CredentialsArn, so that API Gateway has no right to call the service`,
          'pass the ARN of a role that apigateway.amazonaws.com may assume',
        ),
      ])
    : [];
}

function parameters(integration: Integration, service: ServiceSubtype, mapping: [string, string | undefined][]): Finding[] {
  const { resource } = integration;
  const entries = readMapping(mapping);
  const given = new Set(entries.map(({ key }) => key));
  return [
    ...service.required.filter((name) => !given.has(name)).flatMap((name) => at(resource, 'RequestParameters', [missing(service, name)])),
    ...entries.flatMap((entry) => at(resource, `RequestParameters/${entry.key}`, checkParameter(service, entry))),
    // Only a mapping with destinations is checked on routes, and a service's parameter has none.
    ...checkOnRoutes(
      integration,
      entries.map((entry) => ({ ...entry, destination: { action: 'overwrite', location: 'header', name: entry.key } })),
    ),
  ];
}

function missing({ subtype }: ServiceSubtype, name: string): Problem {
  return tell('ServiceParameterMissing', undefined, `${subtype} lacks its required parameter ${name}`, `add ${name} to RequestParameters`);
}

function checkParameter({ subtype, required, optional }: ServiceSubtype, { key, value, expression }: MappingEntry): Problem[] {
  const names = [...required, ...optional];
  if (!names.includes(key)) {
    const meant = suggest(key, names);
    const remedy = meant === undefined ? `use those that it has: ${names.join(', ')}` : `did you mean ${meant}?`;
    return [tell('ServiceParameterUnknown', key, `${subtype} documents no parameter ${JSON.stringify(key)}`, remedy)];
  }
  if (value === undefined || expression === undefined) {
    return [];
  }
  if (value === '') {
    return [tell('ServiceParameterEmpty', value, `the parameter ${key} has no value`, 'give it one, or leave the parameter out')];
  }
  const wholePath = expression.parts.some(
    (part) => part.kind === 'variable' && part.variable.source === 'request.path' && part.variable.name === undefined,
  );
  return [
    ...checkSource(value, expression, 'request').map((problem) => ({ ...problem, message: `${key}: ${problem.message}` })),
    ...(wholePath
      ? [
          tell(
            'ServicePathNotASource',
            value,
            `${key}: $request.path is not among the documented sources of AWS service integrations`,
            'read a path variable, as in $request.path.id, or $context.path, which includes the stage',
          ),
        ]
      : []),
    ...(key === 'MessageAttributes' && value.startsWith('{') && expression.parts.every(({ kind }) => kind === 'text')
      ? [
          tell(
            'ServiceJsonLiteral',
            value,
            'MessageAttributes: a JSON object without variables was refused as an invalid source',
            'send what varies in the body, or let a value in the object be a variable, as in ${request.header.NAME}',
          ),
        ]
      : []),
  ];
}
