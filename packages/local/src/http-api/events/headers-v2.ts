import { domainOf } from '../../gateway/domain';
import type { Field } from '../../gateway/message';
import type { RoutedRequest } from '../../gateway/routed-request';
import { traceId } from '../../gateway/trace-id';
import { addCookies } from './cookies';
import { headerName } from './header-name';
import { JoinedTexts } from './joined-texts';
import { jsonText } from './json';

/** Headers as payload format 2.0 has them: names in lower case, values of one name joined, cookies by themselves. */
export interface HeadersV2 {
  /** An object as JSON. */
  readonly headers: string;
  readonly cookies?: readonly string[];
}

/** @param length of the body, in bytes */
export function headersV2(routed: RoutedRequest, fields: readonly Field[], length: number): HeadersV2 {
  const headers = new JoinedTexts();
  let cookies: string[] | undefined;
  let forwarded = '';
  let traced = false;
  for (const [name, value] of fields) {
    const { json, role } = headerName(name);
    switch (role) {
      case 'plain':
        headers.join(json, value);
        break;
      case 'cookie':
        cookies = addCookies(cookies, value);
        break;
      case 'forwarded-for':
        forwarded += `${value}, `;
        break;
      case 'trace':
        headers.set(json, value);
        traced = true;
        break;
    }
  }
  const trace = traced ? '' : `"x-amzn-trace-id":"${traceId(routed)}",`;
  const forwardedFor = jsonText(forwarded + routed.request.sourceIp);
  const own = `"content-length":"${length}",${trace}"x-forwarded-for":${forwardedFor},"x-forwarded-port":"${domainOf(routed).port}"`;
  return { headers: `{${headers.toMembers()}${own},"x-forwarded-proto":"http"}`, cookies };
}
