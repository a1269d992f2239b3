import { requestMapping, responseMapping } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

/** What a mapping writes to, and that it writes something. */
export const MAPPING_RULES = {
  MappingKeyUnknown: {
    summary: 'A key of a mapping is none that API Gateway documents.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: requestMapping({ 'x-user': '$request.header.x-user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  DestinationNotInDirection: {
    summary: 'A request mapping cannot write a status code, nor a response mapping a path or a query string.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: responseMapping('overwrite:path', '/books'),
    good: responseMapping('overwrite:statuscode', '404'),
  },
  ActionUnknown: {
    summary: 'The action before the colon does not exist.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'overwrit:header.x-user': '$request.header.user' }),
    good: requestMapping({ 'overwrite:header.x-user': '$request.header.user' }),
  },
  ActionNotAllowed: {
    summary: 'The action exists, but not for this place: a path and a status code can only be overwritten.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'append:path': '/books' }),
    good: requestMapping({ 'overwrite:path': '/books' }),
  },
  DestinationNameMissing: {
    summary: 'The key names no header or no query string parameter.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.': '$request.header.user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  DestinationNameUnexpected: {
    summary: 'A path or a status code is written with a name behind it; the guide and the API reference differ on it.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: requestMapping({ 'overwrite:path.books': '/books' }),
    good: requestMapping({ 'overwrite:path': '/books' }),
  },
  DestinationTwice: {
    summary: 'Two entries write the same place, in an order that is not documented.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x-user': 'a', 'overwrite:header.X-User': 'b' }),
    good: requestMapping({ 'overwrite:header.x-user': 'b' }),
  },
  HeaderReserved: {
    summary: 'A mapping writes a header that API Gateway keeps to itself, such as Authorization or X-Forwarded-For.',
    source: AWS.mapping,
    evidence: 'documented',
    bad: requestMapping({ 'overwrite:header.Authorization': '$request.header.x-token' }),
    good: requestMapping({ 'overwrite:header.x-authorization': '$request.header.Authorization' }),
  },
  HeaderNameInvalid: {
    summary: 'A header name holds characters that no header may have.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x user': '$request.header.user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  MappingValueTooLong: {
    summary: 'The value of a mapping has more than 512 characters.',
    source: AWS.model,
    evidence: 'documented',
    bad: requestMapping({ 'append:header.x-policy': 'a'.repeat(513) }),
    good: requestMapping({ 'append:header.x-policy': 'a'.repeat(512) }),
  },
  MappingValueEmpty: {
    summary: 'An entry that appends or overwrites has no value.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: requestMapping({ 'append:header.x-user': '' }),
    good: requestMapping({ 'remove:header.x-user': '' }),
  },
  PathNotAbsolute: {
    summary: 'The path that a mapping writes does not begin with a slash.',
    source: AWS.mapping,
    evidence: 'unverified',
    bad: requestMapping({ 'overwrite:path': 'books' }),
    good: requestMapping({ 'overwrite:path': '/books' }),
  },
  StatusCodeInvalid: {
    summary: 'The status code that a mapping writes is none of HTTP.',
    source: AWS.mapping,
    evidence: 'derived',
    bad: responseMapping('overwrite:statuscode', '1000'),
    good: responseMapping('overwrite:statuscode', '404'),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
