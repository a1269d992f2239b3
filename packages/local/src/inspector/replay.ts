import type { AnyServedApi } from '../served-apis';
import type { ConnectRequest } from '../websocket-api/test-client';
import { ApiFailure } from './api-failure';
import type { Console } from './console';
import type { ExchangeViews } from './describe-exchange';
import type { ExchangeRecord } from './exchange-record';
import type { ExchangeStore } from './exchange-store';
import type { NameValue, ReplayRequest } from './protocol';
import { maskedText, masksOf, type Piece, type Secrets } from './secrets';

/** What a replay needs. */
export interface ReplayDependencies {
  readonly store: ExchangeStore;
  readonly views: ExchangeViews;
  readonly console: Console;
  readonly api: (name: string) => AnyServedApi;
}

/** Headers of a connection or of a body, which the repeated request gets anew. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect']);

/** Why an exchange cannot be repeated without a body of its own. */
export function replayable({ start, requestBody }: ExchangeRecord): true | string {
  if (start.kind === 'message') {
    return requestBody !== undefined && isCut(requestBody) ? 'the message was too long to be kept' : true;
  }
  if (start.headers === undefined) {
    return 'the gateway answered before it read the request';
  }
  if (requestBody !== undefined && isCut(requestBody)) {
    return 'the body was too long to be kept: replay with a body';
  }
  const announced = start.headers.some(
    ([name, value]) => name.toLowerCase() === 'transfer-encoding' || (name.toLowerCase() === 'content-length' && value !== '0'),
  );
  return requestBody === undefined && announced ? 'the body was not read to its end: replay with a body' : true;
}

/**
 * Repeats an exchange, with changes.
 *
 * @returns the new exchange
 * @throws ApiFailure
 */
export async function replay(record: ExchangeRecord, changes: ReplayRequest, dependencies: ReplayDependencies): Promise<ExchangeRecord> {
  const reason = replayable(record);
  if (reason !== true && (changes.body === undefined || record.start.headers === undefined)) {
    throw new ApiFailure(409, reason);
  }
  switch (record.start.kind) {
    case 'request':
      return replayRequest(record, changes, dependencies);
    case 'message':
      return replayMessage(record, changes, dependencies);
    case 'connection':
      return replayHandshake(record, changes, dependencies);
  }
}

async function replayRequest(
  record: ExchangeRecord,
  changes: ReplayRequest,
  { store, views, api }: ReplayDependencies,
): Promise<ExchangeRecord> {
  const original = views.secretsOf(record);
  const headers = headersOf(record, changes, original).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  let answered: Promise<{ readonly headers: Readonly<Record<string, string>> }> | undefined;
  const served = api(record.start.api);
  const begun = store.during(record.id, () => {
    answered = served.inject({
      method: changes.method ?? record.start.method,
      path: targetOf(record, changes, original),
      headers: grouped(headers),
      body: bodyOf(record, changes, original),
    });
  });
  // A replay that fails is an exchange with an error, which the caller sees.
  answered?.catch(() => undefined);
  if (begun !== undefined) {
    return begun;
  }
  const id = (await answered)?.headers['apigw-requestid'] ?? '';
  const found = store.ofRequest(id);
  if (found === undefined) {
    throw new ApiFailure(500, 'the gateway did not answer the repeated request');
  }
  return found;
}

/** Sends the message over its connection if the console opened it and it is open, else over a new one with the same handshake. */
async function replayMessage(record: ExchangeRecord, changes: ReplayRequest, dependencies: ReplayDependencies): Promise<ExchangeRecord> {
  const { store, views, console } = dependencies;
  const original = views.secretsOf(record);
  const text = bodyOf(record, changes, original)?.toString() ?? '';
  const { connectionId = '' } = record.start;
  let id = console.has(connectionId) ? connectionId : undefined;
  if (id === undefined) {
    const handshake = store.ofConnection(connectionId);
    if (handshake === undefined) {
      throw new ApiFailure(409, 'the handshake of the connection is no longer kept: open a connection, and send the message over it');
    }
    id = (await console.open(record.start.api, handshakeOf(handshake, {}, views.secretsOf(handshake)))).id;
  }
  const begun = store.nextMessage(id, record.id);
  console.send(id, text);
  return begun;
}

async function replayHandshake(
  record: ExchangeRecord,
  changes: ReplayRequest,
  { store, views, console }: ReplayDependencies,
): Promise<ExchangeRecord> {
  const opened = console.open(record.start.api, handshakeOf(record, changes, views.secretsOf(record)), record.id);
  try {
    const { id } = await opened;
    return store.ofConnection(id) as ExchangeRecord;
  } catch (error) {
    const refused = error instanceof ApiFailure && error.exchange !== undefined ? store.get(error.exchange) : undefined;
    if (refused === undefined) {
      throw error;
    }
    return refused;
  }
}

/** Headers that each handshake gets anew. */
const HANDSHAKE_HEADERS = /^(?:connection|upgrade|host|sec-websocket-(?:key|version|extensions|protocol))$/i;

function handshakeOf(record: ExchangeRecord, changes: ReplayRequest, secrets: Secrets): ConnectRequest {
  const headers = headersOf(record, changes, secrets);
  const subprotocols = headers
    .filter(([name]) => name.toLowerCase() === 'sec-websocket-protocol')
    .flatMap(([, value]) => value.split(/\s*,\s*/));
  return {
    path: targetOf(record, changes, secrets),
    headers: grouped(headers.filter(([name]) => !HANDSHAKE_HEADERS.test(name))),
    subprotocols,
  };
}

function isCut({ content, bytes }: { readonly content: string | Buffer; readonly bytes: number }): boolean {
  return bytes > Buffer.byteLength(content);
}

/** A masked value that was not changed is the original one. */
function headersOf({ start: { headers = [] } }: ExchangeRecord, changes: ReplayRequest, secrets: Secrets): readonly NameValue[] {
  if (changes.headers === undefined) {
    return headers;
  }
  const known = headers.map(([name, value]) => ({ name: name.toLowerCase(), value, shown: maskedText(secrets.headerPieces(name, value)) }));
  return changes.headers.map(([name, value]) => {
    const same = known.find((each) => each.name === name.toLowerCase() && each.shown === value);
    return [name, same?.value ?? unmasked(value, secrets.distinct)];
  });
}

function targetOf({ start: { target = '/' } }: ExchangeRecord, changes: ReplayRequest, secrets: Secrets): string {
  return restored(changes.target, target, secrets.targetPieces(target), secrets);
}

function bodyOf({ requestBody }: ExchangeRecord, { body, bodyEncoding }: ReplayRequest, secrets: Secrets): Buffer | undefined {
  const original = requestBody?.content;
  if (body === undefined) {
    return original === undefined ? undefined : Buffer.from(original);
  }
  if (bodyEncoding === 'base64') {
    return Buffer.from(body, 'base64');
  }
  const text = original?.toString() ?? '';
  return Buffer.from(restored(body, text, secrets.pieces(text), secrets));
}

function restored(given: string | undefined, original: string, pieces: readonly Piece[], secrets: Secrets): string {
  if (given === undefined || given === maskedText(pieces)) {
    return original;
  }
  // First as the secrets stand in this text: in JSON, some of their characters are escaped.
  const here = masksOf(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.value])));
  return unmasked(unmasked(given, here), secrets.distinct);
}

/** Masks that stand for one secret alone are replaced by it. */
function unmasked(text: string, masks: Secrets['distinct']): string {
  let restoredText = text;
  for (const [mask, value] of masks) {
    restoredText = restoredText.replaceAll(mask, () => value);
  }
  return restoredText;
}

/** As `inject` takes them: a list for a header that is repeated. */
export function grouped(headers: readonly NameValue[]): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of headers) {
    const entry = found.get(name.toLowerCase()) ?? { name, values: [] };
    entry.values.push(value);
    found.set(name.toLowerCase(), entry);
  }
  return Object.fromEntries([...found.values()].map(({ name, values }) => [name, values]));
}
