/** A place to write to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The outside world as a command sees it; `process` is one. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sets the time zone of this process. @default it stays as it is */
  readonly useTimeZone?: (name: string) => void;
  /** Ends a command that goes on. @default it goes on until the process ends */
  readonly stop?: AbortSignal;
}
