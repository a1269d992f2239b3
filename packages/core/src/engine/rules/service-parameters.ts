import type { Expression } from '../expression/expression';
import { suggest } from '../names/suggest';
import type { Problem } from '../problem';
import { parameterOf, requiredParameters, type ServiceSubtype } from '../services/service-subtype';
import type { MappingEntry } from './mapping';
import { problem } from './problem';
import { checkParameterValue } from './service-value';
import { checkSource } from './source';

/** What is wrong with the parameters of a service integration on whichever route: those that it lacks, and each that it has. */
export function checkServiceParameters(service: ServiceSubtype, entries: readonly MappingEntry[]): Problem[] {
  return [...missingParameters(service, entries), ...entries.flatMap((entry) => checkServiceParameter(service, entry))];
}

/** The required parameters that nothing maps. */
export function missingParameters(service: ServiceSubtype, entries: readonly MappingEntry[]): Problem[] {
  const given = new Set(entries.map(({ key }) => key));
  const unknowns = [...given].filter((key) => parameterOf(service, key) === undefined);
  return requiredParameters(service)
    .filter((name) => !given.has(name))
    .map((name) => {
      const meant = suggest(name, unknowns);
      return problem(
        'ServiceParameterMissing',
        meant,
        `${service.subtype} lacks its required parameter ${name}`,
        meant === undefined ? `map ${name}: ${parameterOf(service, name)?.purpose}` : `write ${name} for ${JSON.stringify(meant)}`,
      );
    });
}

/** What is wrong with one parameter. */
export function checkServiceParameter(service: ServiceSubtype, { key, value, expression }: MappingEntry): Problem[] {
  const parameter = parameterOf(service, key);
  if (parameter === undefined) {
    return [unknown(service, key)];
  }
  if (value === undefined || expression === undefined) {
    return [];
  }
  if (value === '') {
    return [problem('ServiceParameterEmpty', value, `the parameter ${key} has no value`, 'give it one, or leave the parameter out')];
  }
  return [
    ...checkSource(value, expression, 'request').map((problem) => ({ ...problem, message: `${key}: ${problem.message}` })),
    ...(readsWholePath(expression)
      ? [
          problem(
            'ServicePathNotASource',
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
  const remedy = meant === undefined ? `use those that it has: ${names.join(', ')}` : `did you mean ${meant}?`;
  return problem('ServiceParameterUnknown', key, `${subtype} documents no parameter ${JSON.stringify(key)}`, remedy);
}

function readsWholePath({ parts }: Expression): boolean {
  return parts.some((part) => part.kind === 'variable' && part.variable.source === 'request.path' && part.variable.name === undefined);
}

const isLiteral = ({ parts, faults }: Expression): boolean => faults.length === 0 && parts.every(({ kind }) => kind === 'text');
