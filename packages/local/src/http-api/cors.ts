import type { Cors } from '../definitions/http-api';
import { firstHeader } from '../gateway/header';
import type { Field, GatewayResponse } from '../gateway/message';

/** Matches an origin by name, `*`, `https://*` or `http://*`; the service has no other patterns. */
function compileOrigins(allowed: readonly string[]): (origin: string) => boolean {
  if (allowed.includes('*')) {
    return () => true;
  }
  const names = new Set(allowed);
  const schemes = allowed.filter((each) => each === 'https://*' || each === 'http://*').map((each) => each.slice(0, -1));
  return (origin) => names.has(origin) || schemes.some((scheme) => origin.startsWith(scheme));
}

/** The CORS configuration of an API, applied to requests and responses. */
export interface CorsPolicy {
  /**
   * Whether the API itself answers a request that matches no route. A route that matches OPTIONS, such as one for ANY or
   * `$default`, handles preflight requests like any other: its authorizer and integration are called.
   */
  isPreflight(method: string, headers: readonly Field[]): boolean;
  /** The complete preflight response: `apply` adds nothing to it. */
  preflight(headers: readonly Field[]): GatewayResponse;
  /** The headers of any other response: the backend's CORS headers are dropped, the configured ones added for an allowed origin. */
  apply(origin: string | undefined, headers: readonly Field[]): readonly Field[];
}

const NO_POLICY: CorsPolicy = {
  isPreflight: () => false,
  preflight: () => ({ statusCode: 204, headers: [], body: '' }),
  apply: (_origin, headers) => headers,
};

/**
 * Compiles the CORS configuration of an API once, for all its requests.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function compileCors(cors?: Cors): CorsPolicy {
  if (cors === undefined) {
    return NO_POLICY;
  }
  const isAllowed = compileOrigins(cors.allowOrigins);
  const allowsAnyOrigin = cors.allowOrigins.includes('*');
  const credentials: Field[] = cors.allowCredentials ? [['access-control-allow-credentials', 'true']] : [];
  const forPreflight: readonly Field[] = [
    ...list('access-control-allow-methods', cors.allowMethods),
    ...list('access-control-allow-headers', lower(cors.allowHeaders)),
    ...(cors.maxAge === undefined ? [] : [['access-control-max-age', cors.maxAge] as const]),
    ...credentials,
  ];
  const forResponse: readonly Field[] = [...credentials, ...list('access-control-expose-headers', lower(cors.exposeHeaders))];
  const allowOrigin = (origin: string): Field => ['access-control-allow-origin', allowsAnyOrigin ? '*' : origin];
  return {
    isPreflight: (method) => method === 'OPTIONS',
    preflight(headers) {
      const origin = firstHeader(headers, 'origin');
      const isPreflightRequest = firstHeader(headers, 'access-control-request-method') !== undefined;
      const answered = isPreflightRequest && origin !== undefined && isAllowed(origin);
      return { statusCode: 204, headers: answered ? [allowOrigin(origin), ...forPreflight] : [], body: '' };
    },
    apply(origin, headers) {
      const kept = headers.some(isCors) ? headers.filter((field) => !isCors(field)) : headers;
      return origin !== undefined && isAllowed(origin) ? [...kept, allowOrigin(origin), ...forResponse] : kept;
    },
  };
}

/** The service treats these lists as sets and writes them sorted. */
function list(name: string, values: readonly string[]): Field[] {
  return values.length === 0 ? [] : [[name, [...new Set(values)].sort().join(',')]];
}

const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());

const PREFIX = 'access-control-';

function isCors([name]: Field): boolean {
  return name.length > PREFIX.length && name.slice(0, PREFIX.length).toLowerCase() === PREFIX;
}
