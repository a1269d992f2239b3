/** Carries the frames of a connection: a socket, or a client in the same process. */
export interface Transport {
  /** Whether neither side has begun to close the connection. */
  readonly isOpen: boolean;
  /** Bytes that were sent and that the client has not taken yet. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Begins the closing handshake. */
  close(code: number, reason: string): void;
  /** Ends the connection without a closing handshake. */
  terminate(): void;
  /** Stops reading from the client. */
  pause(): void;
  resume(): void;
}
