import { isHopByHop } from '../../gateway/header';
import { memoize } from '../../gateway/memoize';

/** How events write a client's header. */
export interface HeaderName {
  /** Name in payload format 2.0. */
  readonly lower: string;
  /** Name in payload format 2.0, as JSON. */
  readonly json: string;
  /** Name in payload format 1.0. */
  readonly inV1: string;
  /** `own` headers are written by the gateway, `dropped` ones concern the connection. */
  readonly role: 'plain' | 'cookie' | 'forwarded-for' | 'trace' | 'own' | 'dropped';
}

/** Payload format 1.0 writes these names in this spelling. */
const CAPITALISED: Readonly<Record<string, string>> = {
  'content-length': 'Content-Length',
  'content-type': 'Content-Type',
  host: 'Host',
  'user-agent': 'User-Agent',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
  'x-forwarded-for': 'X-Forwarded-For',
  'x-forwarded-port': 'X-Forwarded-Port',
  'x-forwarded-proto': 'X-Forwarded-Proto',
};

/** Payload format 1.0 writes these standard names in lower case; other names keep the client's spelling. */
const LOWERED: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-location',
  'cookie',
  'date',
  'dnt',
  'forwarded',
  'from',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'max-forwards',
  'origin',
  'pragma',
  'priority',
  'range',
  'referer',
  'upgrade-insecure-requests',
  'via',
  'warning',
]);

const ROLES: Readonly<Record<string, HeaderName['role']>> = {
  cookie: 'cookie',
  'content-length': 'own',
  expect: 'dropped',
  'x-amzn-trace-id': 'trace',
  'x-forwarded-for': 'forwarded-for',
  'x-forwarded-port': 'own',
  'x-forwarded-proto': 'own',
};

/** One client may spell a name in several ways. */
const MAX_CACHED_NAMES = 1000;

/** What an event does with a header of this name, which is looked up once however often it comes. */
export const headerName = memoize(MAX_CACHED_NAMES, (name): HeaderName => {
  const lower = name.toLowerCase();
  const role = isHopByHop(lower) ? 'dropped' : ownValue(ROLES, lower);
  return {
    lower,
    json: JSON.stringify(lower),
    inV1: ownValue(CAPITALISED, lower) ?? (LOWERED.has(lower) ? lower : name),
    role: role ?? 'plain',
  };
});

function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
