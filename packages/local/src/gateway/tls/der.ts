/**
 * Encodes values of ASN.1 in DER, as far as certificates need them.
 *
 * @see https://www.itu.int/rec/T-REC-X.690
 */

/** Tags of types. Those of context-specific fields begin with `CONTEXT`. */
export const Tag = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  OBJECT_IDENTIFIER: 0x06,
  UTF8_STRING: 0x0c,
  UTC_TIME: 0x17,
  SEQUENCE: 0x30,
  SET: 0x31,
  CONTEXT: 0x80,
  CONTEXT_CONSTRUCTED: 0xa0,
} as const;

/** A value with its tag and length. */
export function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return encode(Tag.SEQUENCE, ...contents);
}

/** Such as `2.5.29.17`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(Tag.OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A number of up to seven bits, or of bytes that begin with a bit of 0 and are not only zeros at first, as DER demands. */
export function integer(value: number | Uint8Array): Buffer {
  return encode(Tag.INTEGER, typeof value === 'number' ? Buffer.from([value]) : value);
}

/** Bits, of which the last byte leaves some unused. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return encode(Tag.BIT_STRING, Buffer.from([unusedBits]), bytes);
}

export function utf8String(text: string): Buffer {
  return encode(Tag.UTF8_STRING, Buffer.from(text));
}

/** A time before 2050, in UTC. */
export function utcTime(date: Date): Buffer {
  return encode(Tag.UTC_TIME, Buffer.from(date.toISOString().replace(/^\d\d|[-:T]|\.\d+/g, '')));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) {
    return Buffer.from([length]);
  }
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes]);
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    bytes.unshift(0x80 | (rest & 0x7f));
  }
  return bytes;
}
