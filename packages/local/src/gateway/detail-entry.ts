import type { MappedParts, MappingChange } from './log-entry';
import type { Field } from './message';

/** How much of a body details hold, in bytes. */
export const MAX_DETAIL_BODY_BYTES = 256 * 1024;

/** A request to an HTTP API, or a handshake with a WebSocket API, before anything else happens with it. */
export interface ReceivedEntry {
  readonly kind: 'received';
  readonly requestId: string;
  /** Name of the API. */
  readonly api: string;
  /** Of a handshake. */
  readonly connectionId?: string;
  readonly method: string;
  /** Path and query string, as received. */
  readonly target: string;
  readonly headers: readonly Field[];
}

/** A message of a client of a WebSocket API, with the route that it selects. */
export interface MessageReceivedEntry {
  readonly kind: 'message-received';
  readonly requestId: string;
  readonly api: string;
  readonly connectionId: string;
  /** Absent when no route matches the message. */
  readonly route?: string;
  readonly integration?: string;
  readonly text: string;
}

/** A body that was read or written to its end, or that broke off. */
export interface BodyEntry {
  readonly kind: 'body';
  readonly requestId: string;
  readonly of: 'request' | 'answer';
  /** Its first bytes, at most `MAX_DETAIL_BODY_BYTES`. */
  readonly content: Buffer | string;
  /** Length of the whole body. */
  readonly bytes: number;
}

/** A request before and after its mapping. */
export interface MappedEntry {
  readonly kind: 'mapped';
  readonly requestId: string;
  readonly before: MappedParts;
  readonly after: MappedParts;
  /** Describes the entries of the mapping with the values that they had. */
  readonly changes: () => readonly MappingChange[];
}

/** Whose function is called. */
export type FunctionRole = 'integration' | 'authorizer';

/** The event that a function is about to get. */
export interface EventEntry {
  readonly kind: 'event';
  readonly requestId: string;
  readonly role: FunctionRole;
  /** Construct path of the function, else its logical ID. */
  readonly function: string;
  /** As JSON. */
  readonly event: string;
}

/** What a function returned. A failed one is in the log entry of its invocation. */
export interface ResultEntry {
  readonly kind: 'result';
  readonly requestId: string;
  readonly role: FunctionRole;
  readonly function: string;
  /** As JSON. */
  readonly payload: string;
}

/** What an integration answered, before the response mapping or the response template. */
export interface IntegrationResponseEntry {
  readonly kind: 'integration-response';
  readonly requestId: string;
  readonly status: number;
  readonly headers: readonly Field[];
  /** Of an integration of a WebSocket API. A mapping of an HTTP API does not change the body. */
  readonly body?: string;
  /** Key of the integration response that a WebSocket API selected. */
  readonly key?: string;
  /** Describes the entries of the response mapping of an HTTP API with the values that they had. */
  readonly changes: () => readonly MappingChange[];
}

/** What the client gets. The body follows in an entry of its own. */
export interface AnswerEntry {
  readonly kind: 'answer';
  readonly requestId: string;
  readonly status: number;
  readonly headers: readonly Field[];
}

/** The parameters that an integration of a WebSocket API adds to its request. */
export interface ParametersEntry {
  readonly kind: 'parameters';
  readonly requestId: string;
  readonly headers: readonly Field[];
  readonly query: readonly Field[];
  readonly path: readonly Field[];
}

/** A template of a WebSocket API that was rendered. */
export interface TemplateEntry {
  readonly kind: 'template';
  readonly requestId: string;
  readonly direction: 'request' | 'response';
  readonly key?: string;
  /** Its source. */
  readonly template?: string;
  /** The message, or the body of the integration's response. */
  readonly before: string;
  readonly after?: string;
  /** Why it cannot be rendered. */
  readonly fault?: string;
}

/** A frame that was sent to a client. */
export interface FrameEntry {
  readonly kind: 'frame';
  readonly api: string;
  readonly connectionId: string;
  /** Of the message that it answers. @default none: a function sent it by the management API */
  readonly requestId?: string;
  readonly text: string;
}

/** What a request or message consists of. Only subscribers that ask for details receive it. */
export type DetailEntry =
  | ReceivedEntry
  | MessageReceivedEntry
  | BodyEntry
  | MappedEntry
  | EventEntry
  | ResultEntry
  | IntegrationResponseEntry
  | AnswerEntry
  | ParametersEntry
  | TemplateEntry
  | FrameEntry;

/** Where details go. They are collected only while somebody wants them. */
export interface Details {
  readonly areWanted: boolean;
  add(entry: DetailEntry): void;
}

/** Nobody wants details. */
export const NO_DETAILS: Details = { areWanted: false, add: () => undefined };
