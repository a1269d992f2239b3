import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of our own in the system's folder for temporary files, made when it is first needed. */
export class TempFolder {
  private path?: string;
  private made = 0;
  private readonly remove = () => this.close();

  /** A new folder within. */
  public folder(name: string): string {
    this.path ??= this.make();
    const path = join(this.path, `${++this.made}-${name}`);
    mkdirSync(path);
    return path;
  }

  /** Removes all of it. */
  public close(): void {
    if (this.path !== undefined) {
      rmSync(this.path, { recursive: true, force: true });
      process.off('exit', this.remove);
      this.path = undefined;
    }
  }

  private make(): string {
    process.once('exit', this.remove);
    return realpathSync(mkdtempSync(join(tmpdir(), 'apigwv2-local-')));
  }
}
