import { randomBytes } from 'node:crypto';
import { type Entries, setEntry } from './entries';
import { firstHeader } from './header';
import { memoize } from './memoize';
import { decodePath, splitTarget } from './request-target';
import type { RoutedRequest } from './routed-request';

const LENGTH = 15;
/** Random bytes are drawn for many ids at once. */
const IDS_PER_BATCH = 256;
let pool = '';
let used = 0;

/** An id in the form that the service gives to requests of HTTP APIs, such as `JKJaXmPLvHcESHA=`. */
export function newRequestId(): string {
  if (used === pool.length) {
    pool = randomBytes((LENGTH * IDS_PER_BATCH * 3) / 4).toString('base64url');
    used = 0;
  }
  const id = pool.slice(used, used + LENGTH);
  used += LENGTH;
  return `${id}=`;
}

const BYTES = 12;
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The `X-Amzn-Trace-Id` of a request that has none. Derived from the request id, so that every call gives the same. */
export function traceId({ requestId, startedAt }: Pick<RoutedRequest, 'requestId' | 'startedAt'>): string {
  let id = '';
  for (let at = 0; at < BYTES; at++) {
    // Beyond the end of the id the code is NaN, which becomes zero.
    id += HEX[requestId.charCodeAt(at) & 0xff];
  }
  return `Root=1-${Math.floor(startedAt.getTime() / 1000).toString(16)}-${id}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let second = Number.NaN;
let text = '';

/** The time as in access logs, in UTC: `06/Feb/2022:16:10:11 +0000`. Formatted once a second. */
export function logTime(date: Date): string {
  const now = Math.floor(date.getTime() / 1000);
  if (now !== second) {
    const day = two(date.getUTCDate());
    const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
    text = `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
    second = now;
  }
  return text;
}

const two = (count: number): string => String(count).padStart(2, '0');

/** The domain of a request. */
export interface Domain {
  /** Without the port. */
  readonly name: string;
  /** The first label of the name. */
  readonly prefix: string;
  readonly port: string;
}

/** The domain that the client called, here mostly `localhost`; the domain that the service would have where it named none. */
export function domainOf({ request, api }: RoutedRequest): Domain {
  return parseDomain(firstHeader(request.headers, 'host') || `${api.id}.execute-api.${api.region}.amazonaws.com`);
}

const MAX_CACHED_DOMAINS = 100;

const parseDomain = memoize(MAX_CACHED_DOMAINS, (host): Domain => {
  const port = /:(\d+)$/.exec(host);
  const name = port === null ? host : host.slice(0, port.index);
  const dot = name.indexOf('.');
  return { name, prefix: dot < 0 ? name : name.slice(0, dot), port: port?.[1] ?? '80' };
});

/** The decoded path that the client called, including the stage name if there was one. */
export function fullPath(routed: RoutedRequest): string {
  return routed.stage.name === '$default' ? routed.path : decodePath(fullRawPath(routed));
}

/** The path that the client sent, not decoded. */
export function fullRawPath({ request }: RoutedRequest): string {
  return splitTarget(request.target).rawPath;
}

/** The caller of a request with IAM authorization. The user is a placeholder, because access keys do not contain it. */
interface IamCaller {
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
  readonly userId: string;
}

/**
 * A placeholder user of the API's own account.
 *
 * @param accessKey the access key ID of a verified signature
 */
export function iamCaller(accountId: string, accessKey = 'AKIALOCALLOCALLOCAL0'): IamCaller {
  return { accessKey, accountId, userArn: `arn:aws:iam::${accountId}:user/local`, userId: 'AIDALOCALLOCALLOCAL00' };
}

/** A claim as the service passes it on: always text, a list in brackets such as `[admin users]`. */
export function claimText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (Array.isArray(value)) {
    return `[${value.map(claimText).join(' ')}]`;
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** All claims as text. */
export function claimTexts(claims: Readonly<Record<string, unknown>>): Entries<string> {
  const texts: Entries<string> = {};
  for (const name of Object.keys(claims)) {
    setEntry(texts, name, claimText(claims[name]));
  }
  return texts;
}
