import type { Expression } from '../expression/expression';
import { type MappingEntry, readMapping } from '../expression/mapping-entry';
import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem } from '../problem';
import { parameterOf, requiredParameters, type ServiceParameter, type ServiceSubtype } from '../services/service-subtype';
import { SERVICE_SUBTYPES, serviceSubtype } from '../services/subtypes';
import type { Integration } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import type { TemplateIndex } from '../template/template-index';
import { checkExpression } from './expressions';
import { checkOnRoutes, checkPathVariables, literals } from './request-mappings';
import { checkNamedResource } from './service-resources';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Integrations with AWS services: subtype, parameters and role. */
export const SERVICE_RULES = defineRules({
  SubtypeUnknown: {
    severity: 'error',
    summary: 'The subtype is not one of the ten documented subtypes.',
    source: AWS.serviceReference,
    evidence: 'documented',
  },
  ServiceParameterMissing: {
    severity: 'error',
    summary: 'A required parameter of the service is not mapped.',
    source: AWS.services,
    evidence: 'documented',
  },
  ServiceParameterUnknown: {
    severity: 'warning',
    summary: 'The service has no documented parameter of this name.',
    source: AWS.serviceReference,
    evidence: 'unverified',
  },
  ServiceParameterEmpty: {
    severity: 'error',
    summary: 'A parameter of the service has an empty value.',
    source: AWS.serviceEmptyRefused,
    evidence: 'reported',
  },
  ServicePathNotASource: {
    severity: 'warning',
    summary: 'A parameter of the service reads the whole path, which is not a documented source for service integrations.',
    source: AWS.services,
    evidence: 'derived',
  },
  ServiceJsonLiteral: {
    severity: 'error',
    summary: 'Message attributes are a JSON object without variables, which AWS rejected as an invalid source.',
    source: AWS.serviceSourceRefused,
    evidence: 'reported',
  },
  ServiceParameterDoubtful: {
    severity: 'warning',
    summary: 'A literal value is outside the documented values of the parameter.',
    source: AWS.sqsSendMessage,
    evidence: 'documented',
  },
  ServiceCredentialsMissing: {
    severity: 'warning',
    summary: 'A service integration has no role, and therefore no permission to call the service.',
    source: AWS.services,
    evidence: 'derived',
  },
});

/** The problem of an unknown subtype. */
export function unknownSubtype(subtype: string): Problem {
  const names = SERVICE_SUBTYPES.map((service) => service.subtype);
  const meant = suggest(subtype, names);
  const remedy = meant === undefined ? `use one of ${names.join(', ')}` : `did you mean ${meant}?`;
  return problem(SERVICE_RULES.SubtypeUnknown, subtype, `there is no documented integration subtype ${JSON.stringify(subtype)}`, remedy);
}

/** Problems of the parameters of a service integration, independently of the route. */
export function checkServiceParameters(service: ServiceSubtype, entries: readonly MappingEntry[]): Problem[] {
  return [...missingParameters(service, entries), ...entries.flatMap((entry) => checkServiceParameter(service, entry))];
}

/** Problems of required parameters that are not mapped. */
export function missingParameters(service: ServiceSubtype, entries: readonly MappingEntry[]): Problem[] {
  const given = new Set(entries.map(({ key }) => key));
  const unknowns = [...given].filter((key) => parameterOf(service, key) === undefined);
  return requiredParameters(service)
    .filter((name) => !given.has(name))
    .map((name) => {
      const meant = suggest(name, unknowns);
      return problem(
        SERVICE_RULES.ServiceParameterMissing,
        meant,
        `${service.subtype} has no value for the required parameter ${name}`,
        meant === undefined ? `map ${name}: ${parameterOf(service, name)?.purpose}` : `rename ${JSON.stringify(meant)} to ${name}`,
      );
    });
}

/** Problems of one parameter. */
export function checkServiceParameter(service: ServiceSubtype, { key, value, expression }: MappingEntry): Problem[] {
  const parameter = parameterOf(service, key);
  if (parameter === undefined) {
    return [unknown(service, key)];
  }
  if (value === undefined || expression === undefined) {
    return [];
  }
  if (value === '') {
    return [
      problem(SERVICE_RULES.ServiceParameterEmpty, value, `the parameter ${key} has no value`, 'set a value, or remove the parameter'),
    ];
  }
  return [
    ...checkExpression(value, expression, 'request').map((problem) => ({ ...problem, message: `${key}: ${problem.message}` })),
    ...(readsWholePath(expression)
      ? [
          problem(
            SERVICE_RULES.ServicePathNotASource,
            value,
            `${key}: $request.path is not among the documented sources of AWS service integrations`,
            'read a path variable, as in $request.path.id, or $context.path, which includes the stage',
          ),
        ]
      : []),
    ...(isLiteral(expression) ? checkParameterValue(parameter, value) : []),
  ];
}

function unknown({ subtype, parameters }: ServiceSubtype, key: string): Problem {
  const names = parameters.map(({ name }) => name);
  const meant = suggest(key, names);
  const remedy = meant === undefined ? `use one of ${names.join(', ')}` : `did you mean ${meant}?`;
  return problem(SERVICE_RULES.ServiceParameterUnknown, key, `${subtype} has no documented parameter ${JSON.stringify(key)}`, remedy);
}

function readsWholePath({ parts }: Expression): boolean {
  return parts.some((part) => part.kind === 'variable' && part.variable.source === 'request.path' && part.variable.name === undefined);
}

const isLiteral = ({ parts, faults }: Expression): boolean => faults.length === 0 && parts.every(({ kind }) => kind === 'text');

/** The format of literals by type; other types accept any text. */
const FORMS: Partial<Record<ServiceParameter['type'], { readonly form: RegExp; readonly what: string }>> = {
  integer: { form: /^-?\d+$/, what: 'an integer' },
  arn: { form: /^arn:/, what: 'an ARN' },
  url: { form: /^https?:\/\//, what: 'a URL' },
  region: { form: /^[a-z]{2,}(?:-[a-z]+)+-\d+$/, what: 'a region, such as eu-west-1' },
};

/** Problems of a value without variables. */
export function checkParameterValue(parameter: ServiceParameter, value: string): Problem[] {
  const { name, type, range, maxLength, refusesLiteralObject } = parameter;
  if (refusesLiteralObject && value.trimStart().startsWith('{')) {
    return [
      problem(
        SERVICE_RULES.ServiceJsonLiteral,
        value,
        `${name}: AWS rejected a JSON object without variables as an invalid source`,
        'use a variable for at least one value in the object, as in ${request.header.NAME}, or send constant values in the message body',
      ),
    ];
  }
  const expected = FORMS[type];
  if (expected !== undefined && !expected.form.test(value)) {
    return [doubtful(name, value, `is not ${expected.what}`, `pass ${expected.what}, or a variable`)];
  }
  if (range !== undefined && (Number(value) < range[0] || Number(value) > range[1])) {
    return [doubtful(name, value, `is not from ${range[0]} to ${range[1]}`, `pass a number from ${range[0]} to ${range[1]}`)];
  }
  return maxLength !== undefined && value.length > maxLength
    ? [doubtful(name, value, `has ${value.length} characters, but the service accepts at most ${maxLength}`, 'shorten it')]
    : [];
}

function doubtful(name: string, value: string, complaint: string, remedy: string): Problem {
  return problem(SERVICE_RULES.ServiceParameterDoubtful, value, `${name}: ${JSON.stringify(value)} ${complaint}`, remedy);
}

/** Checks a service integration: its subtype, its parameters and its role. */
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
          SERVICE_RULES.ServiceCredentialsMissing,
          undefined,
          `${subtype} has no CredentialsArn, so API Gateway has no permission to call the service`,
          'set it to the ARN of a role that apigateway.amazonaws.com can assume',
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
