import { ACTIONS, type Destination, type Direction } from '../expression/mapping-entry';
import { isReservedHeader } from '../names/reserved-headers';
import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem, type Rule, type Span } from '../problem';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The keys of parameter mappings of HTTP APIs: actions and destinations. */
export const MAPPING_KEY_RULES = defineRules({
  MappingKeyUnknown: {
    severity: 'warning',
    summary: 'The key of a mapping entry is not documented.',
    source: AWS.mapping,
    evidence: 'derived',
  },
  DestinationNotInDirection: {
    severity: 'error',
    summary: 'A request mapping writes the status code, or a response mapping writes the path or the query string.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  ActionUnknown: {
    severity: 'error',
    summary: 'The action before the colon does not exist.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  ActionNotAllowed: {
    severity: 'error',
    summary: 'The destination does not support the action: a path and a status code can only be overwritten.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  DestinationNameMissing: {
    severity: 'error',
    summary: 'The key of a mapping entry lacks the name of the header or query string parameter.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  DestinationNameUnexpected: {
    severity: 'warning',
    summary: 'The key for a path or a status code contains a name; the developer guide and the API reference disagree about this.',
    source: AWS.mapping,
    evidence: 'derived',
  },
  HeaderReserved: {
    severity: 'error',
    summary: 'A mapping writes a header that API Gateway reserves, such as Authorization or X-Forwarded-For.',
    source: AWS.mapping,
    evidence: 'documented',
  },
  DestinationNameInvalid: {
    severity: 'error',
    summary: 'The name of a header or query string parameter contains characters other than letters, digits and ._$-.',
    source: AWS.recordings,
    evidence: 'reported',
  },
});

/** What the service accepts as a name: fewer characters than RFC 9110 allows in a header. */
const NAME = /^[a-zA-Z0-9._$-]+$/;

/** Checks the key of a parameter mapping, such as `append:header.x-user`. */
export function checkDestination(key: string, destination: Destination | undefined, direction: Direction): Problem[] {
  if (destination === undefined) {
    const message = `the key ${JSON.stringify(key)} is not documented`;
    return [problem(MAPPING_KEY_RULES.MappingKeyUnknown, key, message, `write ${examples(direction)}`)];
  }
  const { action, location, name } = destination;
  const allowed = ACTIONS[direction][location];
  if (allowed === undefined) {
    const subject = location === 'statuscode' ? 'status code' : location.replace('querystring', 'query string');
    const message = `a ${direction} mapping cannot write a ${subject}`;
    return [inKey(MAPPING_KEY_RULES.DestinationNotInDirection, key, message, `write ${examples(direction)}`)];
  }
  if (!allowed.includes(action)) {
    return [invalidAction(key, action, location, allowed)];
  }
  return location === 'header' || location === 'querystring' ? checkName(key, location, name) : checkNoName(key, location, name);
}

function invalidAction(key: string, action: string, location: string, allowed: readonly string[]): Problem {
  const span = { start: 0, end: action.length };
  const remedy = `use ${allowed.join(', ')}`;
  if (['append', 'overwrite', 'remove'].includes(action)) {
    // Every destination supports overwrite.
    const participle = action === 'append' ? 'appended to' : 'removed';
    return inKey(MAPPING_KEY_RULES.ActionNotAllowed, key, `a ${location} cannot be ${participle}`, remedy, span);
  }
  const suggestion = suggest(action, allowed);
  return inKey(
    MAPPING_KEY_RULES.ActionUnknown,
    key,
    `there is no action ${JSON.stringify(action)}`,
    suggestion === undefined ? remedy : `did you mean ${suggestion}?`,
    span,
  );
}

function checkName(key: string, location: 'header' | 'querystring', name: string | undefined): Problem[] {
  const kind = location === 'header' ? 'header' : 'query string parameter';
  if (name === undefined || name === '') {
    const remedy = `add one, as in append:${location}.x-user`;
    const end = { start: key.length, end: key.length + 1 };
    return [inKey(MAPPING_KEY_RULES.DestinationNameMissing, key, `the key has no ${kind} name`, remedy, end)];
  }
  if (location === 'header' && isReservedHeader(name)) {
    const message = `API Gateway reserves the header ${name}, and rejects mappings that write it`;
    return [inKey(MAPPING_KEY_RULES.HeaderReserved, key, message, reservedRemedy(name), spanOfName(key, name))];
  }
  if (!NAME.test(name)) {
    const message = `the service does not accept ${JSON.stringify(name)} as the name of a ${kind}`;
    return [inKey(MAPPING_KEY_RULES.DestinationNameInvalid, key, message, 'use letters, digits and ._$-')];
  }
  return [];
}

function reservedRemedy(name: string): string {
  if (/^authorization$/i.test(name)) {
    return 'write another header, such as x-authorization; reading $request.header.Authorization is allowed';
  }
  return /^access-control-/i.test(name)
    ? "use the API's CORS configuration"
    : `write another header, such as x-${name.toLowerCase().replace(/^x-/, 'my-')}`;
}

function checkNoName(key: string, location: string, name: string | undefined): Problem[] {
  if (name === undefined) {
    return [];
  }
  const message = `a ${location} has no name`;
  return [inKey(MAPPING_KEY_RULES.DestinationNameUnexpected, key, message, `write overwrite:${location}`, spanOfName(key, name))];
}

function inKey(rule: Rule, key: string, message: string, remedy: string, span: Span = { start: 0, end: key.length }): Problem {
  return problem(rule, key, `${key}: ${message}`, remedy, span);
}

/** The span of the name, which is at the end of the key. */
function spanOfName(key: string, name: string): Span {
  return { start: key.length - name.length, end: key.length };
}

function examples(direction: Direction): string {
  return direction === 'request'
    ? 'append:, overwrite: or remove:header.NAME or querystring.NAME, or overwrite:path'
    : 'append:, overwrite: or remove:header.NAME, or overwrite:statuscode';
}
