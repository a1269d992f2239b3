import { killGroup, killMarked } from './process-tree';
import { removeFolderSync } from './remove-folder';

/** Ends processes and removes folders when their gateway is gone. */
export class WatchList {
  private readonly entries = new Set<string>();
  private rest = '';

  /**
   * Takes what the gateway writes. A line is `+` or `-`, and a process as `<pid> <marker>` or a folder as its absolute path.
   */
  public take(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('+')) {
        this.entries.add(line.slice(1));
      } else {
        this.entries.delete(line.slice(1));
      }
    }
  }

  /** Ends and removes what is on the list. */
  public async cleanUp(): Promise<void> {
    const folders: string[] = [];
    const markers: string[] = [];
    for (const entry of this.entries) {
      const [, pid, marker] = /^(\d+) (.+)$/.exec(entry) ?? [];
      if (marker === undefined) {
        folders.push(entry);
      } else {
        killGroup(Number(pid));
        markers.push(marker);
      }
    }
    if (markers.length > 0) {
      await killMarked(markers);
    }
    for (const folder of folders) {
      removeFolderSync(folder);
    }
  }
}
