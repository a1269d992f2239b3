import { statSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';

/** The current folder of one thread: the system knows only one for all of them. */
export class WorkingFolder {
  public constructor(private folder: string) {}

  public get path(): string {
    return this.folder;
  }

  /** `process.chdir` */
  public change(to: string): void {
    const folder = resolve(this.folder, to);
    if (statSync(folder).isDirectory()) {
      this.folder = folder;
    } else {
      throw Object.assign(new Error(`ENOTDIR: not a directory, chdir '${folder}'`), { code: 'ENOTDIR', syscall: 'chdir', path: folder });
    }
  }

  /** A relative path from here, anything else as it is. */
  public locate(path: unknown): unknown {
    return typeof path === 'string' && path !== '' && !isAbsolute(path) ? this.folder + sep + path : path;
  }
}
