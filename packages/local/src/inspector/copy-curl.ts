import type { ExchangeRecord } from './exchange-record';
import type { Kept } from './kept-text';
import type { Piece, Secrets } from './secrets';

/** Where the APIs are, for commands. */
export interface CurlTarget {
  /** Origin of the API, such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** Of the connection of a message. */
  readonly handshake?: ExchangeRecord;
}

/** Headers that curl writes by itself. */
const OWN_HEADERS = /^(?:connection|content-length|transfer-encoding|keep-alive|expect)$/i;
/** Headers of each WebSocket handshake. */
const HANDSHAKE_HEADERS = /^(?:connection|upgrade|host|sec-websocket-(?:key|version|extensions|protocol))$/i;

/**
 * A command for a POSIX shell that repeats an exchange. Secrets are read from environment variables, without which it fails.
 */
export function curlFor(record: ExchangeRecord, secrets: Secrets, target: CurlTarget): string {
  const words = record.start.kind === 'request' ? requestWords(record, secrets, target.origin) : connectWords(record, secrets, target);
  return `${words.map(shellWord).reduce(joinWords)}\n`;
}

type Word = readonly Piece[];

function requestWords({ start, requestBody }: ExchangeRecord, secrets: Secrets, origin: string): readonly Word[] {
  const { method, headers = [], target = start.path } = start;
  const bytes = binaryOf(requestBody);
  const hasBody = requestBody !== undefined && requestBody.bytes > 0;
  const sent = headers.filter(([name, value]) => !OWN_HEADERS.test(name) && !(name.toLowerCase() === 'host' && isHostOf(value, origin)));
  const hasType = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return [
    ...(bytes === undefined ? [] : [[RAW, `printf %s ${bytes} | base64 -d |`]]),
    // -g: brackets in the URL are characters. --path-as-is: dots in it are kept.
    [RAW, 'curl -g --path-as-is'],
    ...(method === 'HEAD' ? [[RAW, '-I']] : [[RAW, '-X'], [method]]),
    ...sent.flatMap(([name, value]): Word[] => [
      [RAW, '-H'],
      value === '' ? [`${name};`] : [`${name}: `, ...secrets.headerPieces(name, value)],
    ]),
    // curl adds the type of a form to a body without a type.
    ...(hasBody && !hasType ? [[RAW, '-H'], ['content-type:']] : []),
    ...(!hasBody
      ? []
      : bytes === undefined
        ? [[RAW, '--data-raw'], secrets.pieces(requestBody.content.toString())]
        : [[RAW, '--data-binary @-']]),
    [origin, ...secrets.targetPieces(target.startsWith('/') ? target : `/${target}`)],
  ];
}

/** The message is the input of `apigwv2-local connect`, because curl has no stable support for WebSockets. */
function connectWords(record: ExchangeRecord, secrets: Secrets, { origin, handshake = record }: CurlTarget): readonly Word[] {
  const { headers = [], target = record.start.path } = handshake.start;
  const text = record.start.kind === 'message' ? record.requestBody?.content.toString() : undefined;
  const subprotocols = headers.filter(([name]) => name.toLowerCase() === 'sec-websocket-protocol');
  return [
    ...(text === undefined ? [] : [[RAW, "printf '%s\\n'"], secrets.pieces(text.replace(/[\r\n]+/g, ' ')), [RAW, '|']]),
    [RAW, 'npx --no -- apigwv2-local connect'],
    ...headers
      .filter(([name]) => !HANDSHAKE_HEADERS.test(name))
      .flatMap(([name, value]): Word[] => [
        [RAW, '-H'],
        [`${name}: `, ...secrets.headerPieces(name, value)],
      ]),
    ...subprotocols.flatMap(([, value]): Word[] => value.split(/\s*,\s*/).flatMap((each): Word[] => [[RAW, '-s'], [each]])),
    [origin.replace(/^http/, 'ws'), ...secrets.targetPieces(target)],
  ];
}

/** Marks a word that is written as it is. No value of a request is part of one. */
const RAW: Piece = { value: '', variable: '' };

/** A flag and its value are on one line. */
function joinWords(line: string, word: string): string {
  return /(?:^|\s)-(?:[HXs]|-data-raw)$/.test(line) ? `${line} ${word}` : `${line} \\\n  ${word}`;
}

function shellWord([first, ...rest]: Word): string {
  if (first === RAW) {
    return rest.join('');
  }
  const merged: Piece[] = [];
  for (const piece of [first as Piece, ...rest]) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') {
      merged[merged.length - 1] = last + piece;
    } else {
      merged.push(piece);
    }
  }
  return merged.map(shellPiece).join('');
}

const SAFE = /^[\w@%+=:,./-]+$/;

/** In single quotes, a shell leaves all characters as they are. */
function shellPiece(piece: Piece): string {
  if (typeof piece !== 'string') {
    const suffix = piece.form === undefined ? '' : `_${piece.form.toUpperCase()}`;
    return `"\${${piece.variable}${suffix}:?set it to its value in the request}"`;
  }
  return SAFE.test(piece) ? piece : `'${piece.replaceAll("'", "'\\''")}'`;
}

/** Base64 of a body that no argument of a command can hold. */
function binaryOf(body: Kept | undefined): string | undefined {
  if (body === undefined || typeof body.content === 'string') {
    return undefined;
  }
  const { content } = body;
  return content.includes(0) || !content.equals(Buffer.from(content.toString())) ? content.toString('base64') : undefined;
}

function isHostOf(host: string, origin: string): boolean {
  return new URL(origin).host === host;
}
