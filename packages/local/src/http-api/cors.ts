import type { Cors } from '../definitions/display/api';
import { firstHeader } from '../gateway/header';
import type { Field, GatewayResponse } from '../gateway/message';

/** Whether an origin is let in: by name, by `*`, or by `https://*` and `http://*`. There are no other patterns. */
function compileOrigins(allowed: readonly string[]): (origin: string) => boolean {
  if (allowed.includes('*')) {
    return () => true;
  }
  const names = new Set(allowed);
  const schemes = allowed.filter((each) => each === 'https://*' || each === 'http://*').map((each) => each.slice(0, -1));
  return (origin) => names.has(origin) || schemes.some((scheme) => origin.startsWith(scheme));
}

/** What an API's CORS configuration makes of requests and answers. */
export interface CorsPolicy {
  /**
   * Whether the API itself answers a request that no route takes. A route that takes OPTIONS, such as one for ANY or
   * `$default`, gets preflights like any other request: its authorizer and its integration are asked.
   */
  isPreflight(method: string, headers: readonly Field[]): boolean;
  /** Its answer, complete: `apply` has nothing to add. */
  preflight(headers: readonly Field[]): GatewayResponse;
  /** Any other answer's headers: the backend's own CORS headers are dropped, the configured ones added for an origin that is let in. */
  apply(origin: string | undefined, headers: readonly Field[]): readonly Field[];
}

const NO_POLICY: CorsPolicy = {
  isPreflight: () => false,
  preflight: () => ({ statusCode: 204, headers: [], body: '' }),
  apply: (_origin, headers) => headers,
};

/**
 * Reads an API's CORS configuration once, for all its requests.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function compileCors(cors?: Cors): CorsPolicy {
  if (cors === undefined) {
    return NO_POLICY;
  }
  const isAllowed = compileOrigins(cors.allowOrigins);
  const everybody = cors.allowOrigins.includes('*');
  const credentials: Field[] = cors.allowCredentials ? [['access-control-allow-credentials', 'true']] : [];
  const forPreflight: readonly Field[] = [
    ...list('access-control-allow-methods', cors.allowMethods),
    ...list('access-control-allow-headers', lower(cors.allowHeaders)),
    ...(cors.maxAge === undefined ? [] : [['access-control-max-age', cors.maxAge] as const]),
    ...credentials,
  ];
  const forAnswer: readonly Field[] = [...credentials, ...list('access-control-expose-headers', lower(cors.exposeHeaders))];
  const allowOrigin = (origin: string): Field => ['access-control-allow-origin', everybody ? '*' : origin];
  return {
    isPreflight: (method) => method === 'OPTIONS',
    preflight(headers) {
      const origin = firstHeader(headers, 'origin');
      const asks = firstHeader(headers, 'access-control-request-method') !== undefined;
      const answered = asks && origin !== undefined && isAllowed(origin);
      return { statusCode: 204, headers: answered ? [allowOrigin(origin), ...forPreflight] : [], body: '' };
    },
    apply(origin, headers) {
      const kept = headers.some(isCors) ? headers.filter((field) => !isCors(field)) : headers;
      return origin !== undefined && isAllowed(origin) ? [...kept, allowOrigin(origin), ...forAnswer] : kept;
    },
  };
}

/** The service keeps these lists as sets, and writes them in order. */
function list(name: string, values: readonly string[]): Field[] {
  return values.length === 0 ? [] : [[name, [...new Set(values)].sort().join(',')]];
}

const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());

const PREFIX = 'access-control-';

function isCors([name]: Field): boolean {
  return name.length > PREFIX.length && name.slice(0, PREFIX.length).toLowerCase() === PREFIX;
}
