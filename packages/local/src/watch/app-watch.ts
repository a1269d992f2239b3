import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { removeFolder } from '../functions/processes/remove-folder';
import { clearTimeout, setTimeout } from '../functions/timers';
import type { ReloadCause } from '../generation';
import type { LocalGateway } from '../local-gateway';
import { AppInputs, isSource } from './app-inputs';
import { isSourceFolder, isWithin } from './source-folders';

/** Synthesizes an app, until the signal is aborted. Resolves to the path of the cloud assembly. */
export type Synthesizer = (signal: AbortSignal) => Promise<string>;

/** What is watched, and what happens after a change. */
export interface AppWatchOptions {
  /** Absolute path of the folder of the project. */
  readonly project: string;
  /** Command that runs the app. @default unknown */
  readonly command?: string;
  /** @default the cloud assembly is written by somebody else, and watched itself */
  readonly synthesize?: Synthesizer;
  /** Called after a new version is in service. */
  readonly onReload?: () => Promise<void>;
  /** Called when the app is about to be synthesized, with the files that have changed. */
  readonly onSynthesis?: (files: readonly string[]) => void;
  /** Called with why files cannot be watched. */
  readonly onError?: (error: Error) => void;
}

/** How long to wait for further changes: a reload takes milliseconds, a synthesis seconds. */
const RELOAD_DELAY_MILLIS = 20;
const SYNTHESIS_DELAY_MILLIS = 60;
/** chokidar drops what happens to a file within 50 ms of a change of it. */
const DROPPED_CHANGES_MILLIS = 60;

/** Files that package managers write last, in a folder of packages, which is not watched otherwise. */
const INSTALLED = join('node_modules', '.package-lock.json');

/** The files of a burst, and when it began. */
type Cause = Required<ReloadCause>;

/** Files that change together. */
class Burst {
  private files = new Set<string>();
  private startedAt = 0;
  private timer?: NodeJS.Timeout;

  public constructor(
    private readonly delayMillis: number,
    private readonly act: () => void,
  ) {}

  public get isEmpty(): boolean {
    return this.files.size === 0;
  }

  public get pending(): Iterable<string> {
    return this.files;
  }

  public add(file: string): void {
    this.startedAt = this.isEmpty ? performance.now() : this.startedAt;
    this.files.add(file);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.act, this.delayMillis);
  }

  /** The files, with those of an attempt that was overtaken. */
  public take(overtaken?: Cause): Cause {
    const files = [...(overtaken?.files ?? []), ...[...this.files].map((file) => relative(process.cwd(), file))];
    this.files.clear();
    return { files: [...new Set(files)], startedAt: overtaken?.startedAt ?? this.startedAt };
  }

  public stop(): void {
    clearTimeout(this.timer);
  }
}

/**
 * Follows the edits of an app. Code that runs from its folder is loaded again, everything else is loaded after a synthesis, which
 * is ended and begun anew if further files change.
 */
export class AppWatch {
  /** Begins to watch. Resolves when changes are noticed. */
  public static async start(gateway: LocalGateway, options: AppWatchOptions): Promise<AppWatch> {
    const watch = new AppWatch(gateway, options);
    // Loaded on first use: most commands do not watch anything.
    const { watch: watchFiles } = await import('chokidar');
    watch.watcher = watchFiles([...watch.roots], { ignoreInitial: true, ignored: (path) => watch.isIgnored(resolve(path)) });
    watch.watcher.on('all', (event, path) => watch.noticed(resolve(path), event === 'change'));
    watch.watcher.on('error', (error) => options.onError?.(error as Error));
    await new Promise<void>((ready) => watch.watcher?.once('ready', () => ready()));
    return watch;
  }

  private readonly inputs: AppInputs;
  private readonly reloads = new Burst(RELOAD_DELAY_MILLIS, () => void this.reload());
  private readonly syntheses = new Burst(SYNTHESIS_DELAY_MILLIS, () => this.synthesizeSoon());
  /** Files that were of no concern when they changed during a synthesis, which may have read them. */
  private readonly unknown = new Set<string>();
  private watcher?: FSWatcher;
  /** Folders outside the assembly from which functions run. */
  private code: readonly string[] = [];
  /** Files that matter wherever they are. */
  private files: ReadonlySet<string> = new Set();
  /** These files and folders, with all folders that contain them. */
  private kept: ReadonlySet<string> = new Set();
  private readonly roots = new Set<string>();
  private controller?: AbortController;
  private synthesizing?: Promise<void>;
  private isBroken = false;
  private isClosed = false;

  private constructor(
    private readonly gateway: LocalGateway,
    private readonly options: AppWatchOptions,
  ) {
    this.inputs = new AppInputs(options.project);
    this.update();
  }

  /** Stops watching, and ends a synthesis that is under way. */
  public async close(): Promise<void> {
    this.isClosed = true;
    this.reloads.stop();
    this.syntheses.stop();
    this.controller?.abort();
    await this.watcher?.close();
    await this.synthesizing;
  }

  /** Finds out again which files matter. */
  private update(): void {
    const { source, templates, constructs, code, copied } = this.gateway.parts;
    const { project, command, synthesize } = this.options;
    const assembly = resolve(existsSync(join(source, 'manifest.json')) ? source : dirname(source));
    const paths = [...new Set(code.map((path) => resolve(path)))];
    // A template of AWS SAM lies beside the code that it names.
    const isStaged = (path: string) => isWithin(path, assembly) && (assembly === resolve(source) || basename(path).startsWith('asset.'));
    this.code = paths.filter((path) => !isStaged(path));
    if (synthesize === undefined) {
      const assets = templates.map((file) => file.replace(/\.template\.json$/, '.assets.json'));
      this.files = new Set([join(assembly, 'manifest.json'), ...templates, ...assets].map((file) => resolve(file)));
    } else {
      this.inputs.update({ command, constructs, copied, bundles: paths.filter(isStaged) });
      this.files = new Set(this.inputs.all);
    }
    const kept = [...this.files, ...this.code, ...this.code.map((folder) => join(folder, INSTALLED))];
    this.kept = new Set(kept.flatMap((path) => withFoldersAbove(path)));
    const apart = kept.filter((path) => existsSync(path) && (!isWithin(path, project) || isBelowIgnored(path, project)));
    const added = [project, ...apart.map((path) => (this.code.includes(path) ? path : dirname(path)))].filter(
      (root) => !this.roots.has(root),
    );
    for (const root of added) {
      this.roots.add(root);
    }
    this.watcher?.add(added);
  }

  private isIgnored(file: string): boolean {
    const { project } = this.options;
    const folder = this.code.find((each) => isWithin(file, each)) ?? (isWithin(file, project) ? project : undefined);
    return !this.kept.has(file) && (folder === undefined || isBelowIgnored(file, folder));
  }

  private noticed(file: string, mayHideAnother: boolean): void {
    this.changed(file);
    if (mayHideAnother && !this.isClosed) {
      const at = modifiedAt(file);
      setTimeout(() => {
        if (modifiedAt(file) !== at) {
          this.noticed(file, true);
        }
      }, DROPPED_CHANGES_MILLIS).unref();
    }
  }

  private changed(file: string): void {
    const isLive = this.code.some((folder) => isWithin(file, folder));
    if (isLive) {
      this.reloads.add(file);
    }
    if (this.options.synthesize === undefined) {
      if (this.files.has(file)) {
        this.reloads.add(file);
      }
    } else if (this.inputs.has(file, isLive) || (this.isBroken && isSource(file))) {
      if (this.inputs.isChanged(file)) {
        this.syntheses.add(file);
      }
    } else if (this.synthesizing !== undefined) {
      this.unknown.add(file);
    }
  }

  private async reload(): Promise<void> {
    await this.load(undefined, this.reloads.take());
  }

  /** Whether a new version is in service; the gateway logs why it is not. */
  private async load(path: string | undefined, cause: Cause): Promise<boolean> {
    if (this.isClosed) {
      return false;
    }
    try {
      await this.gateway.reload(path, cause);
    } catch {
      return false;
    }
    this.update();
    await this.options.onReload?.();
    return true;
  }

  private synthesizeSoon(): void {
    // A file that is written in several steps has its content only now.
    for (const file of this.syntheses.pending) {
      this.inputs.isChanged(file);
    }
    // An overtaken synthesis would show an app that is no longer there.
    this.controller?.abort();
    this.synthesizing ??= this.synthesizeAll().finally(() => {
      this.synthesizing = undefined;
      for (const file of this.unknown) {
        this.unknown.delete(file);
        this.changed(file);
      }
    });
  }

  private async synthesizeAll(): Promise<void> {
    const { synthesize } = this.options;
    let overtaken: Cause | undefined;
    while (synthesize !== undefined && !this.isClosed && (overtaken !== undefined || !this.syntheses.isEmpty)) {
      const cause = this.syntheses.take(overtaken);
      const controller = new AbortController();
      this.controller = controller;
      overtaken = (await this.synthesizeOnce(cause, synthesize, controller.signal)) === 'overtaken' ? cause : undefined;
    }
  }

  private async synthesizeOnce(cause: Cause, synthesize: Synthesizer, signal: AbortSignal): Promise<'done' | 'overtaken'> {
    const removeUnfinished = unfinishedAssets(this.gateway.parts.source);
    this.options.onSynthesis?.(cause.files);
    try {
      const path = await synthesize(signal);
      signal.throwIfAborted();
      this.isBroken = !(await this.load(path, cause));
    } catch (error) {
      if (signal.aborted) {
        await removeUnfinished();
        return 'overtaken';
      }
      this.isBroken = true;
      this.gateway.reportFailedReload(error, cause);
    }
    return 'done';
  }
}

/** Whether a file of the project is in a folder that is no source folder. */
function isBelowIgnored(file: string, root: string): boolean {
  const steps = relative(root, file)
    .split(sep)
    .filter((step) => step !== '');
  return steps.some((_, index) => !isSourceFolder(join(root, ...steps.slice(0, index + 1))));
}

/**
 * The CDK takes a folder of an asset that is there for a complete copy, and one that it had begun when it was ended may not be.
 *
 * @returns a function that removes the assets that were added since
 */
function unfinishedAssets(assembly: string): () => Promise<void> {
  const assets = () => (existsSync(assembly) ? readdirSync(assembly).filter((name) => /^(?:asset\.|bundling-temp-)/.test(name)) : []);
  const before = new Set(assets());
  return async () => {
    for (const name of assets().filter((each) => !before.has(each))) {
      await removeFolder(join(assembly, name));
    }
  };
}

function withFoldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...withFoldersAbove(above)];
}

/** Undefined if there is no such file. */
function modifiedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
