import { Token } from 'aws-cdk-lib';
import type { HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { suggest } from '../engine/names/suggest';
import { type IntegrationProblem, ProblemSeverity } from './integration-problem';

/** The values that the service documents. */
const CONTENT_HANDLING = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'];
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const METHODS: readonly `${HttpMethod}`[] = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Problems of a payload conversion. */
export const contentHandlingProblems = (value: unknown, option = 'contentHandling'): IntegrationProblem[] =>
  choiceProblems(option, value, 'ContentHandling', CONTENT_HANDLING);

/** Problems of a passthrough behavior. */
export const passthroughProblems = (value: unknown): IntegrationProblem[] =>
  choiceProblems('passthroughBehavior', value, 'PassthroughBehavior', PASSTHROUGH);

/** Warnings about an HTTP method. The methods that the service accepts are not documented. */
export const methodProblems = (value: unknown): IntegrationProblem[] =>
  choiceProblems('method', value, 'HttpMethod', METHODS).map((problem) => ({ ...problem, severity: ProblemSeverity.WARNING }));

/** Problems of a payload format version. The CDK uses its `version` without a check. */
export function payloadVersionProblems(value: PayloadFormatVersion | undefined): IntegrationProblem[] {
  return typeof value?.version === 'string'
    ? []
    : [
        invalid(
          'payloadFormatVersion',
          value,
          'pass PayloadFormatVersion.VERSION_1_0, PayloadFormatVersion.VERSION_2_0 or PayloadFormatVersion.custom(...)',
        ),
      ];
}

/** Problems of `stableId`. Languages without type checks may pass a string, which would count as true. */
export function stableIdProblems(value: unknown): IntegrationProblem[] {
  return value === undefined || typeof value === 'boolean'
    ? []
    : [invalid('stableId', value, "pass true or false; the integration's id is used as the stable id")];
}

/** Problems of an option whose values are the names of an enumeration's members. A token is unknown. */
function choiceProblems(option: string, value: unknown, type: string, values: readonly string[]): IntegrationProblem[] {
  return value === undefined || Token.isUnresolved(value) || values.includes(value as string)
    ? []
    : [invalid(option, value, choose(value, type, values))];
}

/** A remedy that names the similar value, or all values. */
export function choose(value: unknown, type: string, values: readonly string[]): string {
  const near = typeof value === 'string' ? suggest(value, values) : undefined;
  return `pass ${(near === undefined ? values : [near]).map((name) => `${type}.${name}`).join(' or ')}`;
}

/** The problem that an option has an invalid value. */
export function invalid(option: string, value: unknown, remedy: string): IntegrationProblem {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return { code: 'OptionInvalid', value: String(value), message: `${option} is ${shown}`, remedy };
}
