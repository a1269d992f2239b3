import type { RuleExamples } from './resources';
import { responseMapping, withIntegration } from './resources';

const entry = { Source: 'nosniff', Destination: 'overwrite:header.x-content-type-options' };
const good = responseMapping(entry.Destination, entry.Source);
const of = (status: string, value: unknown) => withIntegration({ ResponseParameters: { [status]: value } });

/** How response mappings are written in CloudFormation. */
export const RESPONSE_EXAMPLES = {
  ResponseStatusInvalid: {
    bad: of('2XX', { ResponseParameters: [entry] }),
    good,
  },
  ResponseParametersFlat: {
    bad: of('200', { [entry.Destination]: entry.Source }),
    good,
  },
  ResponseParametersCamelCase: {
    bad: of('200', { responseParameters: [{ source: entry.Source, destination: entry.Destination }] }),
    good,
  },
  ResponseParameterIncomplete: {
    bad: of('200', { ResponseParameters: [{ Destination: 'remove:header.x-powered-by' }] }),
    good: responseMapping('remove:header.x-powered-by', "''"),
  },
} as const satisfies RuleExamples;
