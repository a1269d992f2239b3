/** A request that was answered. */
export interface RequestEntry {
  readonly kind: 'request';
  readonly requestId: string;
  /** Name of the API. */
  readonly api: string;
  readonly method: string;
  /** As received, without the query string. */
  readonly path: string;
  /** Absent when no route matched the request. */
  readonly route?: string;
  /** Construct path of the integration, else its logical ID. */
  readonly integration?: string;
  readonly status: number;
  readonly millis: number;
  /** Why the gateway answered by itself. For whoever runs the gateway; the client does not see it. */
  readonly reason?: string;
  /** The request before and after its mapping, with the option `logMappings`. */
  readonly mapping?: MappingEntry;
}

/** The decision of an authorizer. */
export interface AuthorizerEntry {
  readonly kind: 'authorizer';
  readonly requestId: string;
  /** Name of the API. */
  readonly api: string;
  readonly route: string;
  /** Construct path of the authorizer, else its logical ID; `AWS_IAM` for IAM authorization. */
  readonly authorizer: string;
  readonly type: 'JWT' | 'LAMBDA' | 'IAM';
  readonly decision: 'allowed' | 'refused';
  /** Status code of a refused request. */
  readonly status?: number;
  /** Why the request was refused. */
  readonly reason?: string;
  /** Whether the option `authorizers` replaces the authorizer. */
  readonly standIn?: true;
  /** Whether the decision was cached. Absent for authorizers without a cache. */
  readonly cached?: boolean;
  /** The values of the identity sources, masked. */
  readonly identity?: readonly string[];
  /** The context of a Lambda authorizer, or the claims of a JWT. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly millis: number;
}

/** A request before and after its mapping. */
export interface MappingEntry {
  readonly before: MappedParts;
  readonly after: MappedParts;
}

export interface MappedParts {
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
}

/** One entry of a mapping and what it came to, in the order in which entries are applied. */
export interface MappingChange {
  /** Such as `append:header.x-user`. */
  readonly key: string;
  /** Such as `$context.authorizer.sub`. */
  readonly expression: string;
  readonly action: 'append' | 'overwrite' | 'remove';
  readonly location: 'header' | 'querystring' | 'path' | 'statuscode';
  /** Of the header or parameter that it changes; empty for a path or a status code. */
  readonly name: string;
  /** Absent for `remove`, and for an entry without a value, which changes nothing. */
  readonly value?: string;
}

/** How a function wrote a line: a console method's level, or the stream that it wrote to. */
export type OutputLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'stdout' | 'stderr';

/** A line that a function wrote, or a message of the gateway about its environment. */
export interface FunctionEntry {
  readonly kind: 'function';
  /** Construct path of the function, else its logical ID. */
  readonly function: string;
  /** The current invocation, or else the last one of the environment. @default absent while the code loads */
  readonly requestId?: string;
  readonly level: OutputLevel;
  /** As written, without the line break at its end. */
  readonly text: string;
}

/** A step of an invocation: it is queued, then started, then finished or failed. */
export type InvocationEntry = {
  readonly kind: 'invocation';
  /** Construct path of the function, else its logical ID. */
  readonly function: string;
  readonly requestId: string;
} & (
  | { readonly step: 'queued' }
  | {
      readonly step: 'started';
      /** Whether it is the first invocation of its environment. */
      readonly coldStart: boolean;
      /** From the start of the environment until its code was loaded; only with a cold start. */
      readonly initMillis?: number;
    }
  | { readonly step: 'finished'; readonly millis: number }
  | {
      readonly step: 'failed';
      /** Kind of the result, such as `error`, `timeout`, `crash` or `throttled`. */
      readonly result: string;
      readonly reason: string;
      /** From its start. @default none when it did not start */
      readonly millis?: number;
    }
);

/** A response that ended early after its headers had been sent. */
export interface AbortEntry {
  readonly kind: 'abort';
  readonly requestId: string;
  readonly api: string;
  readonly reason: string;
}

/** A handshake with a WebSocket API that was answered. */
export interface ConnectEntry {
  readonly kind: 'connect';
  readonly requestId: string;
  /** Name of the API. */
  readonly api: string;
  /** Absent when the path is not that of a stage. */
  readonly stage?: string;
  readonly connectionId: string;
  /** As received, without the query string. */
  readonly path: string;
  /** `$connect`, if the API has that route. */
  readonly route?: string;
  readonly integration?: string;
  /** 101 when the connection was opened. */
  readonly status: number;
  readonly millis: number;
  /** Why the handshake was refused. For whoever runs the gateway; the client does not see it. */
  readonly reason?: string;
}

/** A message from a client of a WebSocket API that was handled. */
export interface MessageEntry {
  readonly kind: 'message';
  readonly requestId: string;
  readonly api: string;
  readonly stage: string;
  readonly connectionId: string;
  /** Absent when no route matched the message. */
  readonly route?: string;
  readonly integration?: string;
  readonly bytes: number;
  /** What was sent to the client. */
  readonly answer: 'none' | 'response' | 'error';
  /** The message of the error frame. */
  readonly error?: string;
  readonly millis: number;
  /** Why there was an error. For whoever runs the gateway; the client does not see it. */
  readonly reason?: string;
}

/** The end of a connection to a WebSocket API. */
export interface DisconnectEntry {
  readonly kind: 'disconnect';
  readonly requestId: string;
  readonly api: string;
  readonly stage: string;
  readonly connectionId: string;
  /** The close code: 1005 if the client sent none, 1006 if it did not close the connection. */
  readonly statusCode: number;
  readonly closeReason: string;
  readonly closedBy: 'client' | 'gateway';
  /** `$disconnect`, if the API has that route. */
  readonly route?: string;
  readonly integration?: string;
  /** How long the connection was open. */
  readonly connectedMillis: number;
  /** How long the integration of `$disconnect` ran. */
  readonly millis: number;
  /** Why the integration failed. */
  readonly reason?: string;
}

/** A route that a new version of the app added, removed or moved. */
export interface ReloadedRoute {
  /** Name of the API. */
  readonly api: string;
  readonly route: string;
  /** Construct path of its function, its URL, or the construct path of its integration. @default it is not served */
  readonly target?: string;
  /** The target before, of a route that was moved. */
  readonly from?: string;
}

/** A new version of the app was loaded, or could not be. */
export type ReloadEntry = {
  readonly kind: 'reload';
  /** Path of the assembly or template. */
  readonly source: string;
  /** From the change of a file, or else from the call of `reload`, until the new version answers. */
  readonly millis: number;
  /** The files that have changed, relative to the current folder. @default unknown */
  readonly files?: readonly string[];
} & (
  | {
      readonly result: 'loaded';
      /** Whether the reload before failed. */
      readonly recovered?: true;
      /** Names of APIs that are new, which are not on a port yet. */
      readonly apisAdded: readonly string[];
      /** Names of APIs that are gone, whose ports are closed. */
      readonly apisRemoved: readonly string[];
      readonly routesAdded: readonly ReloadedRoute[];
      readonly routesRemoved: readonly ReloadedRoute[];
      readonly routesMoved: readonly ReloadedRoute[];
      /** Construct paths of functions whose next invocation loads their code again. */
      readonly functionsReloaded: readonly string[];
    }
  /** The version before stays in service. */
  | {
      readonly result: 'failed';
      readonly error: string;
      /** What `cdk synth` and the app printed, if they failed. */
      readonly output?: string;
    }
);

/** What happens to functions. */
export type FunctionActivity = InvocationEntry | FunctionEntry;

/** An event of the gateway. The log in the terminal and the lines of `--json` are views of the stream of these. */
export type LogEntry =
  | RequestEntry
  | AuthorizerEntry
  | FunctionActivity
  | AbortEntry
  | ConnectEntry
  | MessageEntry
  | DisconnectEntry
  | ReloadEntry;

/** Receives events in the order in which they happen. */
export type Log = (entry: LogEntry) => void;
