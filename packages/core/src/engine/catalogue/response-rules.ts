import { responseMapping, withIntegration } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

const entry = { Source: 'nosniff', Destination: 'overwrite:header.x-content-type-options' };
const good = responseMapping(entry.Destination, entry.Source);
const of = (status: string, value: unknown) => withIntegration({ ResponseParameters: { [status]: value } });

/** How response mappings are written in CloudFormation. */
export const RESPONSE_RULES = {
  ResponseStatusInvalid: {
    summary: 'A response mapping is for one status code from 200 to 599: there are no wildcards.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: of('2XX', { ResponseParameters: [entry] }),
    good,
  },
  ResponseParametersFlat: {
    summary: 'A response mapping has the flat shape of the CLI and the console, which CloudFormation refuses.',
    source: AWS.flatRefused,
    evidence: 'reported',
    bad: of('200', { [entry.Destination]: entry.Source }),
    good,
  },
  ResponseParametersCamelCase: {
    summary: 'A response mapping is written with small initials, which the CDK copies and CloudFormation refuses.',
    source: AWS.cfnResponseParameter,
    evidence: 'documented',
    bad: of('200', { responseParameters: [{ source: entry.Source, destination: entry.Destination }] }),
    good,
  },
  ResponseParameterIncomplete: {
    summary: 'An entry of a response mapping lacks its Source or its Destination.',
    source: AWS.cfnResponseParameter,
    evidence: 'documented',
    bad: of('200', { ResponseParameters: [{ Destination: 'remove:header.x-powered-by' }] }),
    good: responseMapping('remove:header.x-powered-by', "''"),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
