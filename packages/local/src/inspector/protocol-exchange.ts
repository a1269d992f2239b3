import type { AuthorizerEntry, MappedParts, MappingChange } from '../gateway/log-entry';

export type { MappingChange };

/** A name and a value, in the order and spelling in which they were sent. A repeated header has one for each value. */
export type NameValue = readonly [name: string, value: string];

/** A request to an HTTP API, a handshake with a WebSocket API, or a message over a connection. */
export interface ExchangeSummary {
  /** Unique in this run of the gateway. Digits alone. */
  readonly id: string;
  readonly kind: 'request' | 'connection' | 'message';
  /** Name of the API. */
  readonly api: string;
  /** Of a request. `CONNECT` and `MESSAGE` for the others. */
  readonly method: string;
  /** As received, without the query string. Of a message, the path of its connection. */
  readonly path: string;
  /** Absent as long as none is selected, and if none matches. */
  readonly route?: string;
  /** Construct path of the integration. */
  readonly integration?: string;
  /** Construct path of the function that the integration called. */
  readonly function?: string;
  /** Status of the answer; 101 for an accepted handshake. A message has none. Absent as long as there is no answer. */
  readonly status?: number;
  /** From the request to its answer. Absent as long as there is no answer. */
  readonly millis?: number;
  /** Time since 1970-01-01T00:00:00Z, in milliseconds. */
  readonly startedAt: number;
  /** Of the service: `x-amzn-requestid`, `apigw-requestid`, and the log of the function. */
  readonly requestId: string;
  readonly connectionId?: string;
  /** What the client of a message was sent. */
  readonly answered?: 'none' | 'response' | 'error';
  /** The text of a message's error frame. */
  readonly error?: string;
  /** Why the gateway answered by itself, or how the connection ended. The client does not see it. */
  readonly reason?: string;
  /** ID of the exchange that this one repeats. */
  readonly replayOf?: string;
  /** When the connection was closed: its code and who closed it. */
  readonly closed?: { readonly code: number; readonly reason: string; readonly by: 'client' | 'gateway'; readonly at: number };
}

/** `GET /api/exchanges` */
export interface ExchangeList {
  /** Newest first. */
  readonly exchanges: readonly ExchangeSummary[];
}

/** A body, an event or a result. */
export interface CapturedText {
  /** Text, or base64 if it is not UTF-8. Cut at `AppInfo.maxTextBytes`. */
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
  /** Of the whole, in bytes. */
  readonly bytes: number;
  readonly cut: boolean;
}

/** `GET /api/exchanges/{id}`. Members that an exchange does not have, or does not have yet, are absent. */
export interface ExchangeDetail extends ExchangeSummary {
  readonly request?: RequestDetail;
  /** What `explain` says about the request or message with the app as it is now. */
  readonly why?: unknown;
  readonly authorizer?: AuthorizerDetail;
  /** The request mapping of an HTTP API. */
  readonly mapping?: MappingDetail;
  /** The event of the integration's function, as JSON. */
  readonly event?: CapturedText;
  /** The event of the authorizer's function, as JSON. */
  readonly authorizerEvent?: CapturedText;
  /** What the function returned, as JSON. */
  readonly result?: CapturedText;
  /** Why the function has no result. */
  readonly failure?: { readonly kind: string; readonly reason: string };
  /** What the function and its environment wrote, in order. */
  readonly log: readonly LogLine[];
  /** How many further lines of the log were not kept. */
  readonly logDropped: number;
  readonly answer?: AnswerDetail;
  /** Of a WebSocket route, in the order in which they were rendered. */
  readonly templates: readonly TemplateDetail[];
  /** Parameters that a WebSocket integration adds to its request. */
  readonly parameters?: {
    readonly headers: readonly NameValue[];
    readonly query: readonly NameValue[];
    readonly path: readonly NameValue[];
  };
  /** What the backend of a WebSocket integration answered, and the key of the integration response that was selected. */
  readonly integrationResponse?: {
    readonly status: number;
    readonly headers: readonly NameValue[];
    readonly body: CapturedText;
    readonly key?: string;
  };
  /** Of the connection of a handshake: all kept frames. Of a message: the frames sent while it was handled. */
  readonly frames: readonly Frame[];
  readonly timeline: readonly TimelineStep[];
  /** Whether `POST /api/exchanges/{id}/replay` works without a body of its own, and why not. */
  readonly replayable: true | string;
}

export interface RequestDetail {
  readonly method: string;
  /** Path with the stage, and query string, as received. */
  readonly target: string;
  readonly headers: readonly NameValue[];
  /** Absent while it arrives, and if it was neither read nor short enough to be kept. */
  readonly body?: CapturedText;
}

/** The decision of an authorizer. The values of identity sources are always masked. */
export interface AuthorizerDetail extends Omit<AuthorizerEntry, 'kind' | 'requestId' | 'api' | 'route' | 'authorizer'> {
  /** Construct path of the authorizer, else its logical ID; `AWS_IAM` for IAM authorization. */
  readonly name: string;
}

/** A request without its method and body. */
export type MessageHead = MappedParts;

export interface MappingDetail {
  readonly before: MessageHead;
  readonly after: MessageHead;
  readonly entries: readonly MappingChange[];
}

export interface AnswerHead {
  readonly status: number;
  readonly headers: readonly NameValue[];
}

export interface AnswerDetail {
  /** What the integration answered. Absent if the gateway answered by itself. */
  readonly before?: AnswerHead;
  /** Entries of the response mapping for the status of the integration. */
  readonly entries: readonly MappingChange[];
  /** What the client got. Absent as long as there is no answer. */
  readonly after?: AnswerHead;
  /** A mapping does not change it. */
  readonly body?: CapturedText;
}

export interface LogLine {
  readonly function: string;
  readonly level: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'stdout' | 'stderr';
  readonly text: string;
  /** Since the exchange began. */
  readonly millis: number;
}

export interface TemplateDetail {
  readonly direction: 'request' | 'response';
  /** Key of the template, such as `$default`; absent if there is no template, and the text is passed on. */
  readonly key?: string;
  readonly template?: string;
  readonly before: CapturedText;
  /** Absent if it could not be rendered. */
  readonly after?: CapturedText;
  /** Why it could not be rendered. */
  readonly fault?: string;
}

export interface Frame {
  readonly connectionId: string;
  readonly api: string;
  /** Seen from the gateway: `in` comes from the client. */
  readonly direction: 'in' | 'out';
  readonly text: CapturedText;
  /** Time since 1970-01-01T00:00:00Z, in milliseconds. */
  readonly at: number;
  /** ID of the exchange that it belongs to. A frame that a function sent by the management API has none. */
  readonly exchange?: string;
}

export interface TimelineStep {
  /** In their usual order. `authorized` and `mapped` only where a route has an authorizer or a mapping. */
  readonly step: 'received' | 'authorized' | 'mapped' | 'queued' | 'started' | 'finished' | 'failed' | 'responded' | 'answered' | 'closed';
  /** Since the exchange began. */
  readonly at: number;
  /** How long the step took by itself, where that is known: the authorizer, the function. */
  readonly millis?: number;
  /** Such as `cold start, 210 ms` or the reason of a failure. */
  readonly note?: string;
}
