const NEWLINE = 10;

/**
 * Splits what arrives in chunks into lines of UTF-8. A line holds at most `maxBytes`; what is beyond is counted and dropped,
 * so that a stream without line breaks takes no more memory than one line.
 */
export class LineReader {
  private parts: Buffer[] = [];
  private length = 0;
  private cutBytes = 0;

  /** @param onLine gets each line without its line break, and how many bytes of it were dropped */
  public constructor(
    private readonly maxBytes: number,
    private readonly onLine: (line: string, cutBytes: number) => void,
  ) {}

  public push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (this.length === 0 && end - start <= this.maxBytes) {
        this.onLine(chunk.toString('utf8', start, end), 0);
      } else {
        this.keep(chunk.subarray(start, end));
        this.flush();
      }
      start = end + 1;
    }
    if (start < chunk.length) {
      this.keep(chunk.subarray(start));
    }
  }

  /** Takes what is left as a line. */
  public end(): void {
    if (this.length > 0) {
      this.flush();
    }
  }

  private keep(part: Buffer): void {
    const room = this.maxBytes - this.length;
    if (part.length > room) {
      this.cutBytes += part.length - room;
      part = part.subarray(0, room);
    }
    if (part.length > 0) {
      this.parts.push(part);
      this.length += part.length;
    }
  }

  private flush(): void {
    const line = Buffer.concat(this.parts, this.length).toString('utf8');
    const cutBytes = this.cutBytes;
    this.parts = [];
    this.length = 0;
    this.cutBytes = 0;
    this.onLine(line, cutBytes);
  }
}
