import { domainOf } from '../../gateway/domain';
import type { Field } from '../../gateway/message';
import type { RoutedRequest } from '../../gateway/routed-request';
import { traceId } from '../../gateway/trace-id';
import { headerName } from './header-name';
import { Multimap } from './multimap';

/** Headers as payload format 1.0 has them. */
export interface HeadersV1 {
  /** The last value of each name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
}

/** @param length of the body, in bytes */
export function headersV1(routed: RoutedRequest, fields: readonly Field[], length: number): HeadersV1 {
  const values = new Multimap();
  let forwarded = '';
  let traced = false;
  for (const [name, value] of fields) {
    const { lower, inV1, role } = headerName(name);
    if (role === 'forwarded-for') {
      forwarded += `${value}, `;
    } else if (role !== 'own' && role !== 'dropped') {
      values.add(lower, value, inV1);
      traced ||= role === 'trace';
    }
  }
  const write = (name: string, value: string): void => values.add(name, value, headerName(name).inV1);
  write('content-length', String(length));
  if (!traced) {
    write('x-amzn-trace-id', traceId(routed));
  }
  write('x-forwarded-for', forwarded + routed.request.sourceIp);
  write('x-forwarded-port', domainOf(routed).port);
  write('x-forwarded-proto', 'http');
  return { headers: values.last(), multiValueHeaders: values.all() };
}
