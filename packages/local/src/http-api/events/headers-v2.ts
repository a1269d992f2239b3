import type { Field } from '../../gateway/message';
import { domainOf, traceId } from '../../gateway/request-context';
import type { RoutedRequest } from '../../gateway/routed-request';
import { headerName } from './header-name';
import { jsonText } from './json';

/** Headers in payload format 2.0: names in lower case, values of one name joined, cookies in a list of their own. */
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

/** Appends the cookies of a Cookie header. */
function addCookies(cookies: string[] | undefined, header: string): string[] | undefined {
  let all = cookies;
  for (const part of header.split(';')) {
    const cookie = part.trim();
    if (cookie !== '') {
      all ??= [];
      all.push(cookie);
    }
  }
  return all;
}

/** Texts by name. The values of a repeated name are joined by a comma. Names are passed as JSON. */
export class JoinedTexts {
  // With so few names, two arrays are faster than an object or a Map created for each request.
  private readonly names: string[] = [];
  private readonly values: string[] = [];

  public join(name: string, value: string): void {
    const at = this.names.indexOf(name);
    this.put(at, name, at < 0 ? value : `${this.values[at]},${value}`);
  }

  /** Replaces the value of a name. */
  public set(name: string, value: string): void {
    this.put(this.names.indexOf(name), name, value);
  }

  /** The members of a JSON object, each followed by a comma. */
  public toMembers(): string {
    const { names, values } = this;
    let members = '';
    for (let at = 0; at < names.length; at++) {
      members += `${names[at]}:${jsonText(values[at] as string)},`;
    }
    return members;
  }

  private put(at: number, name: string, value: string): void {
    if (at < 0) {
      this.names.push(name);
      this.values.push(value);
    } else {
      this.values[at] = value;
    }
  }
}
