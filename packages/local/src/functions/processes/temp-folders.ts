import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder, removeFolderSync } from './remove-folder';
import { type Release, watchdog } from './watchdog';

const PREFIX = 'apigwv2-local-';
const OWNER = /^apigwv2-local-(\w+)-(\d+)-\w{6}$/;

/** Only the user may look into them. */
const PRIVATE = 0o700;

/**
 * A folder in the system's folder for temporary files, made when it is first needed. Its name contains the ID of the
 * process, so that a later gateway can remove the folders of processes that are gone.
 */
export class TempFolders {
  private root?: string;
  private made = 0;
  private release: Release = () => undefined;
  /** What functions write into it afterwards is left to the watchdog. */
  private readonly removeAtExit = () => removeFolderSync(this.root ?? '');

  /** Makes a folder within. */
  public create(name: string): string {
    this.root ??= this.createRoot();
    const path = join(this.root, `${++this.made}-${name}`);
    mkdirSync(path, { mode: PRIVATE });
    return path;
  }

  /** Removes a folder that was made here. */
  public async remove(path: string): Promise<void> {
    await removeFolder(path);
  }

  /** Removes all of it. */
  public async close(): Promise<void> {
    if (this.root !== undefined) {
      await this.remove(this.root);
      process.off('exit', this.removeAtExit);
      this.release();
      this.root = undefined;
    }
  }

  private createRoot(): string {
    removeAbandoned();
    const root = realpathSync(mkdtempSync(join(tmpdir(), `${PREFIX}${pidNamespace()}-${process.pid}-`)));
    this.release = watchdog.watchFolder(root);
    process.once('exit', this.removeAtExit);
    return root;
  }
}

/** Removes this user's folders whose processes are gone: their gateway and its watchdog were killed, or the machine stopped. */
export function removeAbandoned(parent = tmpdir()): void {
  const namespace = pidNamespace();
  for (const name of namesIn(parent)) {
    const [, owner, pid] = OWNER.exec(name) ?? [];
    if (owner === namespace && !isAlive(Number(pid)) && isOwn(join(parent, name))) {
      removeFolderSync(join(parent, name));
    }
  }
}

/** A folder for temporary files need not be readable, but only writable. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Containers may share the folder for temporary files, and know nothing of each other's processes. */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? 'host';
  } catch {
    return 'host';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isOwn(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (process.getuid === undefined || stats.uid === process.getuid());
}
