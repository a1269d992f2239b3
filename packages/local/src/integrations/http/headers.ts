import { isHeaderName, isHopByHop, wireValue } from '../../gateway/header';
import { memoize } from '../../gateway/memoize';
import type { Field } from '../../gateway/message';

/** How a proxy treats a header. */
type FieldKind = 'plain' | 'invalid' | 'hop' | 'connection' | 'host' | 'length' | 'forwarded' | 'via' | 'trace';

/** Headers that a proxy writes by itself, and `Expect`, which the gateway's own server answers. */
const SPECIAL: Readonly<Record<string, FieldKind>> = {
  connection: 'connection',
  expect: 'hop',
  host: 'host',
  'content-length': 'length',
  forwarded: 'forwarded',
  via: 'via',
  'x-amzn-trace-id': 'trace',
};

/** One client may spell a name in several ways. */
const MAX_CACHED_NAMES = 2000;

/** What a proxy does with a header of this name, which is looked up once however often it comes. */
const fieldKind = memoize(MAX_CACHED_NAMES, (name): FieldKind => {
  const lower = name.toLowerCase();
  if (Object.hasOwn(SPECIAL, lower)) {
    return SPECIAL[lower] as FieldKind;
  }
  if (isHopByHop(lower)) {
    return 'hop';
  }
  return isHeaderName(name) ? 'plain' : 'invalid';
});

/** The headers that a Connection header lists, which concern the connection only. */
function connectionHeaders(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || /^\s*(?:keep-alive|close)?\s*$/i.test(connection)) {
    return undefined;
  }
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}

/** Values for the headers that the gateway writes. */
export interface OwnHeaders {
  /** Host of the backend. */
  readonly host: string;
  /** Whether the mapping writes the Host header. */
  readonly hostMapped: boolean;
  /** Host header of the client. */
  readonly clientHost: string;
  readonly sourceIp: string;
  /** Announced length of the body. */
  readonly length: number | undefined;
  /** Trace id for a request without one. */
  traceId(): string;
}

const VIA = 'HTTP/1.1 AmazonAPIGateway';

/** The headers of the request to the backend: names and values, alternating. */
export function requestHeaders(fields: readonly Field[], own: OwnHeaders): string[] {
  const flat: string[] = ['Host', own.host];
  let connection: string | undefined;
  let forwarded = '';
  let via = '';
  let trace: string | undefined;
  for (const [name, value] of fields) {
    switch (fieldKind(name)) {
      case 'plain':
      case 'invalid':
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
  const dropped = connectionHeaders(connection);
  return dropped === undefined ? flat : without(flat, dropped);
}

/** Consecutive requests mostly come from one client, so the last element is cached. */
let lastHost = '';
let lastIp = '';
let lastElement = '';

/** The element of the Forwarded header for this gateway. */
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

/** A client's Connection header cannot remove these. */
const ALWAYS_KEPT = new Set(['host', 'content-length', 'forwarded', 'via', 'x-amzn-trace-id']);

function without(flat: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at] as string;
    const lower = name.toLowerCase();
    if (!names.has(lower) || ALWAYS_KEPT.has(lower)) {
      kept.push(name, flat[at + 1] as string);
    }
  }
  return kept;
}

/** A response has a header whose name HTTP does not allow. */
export class InvalidHeaderName extends Error {}

/**
 * The response headers for the client. Content-Length is kept only if it is right for the client's response.
 *
 * @throws InvalidHeaderName
 */
export function responseHeaders(raw: readonly Buffer[], keepLength: boolean): readonly Field[] {
  const fields: Field[] = [];
  let connection: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]);
    const kind = fieldKind(name);
    if (kind === 'invalid') {
      throw new InvalidHeaderName(`the header name ${JSON.stringify(name)}`);
    }
    if (kind === 'connection') {
      connection = connection === undefined ? text(raw[at + 1]) : `${connection},${text(raw[at + 1])}`;
    } else if (kind !== 'hop' && (kind !== 'length' || keepLength)) {
      fields.push([name, text(raw[at + 1])]);
    }
  }
  const dropped = connectionHeaders(connection);
  return dropped === undefined ? fields : fields.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/** Latin-1 preserves every byte. */
function text(bytes: Buffer | undefined): string {
  return bytes === undefined ? '' : bytes.toString('latin1');
}
