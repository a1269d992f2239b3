import type { RuleCode } from '../catalogue/severities';
import { ACTIONS, type Destination, type Direction } from '../destination';
import { excerpt } from '../excerpt';
import { isReservedHeader } from '../names/reserved-headers';
import { suggest } from '../names/suggest';
import type { Problem } from '../problem';

/** Letters, digits and the marks that RFC 9110 allows in a header's name. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What is wrong with the key of a mapping. */
export function checkDestination(key: string, destination: Destination | undefined, direction: Direction): Problem[] {
  if (destination === undefined) {
    return [
      {
        code: 'MappingKeyUnknown',
        severity: 'warning',
        value: key,
        message: `the key ${JSON.stringify(key)} is none that API Gateway documents`,
        remedy: `write ${examples(direction)}`,
      },
    ];
  }
  const { action, location, name } = destination;
  const allowed = ACTIONS[direction][location];
  if (allowed === undefined) {
    return [
      error(
        'DestinationNotInDirection',
        key,
        `a ${direction} mapping cannot write a ${location === 'statuscode' ? 'status code' : location.replace('querystring', 'query string')}`,
        `write ${examples(direction)}`,
      ),
    ];
  }
  if (!allowed.includes(action)) {
    return [checkAction(key, action, location, allowed)];
  }
  return location === 'header' || location === 'querystring' ? checkName(key, location, name) : checkNoName(key, location, name);
}

function checkAction(key: string, action: string, location: string, allowed: readonly string[]): Problem {
  const isAction = ['append', 'overwrite', 'remove'].includes(action);
  const meant = isAction ? undefined : suggest(action, allowed);
  return error(
    isAction ? 'ActionNotAllowed' : 'ActionUnknown',
    key,
    isAction ? `a ${location} cannot be ${past(action)}` : `there is no action ${JSON.stringify(action)}`,
    meant === undefined ? `use ${allowed.join(', ')}` : `did you mean ${meant}?`,
    { start: 0, end: action.length },
  );
}

function checkName(key: string, location: 'header' | 'querystring', name: string | undefined): Problem[] {
  const kind = location === 'header' ? 'header' : 'query string parameter';
  if (name === undefined || name === '') {
    return [error('DestinationNameMissing', key, `the key names no ${kind}`, `name one, as in append:${location}.x-user`, endOf(key))];
  }
  if (location === 'header' && isReservedHeader(name)) {
    return [
      error(
        'HeaderReserved',
        key,
        `API Gateway keeps the header ${name} to itself, and refuses a mapping that writes it`,
        reservedRemedy(name),
        { start: key.length - name.length, end: key.length },
      ),
    ];
  }
  if (location === 'header' && !TOKEN.test(name)) {
    return [
      {
        ...error('HeaderNameInvalid', key, `${JSON.stringify(name)} is no header name`, 'use letters, digits and hyphens'),
        severity: 'warning',
      },
    ];
  }
  return [];
}

function reservedRemedy(name: string): string {
  if (/^authorization$/i.test(name)) {
    return 'write another header, such as x-authorization: reading $request.header.Authorization is allowed';
  }
  return /^access-control-/i.test(name)
    ? "use the API's CORS configuration"
    : `write another header, such as x-${name.toLowerCase().replace(/^x-/, 'my-')}`;
}

function checkNoName(key: string, location: string, name: string | undefined): Problem[] {
  if (name === undefined) {
    return [];
  }
  return [
    {
      ...error('DestinationNameUnexpected', key, `a ${location} has no name`, `write overwrite:${location}`, {
        start: key.length - name.length,
        end: key.length,
      }),
      severity: 'warning',
    },
  ];
}

function error(code: RuleCode, key: string, message: string, remedy: string, span = { start: 0, end: key.length }): Problem {
  return { code, severity: 'error', value: key, message: `${message}, in ${key}`, remedy, excerpt: excerpt(key, span) };
}

const endOf = (key: string) => ({ start: key.length, end: key.length + 1 });

/** Whatever can be written at all can be overwritten. */
const past = (action: string): string => (action === 'append' ? 'appended to' : 'removed');

const examples = (direction: Direction): string =>
  direction === 'request'
    ? 'append:, overwrite: or remove:header.NAME or querystring.NAME, or overwrite:path'
    : 'append:, overwrite: or remove:header.NAME, or overwrite:statuscode';
