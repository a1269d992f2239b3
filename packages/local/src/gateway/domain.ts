import { firstHeader } from './header';
import type { RoutedRequest } from './routed-request';

/** Where the client called. */
export interface Domain {
  /** Without the port. */
  readonly name: string;
  /** The first label of the name. */
  readonly prefix: string;
  readonly port: string;
}

/** Hosts are few; a client that makes up many gets no memory of it. */
const MAX_REMEMBERED = 100;
const remembered = new Map<string, Domain>();

/** The domain that the client called, which here is mostly `localhost`; the service's own where it named none. */
export function domainOf({ request, api }: RoutedRequest): Domain {
  const host = firstHeader(request.headers, 'host') || `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const known = remembered.get(host);
  if (known !== undefined) {
    return known;
  }
  const domain = parse(host);
  if (remembered.size < MAX_REMEMBERED) {
    remembered.set(host, domain);
  }
  return domain;
}

function parse(host: string): Domain {
  const port = /:(\d+)$/.exec(host);
  const name = port === null ? host : host.slice(0, port.index);
  const dot = name.indexOf('.');
  return { name, prefix: dot < 0 ? name : name.slice(0, dot), port: port?.[1] ?? '80' };
}
