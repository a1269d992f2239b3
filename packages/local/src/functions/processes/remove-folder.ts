import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

const OPTIONS = { recursive: true, force: true, maxRetries: 3 } as const;
const OWNER_ALL = 0o700;

/**
 * Removes a folder. Nothing is thrown: what cannot be removed stays. Functions leave folders that are read-only, such as a cache
 * of Go modules, from which nothing can be removed before they are writable.
 */
export function removeFolderSync(path: string): void {
  try {
    rmSync(path, OPTIONS);
  } catch {
    quietly(() => makeWritable(path));
    quietly(() => rmSync(path, OPTIONS));
  }
}

/** As `removeFolderSync`, without blocking other work where the folders are writable. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, OPTIONS).catch(() => removeFolderSync(path));
}

/** Links are not followed. */
function makeWritable(folder: string): void {
  chmodSync(folder, lstatSync(folder).mode | OWNER_ALL);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      quietly(() => makeWritable(join(folder, entry.name)));
    }
  }
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // What cannot be changed stays.
  }
}
