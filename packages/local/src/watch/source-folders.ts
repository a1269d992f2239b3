import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** A project with more files than this is not searched further. */
const MAX_PROJECT_FILES = 20_000;
/** An asset with more files than this runs from its copy. */
const MAX_ASSET_FILES = 5_000;

/** A file in a folder, by its path relative to the folder. */
interface FileIn {
  readonly path: string;
  readonly size: number;
}

/**
 * Finds the folders of a project from which the CDK copied assets into a cloud assembly. An assembly does not name them, so a
 * folder counts as the source of an asset if it has all files of the copy, with the same content. It may have more of them, which
 * the asset excludes. Without exactly one such folder, the asset has no source.
 */
export class SourceFolders {
  /** Folders by the copy of which they may be the source. */
  private readonly found = new Map<string, readonly string[]>();
  private readonly asked = new Set<string>();

  /** @param project folder of the project */
  public constructor(private readonly project: string) {}

  /** Forgets assets that are no longer there, and sources that were removed or renamed. */
  public refresh(): void {
    for (const [staged, sources] of this.found) {
      if (!this.asked.has(staged) || sources.some((folder) => !existsSync(folder))) {
        this.found.delete(staged);
      }
    }
    this.asked.clear();
  }

  /**
   * The source of an asset. Once it is found it stays, although its files are edited.
   *
   * @param staged folder of the copy in the assembly
   */
  public find(staged: string): string | undefined {
    this.asked.add(staged);
    const sources = this.found.get(staged) ?? this.search(staged);
    this.found.set(staged, sources);
    return sources.length === 1 ? sources[0] : undefined;
  }

  /** Folders with the same files, one of which is the source of an asset that therefore runs from its copy. */
  public get ambiguous(): readonly string[] {
    return [...this.found.values()].filter(({ length }) => length > 1).flat();
  }

  private search(staged: string): readonly string[] {
    const files = filesIn(staged, MAX_ASSET_FILES);
    // Folders of packages are not searched.
    const [first] = files?.filter(({ path }) => !path.split(sep).includes('node_modules')).sort(byLength) ?? [];
    if (files === undefined || first === undefined) {
      return [];
    }
    const candidates = new Set([...this.found.values()].flat().concat(this.candidates(first)));
    return [...candidates].filter((folder) => files.every((file) => isSameFile(file, staged, folder)) && !hasExternalLinks(folder));
  }

  /** The folders of the project that have this file. */
  private candidates(file: FileIn): readonly string[] {
    const ending = sep + file.path;
    const files = projectFiles(this.project).filter((path) => path.endsWith(ending));
    return files.map((path) => path.slice(0, -ending.length)).filter((folder) => isWithin(folder, resolve(this.project)));
  }
}

function byLength(one: FileIn, other: FileIn): number {
  return one.path.length - other.path.length;
}

function isSameFile({ path, size }: FileIn, staged: string, folder: string): boolean {
  try {
    const stats = statSync(join(folder, path));
    return stats.isFile() && stats.size === size && readFileSync(join(folder, path)).equals(readFileSync(join(staged, path)));
  } catch {
    return false;
  }
}

/** All files of a folder; undefined if there are more than `max`, or if a file cannot be read. */
function filesIn(root: string, max: number): readonly FileIn[] | undefined {
  const files: FileIn[] = [];
  const add = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        add(path);
      } else {
        files.push({ path, size: statSync(join(root, path)).size });
      }
      if (files.length > max) {
        throw new RangeError('too many files');
      }
    }
  };
  try {
    add('');
    return files;
  } catch {
    return undefined;
  }
}

/** Folders of packages, of tools, and of cloud assemblies are not part of the sources of a project. */
export function isSourceFolder(path: string): boolean {
  const name = basename(path);
  return name !== 'node_modules' && !name.startsWith('.') && name !== '__pycache__' && !STAGED_ASSET.test(name) && !isAssembly(path);
}

/** How the CDK names the copy of an asset. */
const STAGED_ASSET = /^asset\.[0-9a-f]{64}/;

/** The CDK writes a file of this name into each cloud assembly. */
function isAssembly(folder: string): boolean {
  return isFile(join(folder, 'cdk.out'));
}

/** Whether a path is that of a file, or of a link to one. */
export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

/** Undefined if nothing is there, or if it cannot be looked at. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The files of a project, at most MAX_PROJECT_FILES. */
export function projectFiles(project: string): readonly string[] {
  const files: string[] = [];
  const add = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (files.length < MAX_PROJECT_FILES && entry.isFile()) {
        files.push(path);
      } else if (files.length < MAX_PROJECT_FILES && entry.isDirectory() && isSourceFolder(path)) {
        add(path);
      }
    }
  };
  add(resolve(project));
  return files;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The copy of an asset has no links that lead out of it, because the CDK copies what they lead to. */
function hasExternalLinks(folder: string): boolean {
  const root = realpathSync(folder);
  const leadsOut = (path: string): boolean => {
    try {
      const target = realpathSync(path);
      return target !== root && !target.startsWith(root + sep);
    } catch {
      return true;
    }
  };
  const search = (current: string): boolean =>
    entriesOf(current).some((entry) => {
      const path = join(current, entry.name);
      return entry.isSymbolicLink() ? leadsOut(path) : entry.isDirectory() && search(path);
    });
  return search(folder);
}

/** Whether a path is that of a folder, or of something in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The nearest folder at or above a path that has a `cdk.json`; else the current folder if the path is below it. */
export function projectOf(path: string): string {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (isFile(join(folder, 'cdk.json'))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return isWithin(resolve(path), process.cwd()) ? process.cwd() : dirname(resolve(path));
    }
  }
}
