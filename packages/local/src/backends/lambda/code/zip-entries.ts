import { Unloadable } from './unloadable';

/** A file or folder as a zip archive describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Permission bits, 0 when the archive tells none. */
  readonly mode: number;
  readonly deflated: boolean;
  readonly size: number;
  readonly packed: Buffer;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const ENCRYPTED = 1;
const DEFLATED = 8;

/** The entries of an archive by its central directory, which is the one that counts. */
export function* zipEntries(archive: Buffer): Generator<ZipEntry> {
  let { at, count } = directory(archive);
  for (; count > 0; count--) {
    expectSignature(archive, at, CENTRAL, 46);
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    yield readEntry(archive, at, archive.toString('utf8', at + 46, nameEnd));
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

function directory(archive: Buffer): { at: number; count: number } {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  const at = archive.readUInt32LE(end + 16);
  if (count !== 0xffff && at !== 0xffffffff) {
    return { at, count };
  }
  expectSignature(archive, end - 20, LOCATOR_64, 20);
  const end64 = Number(archive.readBigUInt64LE(end - 12));
  expectSignature(archive, end64, END_64, 56);
  return { at: Number(archive.readBigUInt64LE(end64 + 48)), count: Number(archive.readBigUInt64LE(end64 + 32)) };
}

function endOf(archive: Buffer): number {
  const last = archive.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (archive.readUInt32LE(at) === END) {
      return at;
    }
  }
  throw new Unloadable('it is no zip archive');
}

function readEntry(archive: Buffer, at: number, name: string): ZipEntry {
  const method = archive.readUInt16LE(at + 10);
  const attributes = archive.readUInt32LE(at + 38) >>> 16;
  const isUnix = archive.readUInt8(at + 5) === UNIX;
  const isFolder = name.endsWith('/');
  if ((archive.readUInt16LE(at + 8) & ENCRYPTED) !== 0 || (method !== 0 && method !== DEFLATED)) {
    throw new Unloadable(`${name} in it is encrypted, or packed in a way that is not known`);
  }
  const type = isUnix ? attributes & FILE_TYPE : 0;
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) {
    throw new Unloadable(`${name} in it is a link or a device: pack the file itself`);
  }
  const size = archive.readUInt32LE(at + 24);
  return {
    name,
    isFolder,
    mode: isUnix ? attributes & 0o777 : 0,
    deflated: method === DEFLATED,
    size,
    packed: dataOf(archive, archive.readUInt32LE(at + 42), archive.readUInt32LE(at + 20)),
  };
}

function dataOf(archive: Buffer, local: number, length: number): Buffer {
  expectSignature(archive, local, LOCAL, 30);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + length > archive.length) {
    throw new Unloadable('it is cut off');
  }
  return archive.subarray(start, start + length);
}

function expectSignature(archive: Buffer, at: number, signature: number, bytes: number): void {
  if (at < 0 || at + bytes > archive.length || archive.readUInt32LE(at) !== signature) {
    throw new Unloadable('its directory is broken');
  }
}
