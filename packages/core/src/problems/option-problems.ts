import { Token } from 'aws-cdk-lib';
import type { HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { suggest } from '../engine/names/suggest';
import { type IntegrationProblem, ProblemSeverity } from './integration-problem';

/** The values that the service documents. */
const CONTENT_HANDLING = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'];
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const METHODS: readonly `${HttpMethod}`[] = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** What is wrong with the choice of a payload's conversion. */
export const contentHandlingProblems = (value: unknown, option = 'contentHandling'): IntegrationProblem[] =>
  choiceProblems(option, value, 'ContentHandling', CONTENT_HANDLING);

/** What is wrong with the choice of what becomes of a message without a template. */
export const passthroughProblems = (value: unknown): IntegrationProblem[] =>
  choiceProblems('passthroughBehavior', value, 'PassthroughBehavior', PASSTHROUGH);

/** What is doubtful about a method: which ones the service takes is not documented. */
export const methodProblems = (value: unknown): IntegrationProblem[] =>
  choiceProblems('method', value, 'HttpMethod', METHODS).map((problem) => ({ ...problem, severity: ProblemSeverity.WARNING }));

/** What is wrong with a payload format version, of which the CDK takes what is in it. */
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

/** What is wrong with `stableId`: a text would count as true. */
export function stableIdProblems(value: unknown): IntegrationProblem[] {
  return value === undefined || typeof value === 'boolean'
    ? []
    : [invalid('stableId', value, "pass true or false: the integration's own id is the one that stays")];
}

/** What is wrong with an option that has one of a few values, which are their own names; a token is unknown. */
function choiceProblems(option: string, value: unknown, type: string, values: readonly string[]): IntegrationProblem[] {
  return value === undefined || Token.isUnresolved(value) || values.includes(value as string)
    ? []
    : [invalid(option, value, choose(value, type, values))];
}

/** Names the value that was meant, or else all. */
export function choose(value: unknown, type: string, values: readonly string[]): string {
  const near = typeof value === 'string' ? suggest(value, values) : undefined;
  return `pass ${(near === undefined ? values : [near]).map((name) => `${type}.${name}`).join(' or ')}`;
}

/** That an option has a value that it cannot have. */
export function invalid(option: string, value: unknown, remedy: string): IntegrationProblem {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return { code: 'OptionInvalid', value: String(value), message: `${option} is ${shown}`, remedy };
}
