import type {
  AnswerEntry,
  BodyEntry,
  DetailEntry,
  FunctionRole,
  IntegrationResponseEntry,
  MappedEntry,
  ParametersEntry,
  TemplateEntry,
} from '../gateway/detail-entry';
import type { AuthorizerEntry, FunctionEntry, InvocationEntry, LogEntry } from '../gateway/log-entry';
import type { ExchangeSummary, NameValue, TimelineStep } from './protocol';

/** How much of a body, an event, a result, a message or a log is kept, in bytes. */
export const MAX_TEXT_BYTES = 256 * 1024;
/** How many lines of a function's log are kept. */
const MAX_LOG_LINES = 1000;
/** How many frames of a connection are kept. */
const MAX_FRAMES = 200;
/** An estimate of what an exchange takes besides its texts. */
const BASE_BYTES = 2048;

/** A text or bytes, cut if they are long. */
export interface Kept {
  readonly content: string | Buffer;
  /** Of the whole. */
  readonly bytes: number;
}

/** A frame of a connection. */
export interface KeptFrame {
  readonly api: string;
  readonly connectionId: string;
  readonly direction: 'in' | 'out';
  readonly text: Kept;
  readonly at: number;
  readonly exchange?: string;
}

/** A line of a function's log. */
export interface KeptLine extends Pick<FunctionEntry, 'function' | 'level' | 'text'> {
  readonly millis: number;
}

/** How an exchange began. */
export interface ExchangeStart
  extends Pick<ExchangeSummary, 'kind' | 'api' | 'method' | 'path' | 'connectionId' | 'route' | 'integration'> {
  readonly target?: string;
  readonly headers?: readonly NameValue[];
}

/** What is kept of an exchange, unmasked. */
export class ExchangeRecord {
  public readonly startedAt = Date.now();
  public readonly start: ExchangeStart;
  /** The exchange that this one repeats. */
  public replayOf?: string;
  public route?: string;
  public integration?: string;
  public function?: string;
  public status?: number;
  public millis?: number;
  public answered?: ExchangeSummary['answered'];
  public error?: string;
  public reason?: string;
  public closed?: ExchangeSummary['closed'];
  public authorizer?: AuthorizerEntry;
  public mapped?: MappedEntry;
  public requestBody?: Kept;
  public answerBody?: Kept;
  public event?: Kept;
  public authorizerEvent?: Kept;
  public result?: Kept;
  public failure?: { readonly kind: string; readonly reason: string };
  public integrationResponse?: IntegrationResponseEntry;
  public answer?: AnswerEntry;
  public parameters?: ParametersEntry;
  public readonly templates: TemplateEntry[] = [];
  public readonly log: KeptLine[] = [];
  public logDropped = 0;
  public readonly frames: KeptFrame[] = [];
  public readonly timeline: TimelineStep[] = [{ step: 'received', at: 0 }];
  /** What it takes in memory, about. */
  public bytes = BASE_BYTES;
  /** What of it the store has counted. */
  public counted = 0;
  /** Whether the store still has it. */
  public isKept = true;
  private readonly began = performance.now();
  private role: FunctionRole = 'integration';
  private logBytes = 0;

  public constructor(
    public readonly id: string,
    public readonly requestId: string,
    start: ExchangeStart,
  ) {
    this.start = start;
    this.route = start.route;
    this.integration = start.integration;
    this.bytes += start.target?.length ?? 0;
    for (const [name, value] of start.headers ?? []) {
      this.bytes += name.length + value.length;
    }
  }

  public get summary(): ExchangeSummary {
    const { id, requestId, replayOf, startedAt, route, integration, status, millis, answered, error, reason, closed } = this;
    const { kind, api, method, path, connectionId } = this.start;
    const called = this.function;
    return {
      id,
      kind,
      api,
      method,
      path,
      route,
      integration,
      function: called,
      status,
      millis,
      startedAt,
      requestId,
      connectionId,
      answered,
      error,
      reason,
      replayOf,
      closed,
    };
  }

  /** Takes an entry of this exchange. */
  public add(entry: LogEntry | DetailEntry): void {
    switch (entry.kind) {
      case 'body':
        this.addBody(entry);
        break;
      case 'mapped':
        this.mapped = entry;
        this.step('mapped');
        break;
      case 'event':
        this.role = entry.role;
        if (entry.role === 'integration') {
          this.function = entry.function;
          this.event = this.keep(entry.event);
        } else {
          this.authorizerEvent = this.keep(entry.event);
        }
        break;
      case 'result':
        if (entry.role === 'integration') {
          this.result = this.keep(entry.payload);
        }
        break;
      case 'integration-response':
        this.integrationResponse = entry.body === undefined ? entry : { ...entry, body: this.keep(entry.body).content as string };
        this.step('responded');
        break;
      case 'answer':
        this.answer = entry;
        break;
      case 'parameters':
        this.parameters = entry;
        break;
      case 'template':
        this.templates.push({
          ...entry,
          before: this.keep(entry.before).content as string,
          after: entry.after === undefined ? undefined : (this.keep(entry.after).content as string),
        });
        break;
      case 'authorizer':
        this.authorizer = entry;
        this.step('authorized', entry.millis, entry.decision);
        break;
      case 'invocation':
        this.addInvocation(entry);
        break;
      case 'function':
        this.addLine(entry);
        break;
      case 'request':
      case 'connect':
        this.status = entry.status;
        this.end(entry);
        break;
      case 'message':
        this.answered = entry.answer;
        this.error = entry.error;
        this.end(entry);
        break;
      case 'disconnect':
        this.closed = { code: entry.statusCode, reason: entry.closeReason, by: entry.closedBy, at: Date.now() };
        this.step('closed', undefined, `by the ${entry.closedBy}`);
        break;
      case 'abort':
        this.reason = entry.reason;
        break;
      default:
        break;
    }
  }

  public addFrame(frame: KeptFrame): void {
    this.frames.push(frame);
    this.bytes += frame.text.content.length;
    if (this.frames.length > MAX_FRAMES) {
      this.bytes -= this.frames.shift()?.text.content.length ?? 0;
    }
  }

  private end({
    route,
    integration,
    millis,
    reason,
  }: {
    readonly route?: string;
    readonly integration?: string;
    readonly millis: number;
    readonly reason?: string;
  }): void {
    this.route = route;
    this.integration = integration;
    this.millis = millis;
    this.reason = reason;
    this.step('answered');
  }

  private addBody({ of, content, bytes }: BodyEntry): void {
    const kept = { content: typeof content === 'string' ? content : Buffer.from(content), bytes };
    this.bytes += content.length;
    if (of === 'request') {
      this.requestBody = kept;
    } else {
      this.answerBody = kept;
    }
  }

  /** The function of an authorizer is a step of its own. */
  private addInvocation(entry: InvocationEntry): void {
    if (this.role === 'authorizer') {
      return;
    }
    switch (entry.step) {
      case 'started': {
        const init = entry.initMillis === undefined ? '' : `, ${Math.round(entry.initMillis)} ms`;
        this.step('started', undefined, entry.coldStart ? `cold start${init}` : undefined);
        break;
      }
      case 'failed':
        this.failure = { kind: entry.result, reason: entry.reason };
        this.step('failed', entry.millis, entry.reason);
        break;
      case 'finished':
        this.step('finished', entry.millis);
        break;
      default:
        this.step(entry.step);
    }
  }

  private addLine({ function: name, level, text }: FunctionEntry): void {
    if (this.log.length >= MAX_LOG_LINES || this.logBytes + text.length > MAX_TEXT_BYTES) {
      this.logDropped++;
      return;
    }
    this.logBytes += text.length;
    this.bytes += text.length;
    this.log.push({ function: name, level, text, millis: performance.now() - this.began });
  }

  private keep(text: string): Kept {
    const kept = keep(text);
    this.bytes += kept.content.length;
    return kept;
  }

  private step(step: TimelineStep['step'], millis?: number, note?: string): void {
    this.timeline.push({ step, at: performance.now() - this.began, millis, note });
  }
}

/** Cuts a long text. A part of a string keeps the whole in memory, so it is copied. */
export function keep(text: string): Kept {
  if (text.length <= MAX_TEXT_BYTES) {
    return { content: text, bytes: Buffer.byteLength(text) };
  }
  return { content: Buffer.from(text.slice(0, MAX_TEXT_BYTES)).toString(), bytes: Buffer.byteLength(text) };
}
