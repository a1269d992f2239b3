/** How a function wrote it: a console method's level, or the stream that it wrote to. */
export type OutputLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'stdout' | 'stderr';

/** What a function wrote, or what the host has to say of it. */
export interface FunctionOutput {
  readonly kind: 'function';
  /** Name of the function. */
  readonly function: string;
  /** The invocation that was under way, or the last one; none while the code loads. */
  readonly requestId?: string;
  readonly level: OutputLevel;
  /** As written, without the line break at its end. */
  readonly text: string;
}
