const CONTINUATION = 0x0;
const CLOSE = 0x8;

/**
 * Reads the headers of a client's frames, and finds the first frame that is larger than the service allows. The `ws` library
 * joins frames to messages and limits those only.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export class FrameCounter {
  /** How many messages were complete before the frame that is too large; undefined as long as there is none. */
  public messagesBeforeViolation?: number;
  private messages = 0;
  /** Bytes of a header that is not complete yet. */
  private readonly header = Buffer.alloc(14);
  private headerLength = 0;
  /** Bytes of the current frame's payload that are still to come. */
  private payloadLeft = 0;
  /** Whether the rest of the data is of no interest. */
  private done = false;

  public constructor(private readonly maxFrameBytes: number) {}

  public add(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.done) {
      if (this.payloadLeft > 0) {
        const skipped = Math.min(this.payloadLeft, chunk.length - at);
        this.payloadLeft -= skipped;
        at += skipped;
      } else {
        this.header[this.headerLength++] = chunk[at++] as number;
        if (this.headerLength >= 2 && this.headerLength === this.neededHeaderLength()) {
          this.readHeader();
        }
      }
    }
  }

  private neededHeaderLength(): number {
    const second = this.header[1] as number;
    const length = second & 0x7f;
    return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
  }

  private readHeader(): void {
    const { header } = this;
    const first = header[0] as number;
    const short = (header[1] as number) & 0x7f;
    const length = short === 126 ? header.readUInt16BE(2) : short === 127 ? Number(header.readBigUInt64BE(2)) : short;
    const opcode = first & 0x0f;
    this.headerLength = 0;
    this.payloadLeft = length;
    if (length > this.maxFrameBytes) {
      this.messagesBeforeViolation = this.messages;
      this.done = true;
    } else if (opcode === CLOSE) {
      this.done = true;
    } else if ((first & 0x80) !== 0 && opcode >= CONTINUATION && opcode < CLOSE) {
      this.messages++;
    }
  }
}
