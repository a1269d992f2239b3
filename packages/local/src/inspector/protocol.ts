/**
 * The types of the inspector's HTTP API, which docs/schemas/inspector.openapi.json describes.
 *
 * All endpoints are below `/api` and need the header `Authorization: Bearer <token>`. Secrets in all texts are masked, as in
 * `****9f2c`, unless `AppInfo.secretsShown` is true. This file has types alone, so that the page can import it.
 */
import type { ReloadEntry } from '../gateway/log-entry';
import type { ExchangeSummary, Frame, NameValue } from './protocol-exchange';

export type * from './protocol-app';
export type * from './protocol-exchange';

/**
 * `POST /api/exchanges/{id}/replay`. Members replace those of the original, which the server keeps. A masked text such as
 * `****9f2c` that was part of what the server showed stands for the original secret.
 */
export interface ReplayRequest {
  readonly method?: string;
  readonly target?: string;
  /** All headers. */
  readonly headers?: readonly NameValue[];
  /** The body, or the text of a message. */
  readonly body?: string;
  /** Of `body`. @default 'utf8' */
  readonly bodyEncoding?: 'utf8' | 'base64';
}

/** The exchange that a replay began. */
export interface ReplayResponse {
  readonly id: string;
}

/** `POST /api/explain`. What it returns is the explanation of `apigwv2-local explain --json`. */
export interface ExplainRequest {
  /** Name of the API. */
  readonly api: string;
  /** @default 'GET' */
  readonly method?: string;
  /** Path with the stage, and query string. */
  readonly target: string;
  readonly headers?: readonly NameValue[];
  /** The body, or the message of a WebSocket API. */
  readonly body?: string;
}

/** `POST /api/connections` */
export interface ConnectionRequest {
  /** Name of a WebSocket API. */
  readonly api: string;
  /** Path with the stage, and query string: `/dev?token=t`. */
  readonly target: string;
  readonly headers?: readonly NameValue[];
  readonly subprotocols?: readonly string[];
}

/** The answer to `POST /api/connections`. A refused handshake is an `ApiError` with status 502 and the exchange's ID. */
export interface ConnectionResponse {
  /** For `/api/connections/{id}`. It is the connection ID of the API, too. */
  readonly id: string;
  readonly subprotocol?: string;
  /** The exchange of the handshake. */
  readonly exchange?: string;
}

/** `POST /api/connections/{id}/messages` */
export interface ConnectionMessage {
  readonly data: string;
}

/** The body of every answer from 400 on. */
export interface ApiError {
  readonly message: string;
  /** The exchange that failed, if there is one. */
  readonly exchange?: string;
}

/**
 * `GET /api/events`: server-sent events, at most ten batches a second. A batch has one event of each name at most. A
 * subscriber that does not read is cut off; it then gets `GET /api/exchanges` and subscribes again.
 */
export interface ServerEvents {
  /** First event of each stream. */
  readonly hello: { readonly generation: number };
  /** Exchanges that began or changed since the last batch, oldest first, each as it is now. */
  readonly exchange: readonly ExchangeSummary[];
  readonly frame: readonly Frame[];
  readonly reload: ReloadInfo;
  /** The exchanges were cleared. */
  readonly clear: Record<string, never>;
}

/** A reload of the app, after which `GET /api/app` may give something else. */
export interface ReloadInfo {
  readonly generation: number;
  /** The log entry of the reload. A failed one leaves the app as it is. */
  readonly entry: ReloadEntry;
}
