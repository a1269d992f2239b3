/** What is told of a request once it is answered. */
export interface RequestEntry {
  readonly kind: 'request';
  readonly requestId: string;
  /** Name of the API. */
  readonly api: string;
  readonly method: string;
  /** As received, without the query string. */
  readonly path: string;
  /** None when no route took the request. */
  readonly route?: string;
  readonly integration?: string;
  readonly status: number;
  readonly millis: number;
  /** Why the gateway answered by itself: for the person who runs it, never for the client. */
  readonly reason?: string;
  /** The request as it came and as the backend got it; told when asked for. */
  readonly mapping?: MappingEntry;
}

/** A mapping before and after. */
export interface MappingEntry {
  readonly before: MappedParts;
  readonly after: MappedParts;
}

export interface MappedParts {
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
}

/** What a function wrote. */
export interface FunctionEntry {
  readonly kind: 'function';
  readonly function: string;
  readonly requestId?: string;
  /** Of its own messages and of what it wrote to the console; none for what it wrote as it is. */
  readonly level?: string;
  readonly text: string;
}

/** An answer that broke off after its headers had gone out. */
export interface AbortEntry {
  readonly kind: 'abort';
  readonly requestId: string;
  readonly api: string;
  readonly reason: string;
}

/** A line of the gateway's log. */
export type LogEntry = RequestEntry | FunctionEntry | AbortEntry;

/** Takes what happens. */
export type Log = (entry: LogEntry) => void;
