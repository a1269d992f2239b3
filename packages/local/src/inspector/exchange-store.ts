import type { DetailEntry } from '../gateway/detail-entry';
import type { LogEntry, ReloadEntry } from '../gateway/log-entry';
import { splitTarget } from '../gateway/request-target';
import { ExchangeRecord } from './exchange-record';
import type { ExchangeStart } from './kept-heads';
import { type KeptFrame, keep } from './kept-text';

/** How many exchanges are kept. */
export const MAX_EXCHANGES = 500;
/** How much memory they take, about; the newest exchange is always kept. */
const MAX_STORE_BYTES = 64 * 1024 * 1024;

/** What belongs to an exchange. */
export type ExchangeEntry = Exclude<LogEntry, ReloadEntry> | DetailEntry;

/** Hears of changes. */
export interface StoreListener {
  changed(record: ExchangeRecord): void;
  sent(frame: KeptFrame): void;
  cleared(): void;
}

/** The last requests, messages and connections, in memory alone. */
export class ExchangeStore {
  /** By ID, the oldest first. */
  private readonly records = new Map<string, ExchangeRecord>();
  private readonly byRequest = new Map<string, ExchangeRecord>();
  /** Handshakes by connection ID. */
  private readonly byConnection = new Map<string, ExchangeRecord>();
  private bytes = 0;
  private lastId = 0;
  /** No exchange with a lower ID is kept. */
  private oldestId = 1;
  private replayed?: { readonly of: string; record?: ExchangeRecord };
  /** Messages that are about to be repeated, by connection ID. */
  private readonly repeated = new Map<string, { readonly of: string; readonly begun: (record: ExchangeRecord) => void }>();

  public constructor(
    private readonly listener: StoreListener,
    private readonly maxBytes = MAX_STORE_BYTES,
  ) {}

  /** Newest first. */
  public get all(): readonly ExchangeRecord[] {
    return [...this.records.values()].reverse();
  }

  public get(id: string): ExchangeRecord | undefined {
    return this.records.get(id);
  }

  public ofRequest(requestId: string): ExchangeRecord | undefined {
    return this.byRequest.get(requestId);
  }

  /** The handshake of a connection. */
  public ofConnection(connectionId: string): ExchangeRecord | undefined {
    return this.byConnection.get(connectionId);
  }

  public clear(): void {
    for (const record of [...this.records.values()]) {
      this.remove(record);
    }
    this.listener.cleared();
  }

  /**
   * Marks the exchange that begins during a call as a repetition of another one.
   *
   * @returns the exchange, unless none began before the call returned
   */
  public during(of: string, begin: () => void): ExchangeRecord | undefined {
    const replayed: { readonly of: string; record?: ExchangeRecord } = { of };
    this.replayed = replayed;
    try {
      begin();
    } finally {
      this.replayed = undefined;
    }
    return replayed.record;
  }

  /** Resolves with the next message of a connection, which is a repetition of another one. */
  public nextMessage(connectionId: string, of: string): Promise<ExchangeRecord> {
    return new Promise((resolve) => {
      this.repeated.set(connectionId, { of, begun: resolve });
    });
  }

  /** Takes an entry of the gateway. */
  public readonly add = (entry: ExchangeEntry): void => {
    const record = this.recordOf(entry);
    if (record === undefined) {
      return;
    }
    if (entry.kind === 'frame') {
      this.addFrame(record, { ...entry, direction: 'out' });
    } else {
      record.add(entry);
    }
    this.count(record);
    if (this.bytes > this.maxBytes) {
      this.shrink();
    }
    this.listener.changed(record);
  };

  private recordOf(entry: ExchangeEntry): ExchangeRecord | undefined {
    switch (entry.kind) {
      case 'received': {
        const { requestId, api, method, target, headers, connectionId } = entry;
        const isRequest = connectionId === undefined;
        const kind = isRequest ? 'request' : 'connection';
        const path = splitTarget(target).rawPath;
        return this.begin(requestId, { kind, method: isRequest ? method : 'CONNECT', api, path, target, headers, connectionId });
      }
      case 'message-received': {
        const { requestId, api, connectionId, route, integration, text } = entry;
        const path = this.byConnection.get(connectionId)?.start.path ?? '';
        const repeated = this.repeated.get(connectionId);
        this.repeated.delete(connectionId);
        const record = this.begin(requestId, { kind: 'message', api, method: 'MESSAGE', path, connectionId, route, integration });
        record.replayOf = repeated?.of;
        repeated?.begun(record);
        record.requestBody = keep(text);
        record.bytes += record.requestBody.content.length;
        this.addFrame(record, { api, connectionId, requestId, text, direction: 'in' });
        return record;
      }
      case 'request':
        // Requests that are refused because of their host, and those of the management API, have no details.
        return (
          this.byRequest.get(entry.requestId) ??
          this.begin(entry.requestId, { kind: 'request', api: entry.api, method: entry.method, path: entry.path })
        );
      case 'disconnect':
        return this.byConnection.get(entry.connectionId);
      case 'frame':
        return (
          (entry.requestId === undefined ? undefined : this.byRequest.get(entry.requestId)) ?? this.byConnection.get(entry.connectionId)
        );
      default:
        return entry.requestId === undefined ? undefined : this.byRequest.get(entry.requestId);
    }
  }

  private begin(requestId: string, start: ExchangeStart): ExchangeRecord {
    const id = String(++this.lastId);
    const record = new ExchangeRecord(id, requestId, start);
    if (this.replayed !== undefined) {
      record.replayOf = this.replayed.of;
      this.replayed.record = record;
      this.replayed = undefined;
    }
    this.records.set(id, record);
    this.byRequest.set(requestId, record);
    if (start.kind === 'connection' && start.connectionId !== undefined) {
      this.byConnection.set(start.connectionId, record);
    }
    if (this.records.size > MAX_EXCHANGES) {
      this.removeOldest();
    }
    return record;
  }

  /** Frames belong to their message, and to their connection. */
  private addFrame(
    record: ExchangeRecord,
    entry: Pick<KeptFrame, 'api' | 'connectionId' | 'direction'> & { readonly requestId?: string; readonly text: string },
  ): void {
    const { api, connectionId, direction, requestId, text } = entry;
    const exchange = requestId === undefined ? undefined : record.id;
    const frame: KeptFrame = { api, connectionId, direction, text: keep(text), at: Date.now(), exchange };
    const connection = this.byConnection.get(connectionId);
    if (connection !== undefined) {
      connection.addFrame(frame);
      this.count(connection);
    }
    if (record !== connection && direction === 'out') {
      record.addFrame(frame);
    }
    this.listener.sent(frame);
  }

  private shrink(): void {
    while (this.bytes > this.maxBytes && this.records.size > 1) {
      this.removeOldest();
    }
  }

  /** IDs are consecutive. The first entry of a map would be behind the places of all that were removed before. */
  private removeOldest(): void {
    while (this.oldestId <= this.lastId) {
      const record = this.records.get(String(this.oldestId++));
      if (record !== undefined) {
        this.remove(record);
        return;
      }
    }
  }

  private remove(record: ExchangeRecord): void {
    record.isKept = false;
    this.records.delete(record.id);
    this.byRequest.delete(record.requestId);
    if (record.start.connectionId !== undefined && this.byConnection.get(record.start.connectionId) === record) {
      this.byConnection.delete(record.start.connectionId);
    }
    this.bytes -= record.counted;
  }

  private count(record: ExchangeRecord): void {
    if (record.isKept) {
      this.bytes += record.bytes - record.counted;
      record.counted = record.bytes;
    }
  }
}
