import type { ApiInArn } from '../authorizers/arn';
import type { ConnectionCaller } from '../authorizers/connection-authorizer';
import type { StagePlan } from '../definitions/stage';
import type { Field } from '../gateway/message';

/** A connection as routes, integrations and the management API see it. It is known before the handshake is answered. */
export interface ConnectionDetails {
  readonly connectionId: string;
  readonly connectedAt: Date;
  readonly api: ApiInArn & { readonly name: string };
  readonly stage: StagePlan;
  /** Host, and port if there is one, that clients and the management API use. */
  readonly domainName: string;
  readonly sourceIp: string;
  readonly userAgent?: string;
  /** The value of the header `x-api-key`, if the client sent it. */
  readonly apiKey?: string;
  readonly caller: ConnectionCaller;
}

/** One run of a route: the handshake, a message, or the end of a connection. */
export interface RouteRun {
  readonly connection: ConnectionDetails;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  /** The key of the route that was selected, such as `$default`. */
  readonly routeKey: string;
  readonly requestId: string;
  readonly requestTime: Date;
  /** Messages alone have one. */
  readonly messageId?: string;
  /** The message. Handshakes and disconnects have none. */
  readonly body?: string;
  /** Headers of the handshake, as received. A message has none, a disconnect has those that the service keeps. */
  readonly headers: readonly Field[];
  /** Query parameters of the handshake, decoded, in order. */
  readonly query: readonly Field[];
  /** Why the connection ended. */
  readonly disconnect?: { readonly statusCode: number; readonly reason: string };
}

/** What came of an integration. */
export type RouteResult =
  /** The status decides about a handshake. The body is the frame of a two-way route; without one no frame is sent. */
  | { readonly kind: 'response'; readonly statusCode: number; readonly headers: readonly Field[]; readonly body?: string }
  | {
      readonly kind: 'failed';
      /** The text of the error frame. */
      readonly message: 'Internal server error' | 'Endpoint request timed out' | 'Forbidden' | 'Bad request body';
      /** The status with which a handshake is refused. */
      readonly statusCode: number;
      /** For the log. */
      readonly reason: string;
    };

/** Runs the integration of a route. Never rejects. */
export interface WebSocketIntegration {
  run(run: RouteRun): Promise<RouteResult>;
}

/** An open connection, as the management API uses it. */
export interface ManagedConnection {
  readonly details: ConnectionDetails;
  readonly lastActiveAt: Date;
  /** Sends a text frame. Resolves to whether the connection was still open. */
  post(data: string): Promise<boolean>;
  /** Closes it with 1000 and `Connection Closed Normally`, as the service does for DELETE. */
  disconnect(): void;
}

/** The open connections of an API. */
export interface ConnectionRegistry {
  find(stage: string, connectionId: string): ManagedConnection | undefined;
}
