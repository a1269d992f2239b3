import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { clearTimeout, setTimeout } from '../functions/timers';
import { AppInputs } from './app-inputs';
import { projectFiles, SourceFolders, statOf } from './source-folders';

/** What is served. */
export interface ServedParts {
  readonly source: string;
  readonly templates: readonly string[];
  readonly constructs: readonly string[];
  readonly code: readonly string[];
}

const CHECK_INTERVAL_MILLIS = 1000;
/** The sources are searched when the first requests have been answered. */
const SEARCH_DELAY_MILLIS = 500;
/** Further files are not looked at, so that a check stays cheap. */
const MAX_CHECKED_FILES = 2_000;

/** Finds out whether an assembly that is served was written again, or is older than its sources. Says so once each. */
export class StaleCheck {
  private readonly written: readonly string[];
  private readonly before: string;
  private readonly searchTimer: NodeJS.Timeout;
  private sources: readonly string[] = [];
  private checkedAt = performance.now();
  private isReplaced = false;
  private isOlder = false;

  /**
   * @param project folder of the project
   * @param command that runs the app. @default unknown
   */
  public constructor(
    private readonly parts: ServedParts,
    project: string,
    command: string | undefined,
  ) {
    const manifest = join(parts.source, 'manifest.json');
    this.written = [...(existsSync(manifest) ? [manifest] : []), ...parts.templates];
    this.before = this.state();
    this.sources = parts.constructs;
    this.searchTimer = setTimeout(() => {
      this.sources = sourcesOf(parts, project, command);
    }, SEARCH_DELAY_MILLIS).unref();
  }

  /** A warning; undefined if there is nothing new to say. Looks at the files at most once a second. */
  public check(): string | undefined {
    const now = performance.now();
    if (this.isReplaced || now - this.checkedAt < CHECK_INTERVAL_MILLIS) {
      return undefined;
    }
    this.checkedAt = now;
    const { source } = this.parts;
    if (this.state() !== this.before) {
      this.isReplaced = true;
      return `${source} was written again, and the version before is served: restart, or pass --watch to follow changes`;
    }
    const changed = this.isOlder ? undefined : this.newerSource();
    if (changed === undefined) {
      return undefined;
    }
    this.isOlder = true;
    return `${source} is older than ${relative(process.cwd(), changed)}: run cdk synth again and restart, or pass --watch to follow changes`;
  }

  public close(): void {
    clearTimeout(this.searchTimer);
  }

  private state(): string {
    return this.written.map((file) => `${modified(file)}`).join(' ');
  }

  private newerSource(): string | undefined {
    const written = Math.max(...this.written.map(modified));
    return this.sources.find((file) => modified(file) > written);
  }
}

function sourcesOf({ source, constructs, code }: ServedParts, project: string, command: string | undefined): readonly string[] {
  const folders = code.map((path) => resolve(path));
  const inputs = new AppInputs(project);
  if (command !== undefined) {
    inputs.update({ command, constructs, bundles: folders, copied: [] });
  }
  const found = new SourceFolders(project);
  const copied = folders.flatMap((folder) => found.find(folder) ?? []);
  const all = new Set([...constructs, ...inputs.all, ...copied.flatMap((folder) => projectFiles(folder))]);
  return [...all].filter((file) => !resolve(file).startsWith(resolve(source))).slice(0, MAX_CHECKED_FILES);
}

/** In milliseconds; 0 for a file that is not there. */
function modified(file: string): number {
  return statOf(file)?.mtimeMs ?? 0;
}
