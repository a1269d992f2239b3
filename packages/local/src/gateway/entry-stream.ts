import type { DetailEntry, Details } from './detail-entry';
import type { Log, LogEntry } from './log-entry';

/** Receives log entries and details, in the order in which they happen. */
export type DetailedLog = (entry: LogEntry | DetailEntry) => void;

/** Options of a subscription. */
export interface SubscribeOptions {
  /**
   * Whether the listener receives what requests and messages consist of as well: headers, bodies, events, mappings, frames.
   * They hold secrets of callers, in clear text.
   *
   * @default false
   */
  readonly details?: boolean;
}

/** Passes log entries to the log of the options and to subscribers, which come and go. */
export class EntryStream implements Details {
  private listeners: readonly Log[] = [];
  private detailed: readonly DetailedLog[] = [];

  /** @param first receives all log entries, and no details */
  public constructor(private readonly first?: Log) {}

  public get areWanted(): boolean {
    return this.detailed.length > 0;
  }

  /** Whether anybody receives log entries. */
  public get isHeard(): boolean {
    return this.first !== undefined || this.listeners.length > 0;
  }

  /** Passes on a log entry. */
  public readonly log: Log = (entry) => {
    this.first?.(entry);
    for (const listener of this.listeners) {
      listener(entry);
    }
  };

  public add(entry: DetailEntry): void {
    for (const listener of this.detailed) {
      listener(entry);
    }
  }

  /**
   * Adds a listener, a `DetailedLog` if it wants details, until the function that it returns is called. What the listener throws reaches the request that it hears
   * of, so it must not throw.
   */
  public subscribe(listener: Log, { details = false }: SubscribeOptions = {}): () => void {
    // Each subscription is its own, even if a listener is added twice.
    const own: DetailedLog = (entry) => listener(entry as LogEntry);
    this.listeners = [...this.listeners, own];
    this.detailed = details ? [...this.detailed, own] : this.detailed;
    return () => {
      this.listeners = this.listeners.filter((each) => each !== own);
      this.detailed = this.detailed.filter((each) => each !== own);
    };
  }
}
