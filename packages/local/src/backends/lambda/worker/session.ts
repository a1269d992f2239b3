import type { OutputLevel } from '../function-output';
import type { Channel } from './channel';

/** A signal's exit code, as the runtime ends after what nobody caught. */
const FATAL = 129;
const GRACE_MILLIS = 1000;

/** The invocation that is under way or was the last one: what is written belongs to it. */
export class Session {
  /** Sends on what was written without a line break. */
  public flush: () => void = () => undefined;
  private requestId?: string;
  private deadline: number;

  public constructor(
    private readonly channel: Channel,
    private readonly timeoutMillis: number,
    private readonly target: Pick<NodeJS.Process, 'env' | 'exit'>,
  ) {
    this.deadline = Date.now() + timeoutMillis;
  }

  public begin(requestId: string, traceId: string | undefined): void {
    this.requestId = requestId;
    this.deadline = Date.now() + this.timeoutMillis;
    if (traceId !== undefined) {
      this.target.env._X_AMZN_TRACE_ID = traceId;
    } else if ('_X_AMZN_TRACE_ID' in this.target.env) {
      delete this.target.env._X_AMZN_TRACE_ID;
    }
  }

  /** Milliseconds that a call may block the thread: until the host has certainly ended it. */
  public patience(): number {
    return Math.max(0, this.deadline - Date.now()) + GRACE_MILLIS;
  }

  public write(level: OutputLevel, text: string): void {
    this.channel.post(['output', level, text, this.requestId]);
  }

  /** Ends the environment. */
  public fatal(reason: string): void {
    this.flush();
    this.channel.post(['fatal', reason]);
    this.target.exit(FATAL);
  }
}
