import { firstHeader } from './header';
import { memoize } from './memoize';
import type { RoutedRequest } from './routed-request';

/** Where the client called. */
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
