import { firstHeader } from '../gateway/header';
import type { Field, IncomingRequest } from '../gateway/message';
import { isHeadTooLarge, validateHeaders } from '../http-api/validate-request';

/** Why a handshake is refused, with the status code of the response. */
export interface HandshakeRefusal {
  readonly statusCode: number;
  readonly reason: string;
  /** Headers in addition to those of every error. */
  readonly headers?: readonly Field[];
}

/** Headers of which a handshake has exactly one. */
const ONLY_ONCE = ['Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Upgrade'];

/** Refuses what is not a handshake of the WebSocket protocol. @see https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1 */
export function validateHandshake(request: IncomingRequest): HandshakeRefusal | undefined {
  const { headers, method } = request;
  const header = (name: string): string => firstHeader(headers, name)?.trim() ?? '';
  const refusal = validateHeaders(headers);
  if (refusal !== undefined) {
    return refusal;
  }
  if (isHeadTooLarge(request)) {
    return { statusCode: 431, reason: 'request line and headers are larger than 10,240 bytes, or there are more than 1,000 headers' };
  }
  const repeated = ONLY_ONCE.find((name) => headers.filter((field) => field[0].toLowerCase() === name.toLowerCase()).length > 1);
  if (repeated !== undefined) {
    return { statusCode: 400, reason: `the handshake has more than one ${repeated} header` };
  }
  if (method !== 'GET' || header('upgrade').toLowerCase() !== 'websocket') {
    return {
      statusCode: 426,
      reason: 'the request is not a WebSocket handshake: connect with a WebSocket client',
      headers: [
        ['connection', 'Upgrade'],
        ['upgrade', 'websocket'],
      ],
    };
  }
  if (!/^[+/0-9A-Za-z]{22}==$/.test(header('sec-websocket-key'))) {
    return { statusCode: 400, reason: 'the handshake has no valid Sec-WebSocket-Key header' };
  }
  if (header('sec-websocket-version') !== '13') {
    return {
      statusCode: 426,
      reason: `the version of the WebSocket protocol is ${header('sec-websocket-version') || 'missing'}, and only 13 is supported`,
      headers: [['sec-websocket-version', '13']],
    };
  }
  const protocols = headers.filter(([name]) => name.toLowerCase() === 'sec-websocket-protocol').map(([, value]) => value);
  return protocols.length === 0 || isProtocolList(protocols.join(','))
    ? undefined
    : { statusCode: 400, reason: 'the Sec-WebSocket-Protocol header is not a list of different subprotocols' };
}

function isProtocolList(text: string): boolean {
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)) && new Set(names).size === names.length;
}

/**
 * Compiles the check of Origin headers. Browsers let every page open WebSocket connections to every host, so a page of
 * another site could use the APIs on this machine. Only pages of this machine can, unless they are allowed by name.
 *
 * @param origins that are allowed, such as `https://app.example.com`; `*` allows every origin
 */
export function compileOriginCheck(origins: readonly string[]): (origin: string | undefined) => boolean {
  const allowed = new Set(origins.map((origin) => origin.toLowerCase().replace(/\/$/, '')));
  return (origin) => origin === undefined || allowed.has('*') || allowed.has(origin.toLowerCase()) || isLoopbackOrigin(origin);
}

function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) {
    return false;
  }
  const { hostname } = new URL(origin);
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
