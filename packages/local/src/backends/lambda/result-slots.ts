import { SLOTS } from './ledger';

const SLOT_BYTES = 16 * 1024;
const HEAD_BYTES = 4;
const ROOM = SLOT_BYTES - HEAD_BYTES;

/** Memory that the host and one of its workers share: results that are small, as most are, which saves a message each. */
export class ResultSlots {
  private readonly bytes: Buffer;

  public constructor(public readonly memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES)) {
    this.bytes = Buffer.from(memory);
  }

  /** Worker: false when it does not fit. */
  public write(slot: number, text: string): boolean {
    // A character is three bytes at most.
    if (text.length * 3 > ROOM && Buffer.byteLength(text) > ROOM) {
      return false;
    }
    const at = slot * SLOT_BYTES;
    this.bytes.writeUInt32LE(this.bytes.write(text, at + HEAD_BYTES, 'utf8'), at);
    return true;
  }

  /** Host */
  public read(slot: number): string {
    const at = slot * SLOT_BYTES + HEAD_BYTES;
    return this.bytes.toString('utf8', at, at + this.bytes.readUInt32LE(at - HEAD_BYTES));
  }
}
