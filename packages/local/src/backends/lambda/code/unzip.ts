import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Unloadable } from './unloadable';
import { type ZipEntry, zipEntries } from './zip-entries';

/** What Lambda takes unpacked, in bytes. */
export const MAX_UNPACKED_BYTES = 250 * 1024 * 1024;

/** Unpacks an archive into an empty folder; nothing is written outside of it, and no more than Lambda takes. */
export function unzip(file: string, folder: string): void {
  try {
    let left = MAX_UNPACKED_BYTES;
    for (const entry of zipEntries(readFileSync(file))) {
      left -= entry.size;
      if (left < 0) {
        throw new Unloadable(`unpacked it is larger than ${MAX_UNPACKED_BYTES} bytes, which Lambda refuses`);
      }
      unpack(entry, folder);
    }
  } catch (error) {
    throw new Unloadable(`the code in ${file} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unpack(entry: ZipEntry, folder: string): void {
  const path = join(folder, safe(entry.name));
  if (entry.isFolder) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  // Never through what is already there: the folder began empty, so anything there came from this archive.
  writeFileSync(path, bytesOf(entry), { flag: 'wx', mode: entry.mode === 0 ? 0o644 : entry.mode | 0o400 });
}

function safe(name: string): string {
  const steps = name.replace(/\/$/, '').split('/');
  if (/[\\\0:]/.test(name) || steps.some((step) => step === '' || step === '.' || step === '..')) {
    throw new Unloadable(`${JSON.stringify(name)} in it would not lie in its folder`);
  }
  return name;
}

function bytesOf({ name, deflated, packed, size }: ZipEntry): Buffer {
  const bytes = deflated ? inflated(name, packed, size) : packed;
  if (bytes.length !== size) {
    throw new Unloadable(`${name} in it is not as long as its directory says`);
  }
  return bytes;
}

function inflated(name: string, packed: Buffer, size: number): Buffer {
  try {
    // One byte more than announced is enough to tell a lie from the truth.
    return inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch {
    throw new Unloadable(`${name} in it is broken, or longer than its directory says`);
  }
}
