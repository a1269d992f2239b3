import { wireValue } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { fieldKind, namedBy } from './field-kind';

/** What of the headers the gateway writes by itself. */
export interface OwnHeaders {
  /** Host of the backend, when the mapping has not written one. */
  readonly host: string;
  readonly hostMapped: boolean;
  /** Host that the client named. */
  readonly clientHost: string;
  readonly sourceIp: string;
  /** Announced length of the body. */
  readonly length: number | undefined;
  /** For a request that comes without one. */
  traceId(): string;
}

const VIA = 'HTTP/1.1 AmazonAPIGateway';

/** The headers of the backend's request: names and values in turn. */
export function requestHeaders(fields: readonly Field[], own: OwnHeaders): string[] {
  const flat: string[] = ['Host', own.host];
  let connection: string | undefined;
  let forwarded = '';
  let via = '';
  let trace: string | undefined;
  for (const [name, value] of fields) {
    switch (fieldKind(name)) {
      case 'plain':
        flat.push(name, wireValue(value));
        break;
      case 'host':
        if (own.hostMapped) {
          flat[1] = wireValue(value);
        }
        break;
      case 'forwarded':
        forwarded += `${value}, `;
        break;
      case 'via':
        via += `${value}, `;
        break;
      case 'trace':
        trace = value;
        break;
      case 'connection':
        connection = connection === undefined ? value : `${connection},${value}`;
        break;
    }
  }
  if (own.length !== undefined) {
    flat.push('Content-Length', String(own.length));
  }
  flat.push('Forwarded', forwarded + forwardedElement(own), 'Via', via + VIA, 'X-Amzn-Trace-Id', trace ?? own.traceId());
  const named = namedBy(connection);
  return named === undefined ? flat : without(flat, named);
}

/** Clients ask again and again: the last text is kept. */
let lastHost = '';
let lastIp = '';
let lastElement = '';

/** What the client really called, as with the headers of a function's event. */
function forwardedElement({ clientHost, sourceIp }: OwnHeaders): string {
  if (lastElement === '' || clientHost !== lastHost || sourceIp !== lastIp) {
    lastHost = clientHost;
    lastIp = sourceIp;
    const client = sourceIp.includes(':') ? `"[${sourceIp}]"` : sourceIp;
    // RFC 7239: a host with a port is no token and has to be quoted; the service's own has none.
    const host = /^[\w.~-]*$/.test(clientHost) ? clientHost : `"${clientHost.replace(/["\\]/g, '\\$&')}"`;
    lastElement = wireValue(`by=127.0.0.1;for=${client};host=${host};proto=http`);
  }
  return lastElement;
}

/** Length and host are not given away by a client that names them. */
const KEPT = new Set(['host', 'content-length', 'forwarded', 'via', 'x-amzn-trace-id']);

function without(flat: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at] as string;
    const lower = name.toLowerCase();
    if (!names.has(lower) || KEPT.has(lower)) {
      kept.push(name, flat[at + 1] as string);
    }
  }
  return kept;
}
