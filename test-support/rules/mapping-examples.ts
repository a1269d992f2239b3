import type { RuleExamples } from './resources';
import { requestMapping, responseMapping } from './resources';

/** What a mapping writes to, and that it writes something. */
export const MAPPING_EXAMPLES = {
  MappingKeyUnknown: {
    bad: requestMapping({ 'x-user': '$request.header.x-user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  DestinationNotInDirection: {
    bad: responseMapping('overwrite:path', '/books'),
    good: responseMapping('overwrite:statuscode', '404'),
  },
  ActionUnknown: {
    bad: requestMapping({ 'overwrit:header.x-user': '$request.header.user' }),
    good: requestMapping({ 'overwrite:header.x-user': '$request.header.user' }),
  },
  ActionNotAllowed: {
    bad: requestMapping({ 'append:path': '/books' }),
    good: requestMapping({ 'overwrite:path': '/books' }),
  },
  DestinationNameMissing: {
    bad: requestMapping({ 'append:header.': '$request.header.user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  DestinationNameUnexpected: {
    bad: requestMapping({ 'overwrite:path.books': '/books' }),
    good: requestMapping({ 'overwrite:path': '/books' }),
  },
  HeaderTwice: {
    bad: requestMapping({ 'append:header.x-user': 'a', 'overwrite:header.X-User': 'b' }),
    good: requestMapping({ 'overwrite:header.x-user': 'b' }),
  },
  QueryStringTwice: {
    bad: requestMapping({ 'append:querystring.page': '1', 'remove:querystring.page': "''" }),
    good: requestMapping({ 'append:querystring.page': '1', 'remove:querystring.Page': "''" }),
  },
  HeaderReserved: {
    bad: requestMapping({ 'overwrite:header.Authorization': '$request.header.x-token' }),
    good: requestMapping({ 'overwrite:header.x-authorization': '$request.header.Authorization' }),
  },
  DestinationNameInvalid: {
    bad: requestMapping({ 'append:header.x user': '$request.header.user' }),
    good: requestMapping({ 'append:header.x-user': '$request.header.user' }),
  },
  MappingValueTooLong: {
    bad: requestMapping({ 'append:header.x-policy': 'a'.repeat(513) }),
    good: requestMapping({ 'append:header.x-policy': 'a'.repeat(512) }),
  },
  MappingValueEmpty: {
    bad: requestMapping({ 'append:header.x-user': '' }),
    good: requestMapping({ 'remove:header.x-user': '' }),
  },
  PathNotAbsolute: {
    bad: requestMapping({ 'overwrite:path': 'books' }),
    good: requestMapping({ 'overwrite:path': '/books' }),
  },
  StatusCodeInvalid: {
    bad: responseMapping('overwrite:statuscode', '1000'),
    good: responseMapping('overwrite:statuscode', '404'),
  },
} as const satisfies RuleExamples;
