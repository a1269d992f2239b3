import { readMapping } from '../expression/mapping-entry';
import { defineRules, type Problem, problem } from '../problem';
import { at, type Finding } from '../template/finding';
import { asText, entriesOf, isIntrinsic, isObject, member } from '../template/json';
import type { Resource } from '../template/resource';
import { checkMappingEntries } from './request-mappings';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Response mappings as CloudFormation expects them. */
export const RESPONSE_MAPPING_RULES = defineRules({
  ResponseStatusInvalid: {
    severity: 'error',
    summary: 'The key of a response mapping is not a single status code from 200 to 599; wildcards are not supported.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  ResponseParametersFlat: {
    severity: 'error',
    summary: 'A response mapping has the flat structure of the CLI and the console, which CloudFormation rejects.',
    source: AWS.flatRefused,
    evidence: 'reported',
  },
  ResponseParametersCamelCase: {
    severity: 'error',
    summary:
      'The property names of a response mapping are in camel case. The CDK writes them to the template unchanged, and CloudFormation rejects them.',
    source: AWS.cfnResponseParameter,
    evidence: 'documented',
  },
  ResponseParameterIncomplete: {
    severity: 'error',
    summary: 'An entry of a response mapping has no Source or no Destination.',
    source: AWS.cfnResponseParameter,
    evidence: 'documented',
  },
});

/**
 * Checks the status code of the backend that a response mapping applies to.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
 */
export function checkStatusSelector(status: string): Problem[] {
  if (/^[2-5]\d\d$/.test(status)) {
    return [];
  }
  const message = `a response mapping applies to one status code from 200 to 599, not to ${JSON.stringify(status)}`;
  return [
    problem(
      RESPONSE_MAPPING_RULES.ResponseStatusInvalid,
      status,
      message,
      'add an entry for each status code: wildcards are not supported',
    ),
  ];
}

const SHAPE = '{"ResponseParameters": [{"Source": "...", "Destination": "append:header.x-name"}]}';

/** Checks the response mapping of an HTTP API, including the structures that fail at deployment. */
export function checkResponseMapping(resource: Resource): Finding[] {
  return entriesOf(resource.object('ResponseParameters')).flatMap(([status, value]) => {
    const path = `ResponseParameters/${status}`;
    return [...at(resource, path, checkStatusSelector(status)), ...checkStatus(resource, path, value)];
  });
}

function checkStatus(resource: Resource, path: string, value: unknown): Finding[] {
  if (isIntrinsic(value)) {
    return [];
  }
  if (Array.isArray(value)) {
    return flat(resource, path, 'a list');
  }
  const keys = entriesOf(value).map(([key]) => key);
  if (keys.includes('responseParameters')) {
    return camelCase(resource, `${path}/responseParameters`, 'responseParameters');
  }
  const list = member(value, 'ResponseParameters');
  if (list === undefined) {
    return keys.length > 0 ? flat(resource, path, `the key ${keys[0]}`) : [];
  }
  return Array.isArray(list) ? checkList(resource, `${path}/ResponseParameters`, list) : [];
}

/** API Gateway accepts the flat structure, but CloudFormation rejects it. */
function flat(resource: Resource, path: string, what: string): Finding[] {
  return at(resource, path, [
    problem(
      RESPONSE_MAPPING_RULES.ResponseParametersFlat,
      undefined,
      `the response mapping has ${what} where CloudFormation expects a list named ResponseParameters: only the CLI and the SDKs use the flat structure`,
      `write ${SHAPE}`,
    ),
  ]);
}

/** The CDK's L1 construct copies response parameters without changing the case of their names. */
function camelCase(resource: Resource, path: string, key: string): Finding[] {
  return at(resource, path, [
    problem(
      RESPONSE_MAPPING_RULES.ResponseParametersCamelCase,
      key,
      `CloudFormation does not support ${key} in a response mapping`,
      `begin it with a capital letter, as in ${SHAPE}`,
    ),
  ]);
}

function checkList(resource: Resource, path: string, list: readonly unknown[]): Finding[] {
  const known = list.flatMap((item, index) => (isObject(item) && !isIntrinsic(item) ? [{ item, path: `${path}/${index}` }] : []));
  const shape = known.flatMap(({ item, path: place }) => {
    const small = ['source', 'destination'].find((key) => Object.hasOwn(item, key));
    return small === undefined ? incomplete(resource, place, item) : camelCase(resource, `${place}/${small}`, small);
  });
  const entries = known.flatMap(({ item }) => {
    const key = asText(member(item, 'Destination'));
    return key === undefined ? [] : [[key, asText(member(item, 'Source'))] as const];
  });
  return [...shape, ...checkMappingEntries(resource, path, readMapping(entries), 'response')];
}

function incomplete(resource: Resource, path: string, item: object): Finding[] {
  return ['Source', 'Destination']
    .filter((key) => !Object.hasOwn(item, key))
    .flatMap((key) =>
      at(resource, path, [
        problem(
          RESPONSE_MAPPING_RULES.ResponseParameterIncomplete,
          undefined,
          `an entry of the response mapping has no ${key}`,
          key === 'Source' ? "add it; for remove:, which needs no value, write ''" : 'add it, as in "Destination": "append:header.x-name"',
        ),
      ]),
    );
}
