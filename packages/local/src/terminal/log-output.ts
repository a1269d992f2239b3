/** Where log lines go. */
interface Sink {
  /** How much of what was written waits, in bytes. @default 0 */
  readonly writableLength?: number;
  write(text: string): unknown;
}

/** How much output waits for a reader that is slow or paused, in characters. */
export const MAX_PENDING_LENGTH = 4 * 1024 * 1024;

/** How long an entry waits for others, in milliseconds: too short to be seen. */
const WRITE_DELAY_MILLIS = 10;

/**
 * Collects what is written within a moment and writes it at once: a write costs more than a line. What a reader does not take
 * in time is dropped, and their number is written when it reads again.
 */
export class LogOutput {
  private texts: string[] = [];
  private length = 0;
  private dropped = 0;

  /** @param note what is written for a number of entries that were dropped */
  public constructor(
    private readonly sink: Sink,
    private readonly note: (dropped: number) => string,
  ) {}

  public add(text: string): void {
    if (this.length + (this.sink.writableLength ?? 0) + text.length > MAX_PENDING_LENGTH) {
      this.dropped++;
      return;
    }
    if (this.texts.length === 0) {
      setTimeout(() => this.flush(), WRITE_DELAY_MILLIS);
    }
    this.texts.push(this.takeNote(), text);
    this.length += text.length;
  }

  public flush(): void {
    const text = this.texts.join('') + this.takeNote();
    this.texts = [];
    this.length = 0;
    if (text !== '') {
      this.sink.write(text);
    }
  }

  /** The number of those that were dropped, once. */
  private takeNote(): string {
    const { dropped } = this;
    this.dropped = 0;
    return dropped === 0 ? '' : this.note(dropped);
  }
}
