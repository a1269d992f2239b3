import type { AnswerEntry, IntegrationResponseEntry, MappedEntry } from '../gateway/detail-entry';
import type { ExchangeSummary, NameValue } from './protocol';

/**
 * Fields as one text, or as they came if the text would be ambiguous. Hundreds of exchanges are alive at a time, and each
 * collection of garbage copies what is alive: a text costs less than a list of pairs of texts.
 */
type PackedFields = string | readonly NameValue[];

/** HTTP allows it neither in names nor in values; decoded query strings can have it. */
const SEPARATOR = '\n';

/** How an exchange began. */
export interface ExchangeStart
  extends Pick<ExchangeSummary, 'kind' | 'api' | 'method' | 'path' | 'connectionId' | 'route' | 'integration'> {
  readonly target?: string;
  readonly headers?: readonly NameValue[];
}

/** How an exchange began, as it is kept. */
export class KeptStart implements ExchangeStart {
  public readonly kind: ExchangeStart['kind'];
  public readonly api: string;
  public readonly method: string;
  public readonly path: string;
  public readonly connectionId?: string;
  public readonly route?: string;
  public readonly integration?: string;
  public readonly target?: string;
  private readonly packed?: PackedFields;

  public constructor({ kind, api, method, path, connectionId, route, integration, target, headers }: ExchangeStart) {
    this.kind = kind;
    this.api = api;
    this.method = method;
    this.path = path;
    this.connectionId = connectionId;
    this.route = route;
    this.integration = integration;
    this.target = target;
    this.packed = headers && pack(headers);
  }

  public get headers(): readonly NameValue[] | undefined {
    return this.packed === undefined ? undefined : unpack(this.packed);
  }
}

/** A mapped request as it is kept: the headers before the mapping are those of the request. */
export class KeptMapping {
  private readonly path: string;
  private readonly query: readonly NameValue[];
  private readonly mappedPath: string;
  private readonly mappedQuery: readonly NameValue[];
  private readonly mappedHeaders: PackedFields;
  private readonly changes: MappedEntry['changes'];

  public constructor({ before, after, changes }: MappedEntry) {
    this.path = before.path;
    this.query = before.query;
    this.mappedPath = after.path;
    this.mappedQuery = after.query;
    this.mappedHeaders = pack(after.headers);
    this.changes = changes;
  }

  /** @param headers of the request */
  public entryWith(headers: readonly NameValue[]): Omit<MappedEntry, 'kind' | 'requestId'> {
    return {
      before: { path: this.path, query: this.query, headers },
      after: { path: this.mappedPath, query: this.mappedQuery, headers: unpack(this.mappedHeaders) },
      changes: this.changes,
    };
  }
}

/** What an integration answered, or what the client got, as it is kept. */
export class KeptAnswer<Entry extends AnswerEntry | IntegrationResponseEntry> {
  private readonly headers: PackedFields;

  /** @param rest what is kept beside the headers */
  public constructor(
    headers: readonly NameValue[],
    private readonly rest: Omit<Entry, 'kind' | 'requestId' | 'headers'>,
  ) {
    this.headers = pack(headers);
  }

  public get entry(): Omit<Entry, 'kind' | 'requestId'> {
    return { ...this.rest, headers: unpack(this.headers) } as unknown as Omit<Entry, 'kind' | 'requestId'>;
  }
}

function pack(fields: readonly NameValue[]): PackedFields {
  const texts: string[] = [];
  for (const [name, value] of fields) {
    if (name.includes(SEPARATOR) || value.includes(SEPARATOR)) {
      return fields;
    }
    texts.push(name, value);
  }
  return texts.join(SEPARATOR);
}

function unpack(packed: PackedFields): readonly NameValue[] {
  if (typeof packed !== 'string') {
    return packed;
  }
  const texts = packed === '' ? [] : packed.split(SEPARATOR);
  return Array.from({ length: texts.length / 2 }, (_, index) => [texts[2 * index] as string, texts[2 * index + 1] as string]);
}
