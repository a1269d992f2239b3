import { isUtf8 } from 'node:buffer';
import { isObject } from '@apigwv2-integrations/core/engine';
import type { MappedParts, MappingChange } from '../gateway/log-entry';
import type { ExchangeRecord } from './exchange-record';
import { type Kept, type KeptFrame, keep } from './kept-text';
import type { CapturedText, ExchangeDetail, ExchangeSummary, Frame, MessageHead, NameValue } from './protocol';
import { maskedText, type Piece, Secrets } from './secrets';

/** How many characters of a frame the event stream has. */
const MAX_STREAMED_FRAME_CHARACTERS = 8 * 1024;

/** Shows exchanges as the API gives them: plain data, with secrets masked. */
export class ExchangeViews {
  /**
   * @param identityNames headers and query parameters that are secrets because an authorizer reads them
   * @param handshakeOf the handshake of a connection, whose secrets can be in its messages
   */
  public constructor(
    private readonly showsSecrets: boolean,
    private readonly identityNames: () => ReadonlySet<string>,
    private readonly handshakeOf: (connectionId: string) => ExchangeRecord | undefined,
  ) {}

  public summary(record: ExchangeRecord): ExchangeSummary {
    const { summary } = record;
    // A reason can quote what a function was given. Most exchanges have none, and cost nothing here.
    if (this.showsSecrets || summary.reason === undefined) {
      return summary;
    }
    return { ...summary, reason: maskedText(this.secretsOfHead(record).pieces(summary.reason)) };
  }

  public frame({ api, connectionId, direction, text, at, exchange }: KeptFrame): Frame {
    const content = text.content.toString();
    const shown = content.length > MAX_STREAMED_FRAME_CHARACTERS ? content.slice(0, MAX_STREAMED_FRAME_CHARACTERS) : content;
    return {
      api,
      connectionId,
      direction,
      text: this.captured({ ...text, content: shown }, this.secretsOfFrame(connectionId, content)),
      at,
      exchange,
    };
  }

  /** All secrets in what is kept of an exchange. */
  public secretsOf(record: ExchangeRecord): Secrets {
    const secrets = this.secretsOfHead(record);
    const { start, mapped, answer, integrationResponse, requestBody, answerBody, event, authorizerEvent, result } = record;
    for (const headers of [mapped?.after.headers, answer?.headers, integrationResponse?.headers]) {
      secrets.addHeaders(headers ?? []);
    }
    const handshake = start.kind === 'message' ? this.handshakeOf(start.connectionId ?? '') : undefined;
    secrets.addHeaders(handshake?.start.headers ?? []);
    secrets.addTarget(handshake?.start.target ?? '');
    const texts = [requestBody, answerBody, event, authorizerEvent, result, ...record.frames.map(({ text }) => text)];
    for (const kept of texts) {
      secrets.addText(kept === undefined ? '' : kept.content.toString());
    }
    secrets.addText(integrationResponse?.body ?? '');
    return secrets;
  }

  public detail(record: ExchangeRecord, why: unknown, replayable: ExchangeDetail['replayable']): ExchangeDetail {
    const secrets = this.secretsOf(record);
    const mask = (pieces: readonly Piece[]): string => pieces.map((piece) => this.shown(piece)).join('');
    const text = (value: string): string => mask(secrets.pieces(value));
    const headers = (fields: readonly NameValue[]): NameValue[] =>
      fields.map(([name, value]) => [name, mask(secrets.headerPieces(name, value))]);
    const query = (fields: readonly NameValue[]): NameValue[] =>
      fields.map(([name, value]) => [name, mask(secrets.parameterPieces(name, value))]);
    const captured = (kept: Kept | undefined) => kept && this.captured(kept, secrets);
    const head = (parts: MappedParts): MessageHead => ({
      path: text(parts.path),
      query: query(parts.query),
      headers: headers(parts.headers),
    });
    const changes = (entries: readonly MappingChange[]): MappingChange[] =>
      entries.map((entry) => {
        const { location, name, value, expression } = entry;
        const pieces =
          value === undefined
            ? undefined
            : location === 'header'
              ? secrets.headerPieces(name, value)
              : secrets.parameterPieces(name, value);
        return { ...entry, expression: text(expression), ...(pieces === undefined ? {} : { value: mask(pieces) }) };
      });
    const deep = (value: unknown): unknown => this.deep(value, secrets);
    const { start, authorizer, mapped, answer, integrationResponse, parameters, failure, requestBody } = record;
    const isWebSocket = start.kind !== 'request';
    return {
      ...record.summary,
      ...(record.reason === undefined ? {} : { reason: text(record.reason) }),
      request:
        start.target !== undefined && start.headers !== undefined
          ? {
              method: start.kind === 'request' ? start.method : 'GET',
              target: mask(secrets.targetPieces(start.target)),
              headers: headers(start.headers),
              body: captured(requestBody),
            }
          : requestBody && { method: start.method, target: start.path, headers: [], body: captured(requestBody) },
      why: deep(why),
      authorizer: authorizer && {
        name: authorizer.authorizer,
        type: authorizer.type,
        decision: authorizer.decision,
        status: authorizer.status,
        reason: authorizer.reason === undefined ? undefined : text(authorizer.reason),
        standIn: authorizer.standIn,
        cached: authorizer.cached,
        identity: authorizer.identity,
        context: this.deep(authorizer.context, secrets, true) as Record<string, unknown> | undefined,
        millis: authorizer.millis,
      },
      mapping: mapped && { before: head(mapped.before), after: head(mapped.after), entries: changes(mapped.changes()) },
      event: captured(record.event),
      authorizerEvent: captured(record.authorizerEvent),
      result: captured(record.result),
      failure: failure && { kind: failure.kind, reason: text(failure.reason) },
      log: record.log.map((line) => ({ ...line, text: text(line.text) })),
      logDropped: record.logDropped,
      answer:
        isWebSocket || answer === undefined
          ? undefined
          : {
              before: integrationResponse && { status: integrationResponse.status, headers: headers(integrationResponse.headers) },
              entries: changes(integrationResponse?.changes() ?? []),
              after: { status: answer.status, headers: headers(answer.headers) },
              body: captured(record.answerBody),
            },
      templates: record.templates.map(({ direction, key, template, before, after, fault }) => ({
        direction,
        key,
        template,
        before: this.captured(keep(before), secrets),
        after: after === undefined ? undefined : this.captured(keep(after), secrets),
        fault: fault === undefined ? undefined : text(fault),
      })),
      parameters: parameters && { headers: headers(parameters.headers), query: query(parameters.query), path: query(parameters.path) },
      integrationResponse:
        isWebSocket && integrationResponse !== undefined
          ? {
              status: integrationResponse.status,
              headers: headers(integrationResponse.headers),
              body: this.captured(keep(integrationResponse.body ?? ''), secrets),
              key: integrationResponse.key,
            }
          : undefined,
      frames: record.frames.map((frame) => ({ ...frame, text: this.captured(frame.text, secrets) })),
      timeline: record.timeline.map((step) => (step.note === undefined ? step : { ...step, note: text(step.note) })),
      replayable,
    };
  }

  /**
   * Plain data whose strings are masked.
   *
   * @param byName whether the name of a member decides, too
   */
  public deep(value: unknown, secrets: Secrets, byName = false, name = ''): unknown {
    if (typeof value === 'string') {
      return (name === '' ? secrets.pieces(value) : secrets.parameterPieces(name, value)).map((piece) => this.shown(piece)).join('');
    }
    if (Array.isArray(value)) {
      const [first, second] = value as readonly unknown[];
      // A field is a pair of name and value.
      return value.length === 2 && typeof first === 'string' && typeof second === 'string'
        ? [
            first,
            secrets
              .headerPieces(first, second)
              .map((piece) => this.shown(piece))
              .join(''),
          ]
        : value.map((each) => this.deep(each, secrets, byName, name));
    }
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.deep(each, secrets, byName, byName ? key : '')]))
      : value;
  }

  public captured({ content, bytes }: Kept, secrets: Secrets): CapturedText {
    const cut = bytes > Buffer.byteLength(content);
    const whole = typeof content === 'string' ? content : textOf(content, cut);
    return whole === undefined
      ? { text: (content as Buffer).toString('base64'), encoding: 'base64', bytes, cut }
      : {
          text: secrets
            .pieces(whole)
            .map((piece) => this.shown(piece))
            .join(''),
          encoding: 'utf8',
          bytes,
          cut,
        };
  }

  private shown(piece: Piece): string {
    return this.showsSecrets && typeof piece !== 'string' ? piece.value : maskedText([piece]);
  }

  /** The secrets of headers and target alone, which cost less to find. */
  private secretsOfHead({ start }: ExchangeRecord): Secrets {
    const secrets = new Secrets(this.identityNames());
    secrets.addTarget(start.target ?? '');
    secrets.addHeaders(start.headers ?? []);
    return secrets;
  }

  private secretsOfFrame(connectionId: string, text: string): Secrets {
    const handshake = this.handshakeOf(connectionId);
    const secrets = handshake === undefined ? new Secrets(this.identityNames()) : this.secretsOfHead(handshake);
    secrets.addText(text);
    return secrets;
  }
}

const MAX_BYTES_OF_CHARACTER = 4;

/** Bytes as text; undefined if they are none. The last character of a cut text can be incomplete. */
function textOf(bytes: Buffer, isCut: boolean): string | undefined {
  for (let missing = 0; missing < (isCut ? MAX_BYTES_OF_CHARACTER : 1); missing++) {
    const part = bytes.subarray(0, bytes.length - missing);
    if (isUtf8(part)) {
      return part.toString();
    }
  }
  return undefined;
}
