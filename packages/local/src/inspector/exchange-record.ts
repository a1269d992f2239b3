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
import { type ExchangeStart, KeptAnswer, KeptMapping, KeptStart } from './kept-heads';
import { type Kept, type KeptFrame, type KeptLine, keep, MAX_TEXT_BYTES } from './kept-text';
import type { ExchangeSummary, TimelineStep } from './protocol';
import { Timeline } from './timeline';

/** How many lines of a function's log are kept. */
const MAX_LOG_LINES = 1000;
/** How many frames of a connection are kept. */
const MAX_FRAMES = 200;
/** An estimate of what an exchange takes besides its texts. */
const BASE_BYTES = 2048;

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
  public requestBody?: Kept;
  public answerBody?: Kept;
  public event?: Kept;
  public authorizerEvent?: Kept;
  public result?: Kept;
  public failure?: { readonly kind: string; readonly reason: string };
  public parameters?: ParametersEntry;
  public logDropped = 0;
  /** What it takes in memory, about. */
  public bytes = BASE_BYTES;
  /** What of it the store has counted. */
  public counted = 0;
  /** Whether the store still has it. */
  public isKept = true;
  private readonly steps = new Timeline();
  private role: FunctionRole = 'integration';
  private logBytes = 0;
  private keptMapping?: KeptMapping;
  private keptResponse?: KeptAnswer<IntegrationResponseEntry>;
  private keptAnswer?: KeptAnswer<AnswerEntry>;
  // Most exchanges have none of these.
  private keptTemplates?: TemplateEntry[];
  private keptLines?: KeptLine[];
  private keptFrames?: KeptFrame[];

  public constructor(
    public readonly id: string,
    public readonly requestId: string,
    start: ExchangeStart,
  ) {
    this.start = new KeptStart(start);
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

  public get mapped(): Omit<MappedEntry, 'kind' | 'requestId'> | undefined {
    return this.keptMapping?.entryWith(this.start.headers ?? []);
  }

  public get integrationResponse(): Omit<IntegrationResponseEntry, 'kind' | 'requestId'> | undefined {
    return this.keptResponse?.entry;
  }

  public get answer(): Omit<AnswerEntry, 'kind' | 'requestId'> | undefined {
    return this.keptAnswer?.entry;
  }

  /** In the order in which they were rendered. */
  public get templates(): readonly TemplateEntry[] {
    return this.keptTemplates ?? [];
  }

  public get log(): readonly KeptLine[] {
    return this.keptLines ?? [];
  }

  public get timeline(): readonly TimelineStep[] {
    return this.steps.all;
  }

  public get frames(): readonly KeptFrame[] {
    return this.keptFrames ?? [];
  }

  /** Takes an entry of this exchange. */
  public add(entry: LogEntry | DetailEntry): void {
    switch (entry.kind) {
      case 'body':
        this.addBody(entry);
        break;
      case 'mapped':
        this.keptMapping = new KeptMapping(entry);
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
        this.keptResponse = new KeptAnswer(entry.headers, {
          status: entry.status,
          body: entry.body === undefined ? undefined : (this.keep(entry.body).content as string),
          key: entry.key,
          changes: entry.changes,
        });
        this.step('responded');
        break;
      case 'answer':
        this.keptAnswer = new KeptAnswer(entry.headers, { status: entry.status });
        break;
      case 'parameters':
        this.parameters = entry;
        break;
      case 'template':
        this.keptTemplates ??= [];
        this.keptTemplates.push({
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
    this.keptFrames ??= [];
    this.keptFrames.push(frame);
    this.bytes += frame.text.content.length;
    if (this.keptFrames.length > MAX_FRAMES) {
      this.bytes -= this.keptFrames.shift()?.text.content.length ?? 0;
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
    if (entry.step === 'failed') {
      this.failure = { kind: entry.result, reason: entry.reason };
    }
    this.steps.addInvocation(entry);
  }

  private addLine({ function: name, level, text }: FunctionEntry): void {
    this.keptLines ??= [];
    if (this.keptLines.length >= MAX_LOG_LINES || this.logBytes + text.length > MAX_TEXT_BYTES) {
      this.logDropped++;
      return;
    }
    this.logBytes += text.length;
    this.bytes += text.length;
    this.keptLines.push({ function: name, level, text, millis: this.steps.elapsedMillis });
  }

  private keep(text: string): Kept {
    const kept = keep(text);
    this.bytes += kept.content.length;
    return kept;
  }

  private step(step: TimelineStep['step'], millis?: number, note?: string): void {
    this.steps.add(step, millis, note);
  }
}
