import { domainOf } from '../domain';
import { type Entries, joinEntry, setEntry } from '../entries';
import type { Field } from '../message';
import type { RoutedRequest } from '../routed-request';
import { traceId } from '../trace-id';
import { addCookies } from './cookies';
import { headerName } from './header-name';

/** Headers as payload format 2.0 has them: names in lower case, values of one name joined, cookies by themselves. */
export interface HeadersV2 {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

/** @param length of the body, in bytes */
export function headersV2(routed: RoutedRequest, fields: readonly Field[], length: number): HeadersV2 {
  const headers: Entries<string> = {};
  let cookies: string[] | undefined;
  let forwarded = '';
  let traced = false;
  for (const [name, value] of fields) {
    const { lower, role } = headerName(name);
    switch (role) {
      case 'plain':
        joinEntry(headers, lower, value);
        break;
      case 'cookie':
        cookies = addCookies(cookies, value);
        break;
      case 'forwarded-for':
        forwarded += `${value}, `;
        break;
      case 'trace':
        setEntry(headers, lower, value);
        traced = true;
        break;
    }
  }
  headers['content-length'] = String(length);
  if (!traced) {
    headers['x-amzn-trace-id'] = traceId(routed);
  }
  headers['x-forwarded-for'] = forwarded + routed.request.sourceIp;
  headers['x-forwarded-port'] = domainOf(routed).port;
  headers['x-forwarded-proto'] = 'http';
  return { headers, cookies };
}
