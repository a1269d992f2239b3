import { isHopByHop, wireValue } from '../../gateway/header';
import { memoize } from '../../gateway/memoize';
import type { Field } from '../../gateway/message';

/** What a proxy has to know of a header's name. */
type FieldKind = 'plain' | 'hop' | 'connection' | 'host' | 'length' | 'forwarded' | 'via' | 'trace';

/** What a proxy writes by itself, and what only the server in front can answer. */
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
  return isHopByHop(lower) ? 'hop' : 'plain';
});

/** The headers that a Connection header names; they end with the connection. */
function namedBy(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || /^\s*(?:keep-alive|close)?\s*$/i.test(connection)) {
    return undefined;
  }
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}

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

/** The headers of a backend's response as the client gets them; `length` is kept when it is true of what the client gets. */
export function responseHeaders(raw: readonly Buffer[], keepLength: boolean): readonly Field[] {
  const fields: Field[] = [];
  let connection: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]);
    const kind = fieldKind(name);
    if (kind === 'connection') {
      connection = connection === undefined ? text(raw[at + 1]) : `${connection},${text(raw[at + 1])}`;
    } else if (kind !== 'hop' && (kind !== 'length' || keepLength)) {
      fields.push([name, text(raw[at + 1])]);
    }
  }
  const named = namedBy(connection);
  return named === undefined ? fields : fields.filter(([name]) => !named.has(name.toLowerCase()));
}

/** Bytes stay as they are: each is one character, and becomes the same byte again. */
function text(bytes: Buffer | undefined): string {
  return bytes === undefined ? '' : bytes.toString('latin1');
}
