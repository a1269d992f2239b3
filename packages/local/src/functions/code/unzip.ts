import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** What Lambda takes unpacked, in bytes. */
export const MAX_UNPACKED_BYTES = 250 * 1024 * 1024;

const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const DEFAULT_MODE = 0o644;

/** The code of a function cannot be used: the message names what is missing or broken, and what to do. */
export class CodeError extends Error {}

/**
 * Unpacks an archive into an empty folder; nothing is written outside of it, and no more than Lambda takes.
 *
 * @throws CodeError when the archive is broken, too large, or has an entry that is no plain file or folder within it
 */
export async function unzip(file: string, folder: string): Promise<void> {
  try {
    // Names are checked here: the library would accept a backslash as a slash.
    const archive = await openPromise(file, { strictFileNames: true, validateEntrySizes: true });
    try {
      let unpackedBytes = 0;
      for await (const entry of archive.eachEntry()) {
        unpackedBytes += entry.uncompressedSize;
        if (unpackedBytes > MAX_UNPACKED_BYTES) {
          throw new CodeError(`unpacked it is larger than ${MAX_UNPACKED_BYTES} bytes, which Lambda refuses`);
        }
        await unpack(archive, entry, folder);
      }
    } finally {
      archive.close();
    }
  } catch (error) {
    throw new CodeError(`the code in ${file} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function unpack(archive: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = join(folder, checkedName(entry));
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  // Never through what is already there: the folder began empty, so anything there came from this archive.
  const target = await open(path, 'wx', modeOf(entry));
  try {
    await pipeline(await archive.openReadStreamPromise(entry), target.createWriteStream());
  } catch (error) {
    await target.close().catch(() => undefined);
    throw new CodeError(`its entry ${entry.fileName} is broken: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkedName(entry: Entry): string {
  const { fileName: name } = entry;
  const isFolder = name.endsWith('/');
  const steps = name.replace(/\/$/, '').split('/');
  if (/[\\\0:]/.test(name) || steps.some((step) => step === '' || step === '.' || step === '..')) {
    throw new CodeError(`its entry ${JSON.stringify(name)} would be outside of the code's folder`);
  }
  const type = isUnix(entry) ? (entry.externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) {
    throw new CodeError(`its entry ${name} is a link or a device: pack the file itself`);
  }
  if (!entry.canDecodeFileData()) {
    throw new CodeError(`its entry ${name} is encrypted, or compressed by an unknown method`);
  }
  return name;
}

function modeOf(entry: Entry): number {
  const mode = isUnix(entry) ? (entry.externalFileAttributes >>> 16) & 0o777 : 0;
  return mode === 0 ? DEFAULT_MODE : mode | 0o400;
}

function isUnix({ versionMadeBy }: Entry): boolean {
  return versionMadeBy >>> 8 === UNIX;
}
