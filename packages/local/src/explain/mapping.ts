import {
  checkMapping,
  checkMappingOnRoute,
  compileExpression,
  type Destination,
  type Direction,
  type Expression,
  type MappingEntry,
  parseExpression,
  pathOf,
  readMapping,
  type Sources,
} from '@apigwv2-integrations/core/engine';
import type { IntegrationPlan } from '../definitions/integration';
import type { MappingPair } from '../definitions/mapping';
import type { RoutedRequest } from '../gateway/routed-request';
import { requestSources } from '../http-api/mapping/context';
import type { ExplainedMappingEntry, ExplainedResponseEntry } from './explanation';

/** What the entries of a mapping are explained with. */
export interface MappingFacts {
  readonly routed: RoutedRequest;
  readonly body: string | undefined;
  /** Whether values of `$context.authorizer` are known: the authorizer is not called. */
  readonly knowsCaller: boolean;
}

/** The effect of a parameter of a service without a value. */
export const FAILS = 'makes the request fail with 400';

/** Explains the request mapping of an integration, or the parameters of an AWS service, entry by entry. */
export function explainMapping({ target, requestMapping }: IntegrationPlan, facts: MappingFacts): readonly ExplainedMappingEntry[] {
  const sources = requestSources(facts.routed, facts.body);
  return target.kind === 'service'
    ? target.parameters.map((pair) => explainParameter(pair, target.subtype, sources, facts))
    : readMapping(requestMapping).map((entry) => explainEntry(entry, sources, facts));
}

function explainEntry(entry: MappingEntry, sources: Sources, facts: MappingFacts): ExplainedMappingEntry {
  const { key, value: expression = '', destination } = entry;
  const problem = problemOf(entry, 'request', facts.routed.route.key);
  if (destination === undefined) {
    return { key, expression, effect: 'has no effect', problem };
  }
  if (destination.action === 'remove') {
    return { key, expression, effect: effectOf(destination, sources), problem };
  }
  const read = readValue(expression, sources, facts);
  return 'value' in read
    ? { key, expression, value: read.value, effect: effectOf(destination, sources), problem }
    : { key, expression, effect: read.unknown ?? 'is skipped: the request has no value for it', problem };
}

function explainParameter([key, expression]: MappingPair, subtype: string, sources: Sources, facts: MappingFacts): ExplainedMappingEntry {
  const read = readValue(expression, sources, facts);
  if ('value' in read && read.value !== '') {
    return { key, expression, value: read.value, effect: `is a parameter of ${subtype}` };
  }
  return 'unknown' in read && read.unknown !== undefined
    ? { key, expression, effect: read.unknown }
    : { key, expression, effect: FAILS, problem: `this request has nothing at ${expression}` };
}

type ReadValue = { readonly value: string } | { readonly unknown: string | undefined };

function readValue(text: string, sources: Sources, { knowsCaller }: MappingFacts): ReadValue {
  const expression = parseExpression(text);
  if (!knowsCaller && readsCaller(expression)) {
    return { unknown: 'depends on what the authorizer returns' };
  }
  const value = compileExpression(expression)(sources);
  return value === undefined ? { unknown: undefined } : { value };
}

const OF_CALLER = /^(?:authorizer\.|identity\.(?:accessKey|accountId|caller|user|userArn)$)/;

function readsCaller({ parts }: Expression): boolean {
  return parts.some((part) => part.kind === 'variable' && part.variable.source === 'context' && OF_CALLER.test(part.variable.name));
}

function effectOf({ action, location, name = '' }: Destination, { headers, query }: Sources): string {
  if (location === 'path') {
    return 'sets the path';
  }
  const noun = location === 'header' ? `the header ${name}` : `the parameter ${name}`;
  const isPresent = (location === 'header' ? headers : query)?.get(name) !== undefined;
  switch (action) {
    case 'remove':
      return isPresent ? `removes ${noun}` : `finds no ${noun.slice('the '.length)} to remove`;
    case 'overwrite':
      return isPresent ? `replaces ${noun}` : `adds ${noun}`;
    default:
      return isPresent ? `adds a value to ${noun}` : `adds ${noun}`;
  }
}

function problemOf(entry: MappingEntry, direction: Direction, routeKey: string): string | undefined {
  const path = pathOf(routeKey);
  const onRoute = direction === 'request' && path !== 'unknown' ? checkMappingOnRoute([entry], path.path) : [];
  const [found] = [...checkMapping([entry], direction), ...onRoute];
  return found && `${found.message} [${found.code}]: ${found.remedy}`;
}

/** Lists the response mapping of an integration. Text, stage variables and variables of the request have a value already. */
export function explainResponseMapping({ responseMapping }: IntegrationPlan, facts: MappingFacts): readonly ExplainedResponseEntry[] {
  const sources = requestSources(facts.routed, facts.body);
  return [...responseMapping].flatMap(([status, pairs]) =>
    readMapping(pairs).map((entry): ExplainedResponseEntry => {
      const { key, value: expression = '', destination } = entry;
      const known = destination?.action !== 'remove' && entry.expression !== undefined && !readsResponse(entry.expression, sources);
      const read: ReadValue = known ? readValue(expression, sources, facts) : { unknown: undefined };
      return {
        statusCode: String(status),
        key,
        expression,
        ...('value' in read ? { value: read.value } : {}),
        problem: problemOf(entry, 'response', facts.routed.route.key),
      };
    }),
  );
}

/** Whether an expression needs the response. Only variables of the context that have a value now are known before it. */
function readsResponse({ parts }: Expression, { context }: Sources): boolean {
  return parts.some(
    (part) =>
      part.kind === 'variable' &&
      part.variable.source !== 'stageVariables' &&
      !(part.variable.source === 'context' && context(part.variable.name) !== undefined),
  );
}
