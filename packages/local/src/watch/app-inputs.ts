import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { isObject } from '@apigwv2-integrations/core/engine';
import { isFile, isWithin, projectFiles, statOf } from './source-folders';

/** What an app is synthesized from, beyond its own sources. */
export interface AppParts {
  /** Command that runs the app. @default unknown */
  readonly command?: string;
  /** Files that the assembly names as sources of constructs. */
  readonly constructs: readonly string[];
  /** Folders of code in the assembly, which may be bundles. */
  readonly bundles: readonly string[];
  /** Folders of the project of which the assembly has copies that run from the assembly. */
  readonly copied: readonly string[];
}

const SCRIPT = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];
const OTHER_SOURCE = ['.py', '.java', '.kt', '.scala', '.go', '.cs', '.fs', '.vb'];

/** Files of package managers and compilers, in the folder of the project. A package manager writes the last ones at its end. */
const PROJECT_FILES =
  /^(?:cdk(?:\.context)?\.json|package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|tsconfig(?:\.[\w-]+)?\.json|requirements[\w.-]*\.txt|pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(?:\.lock)?|pom\.xml|build\.gradle(?:\.kts)?|go\.(?:mod|sum)|[\w.-]+\.(?:csproj|fsproj|sln))$/;
const INSTALLED = ['node_modules/.package-lock.json', 'node_modules/.yarn-state.yml', 'node_modules/.modules.yaml'];

const IMPORT = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"](\.{1,2}(?:\/[^'"\n]*)?)['"]/g;
const PYTHON_IMPORT = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+([\w, \t(]+)|import[ \t]+([\w., \t]+))/gm;
const LITERAL = /(['"`])((?:(?!\1)[^\\\n]){1,200})\1/g;
/** esbuild writes the path of each module before its code, and webpack and others write source maps. */
const MODULE_COMMENT = /^\/\/ ([^\n]+\.[cm]?[jt]sx?)$/gm;

/** What stands before the name of a folder. */
const PATH_CALL = /(?:join|resolve|asset|entry|path|folder|dir)[^;]*$/i;
const MAX_CALL_LENGTH = 60;

/** A larger bundle is not read, in bytes. */
const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;

/** Whether a file is written in a programming language. */
export function isSource(file: string): boolean {
  return [...SCRIPT, ...OTHER_SOURCE].includes(extname(file)) && !/\.d\.[cm]?ts$/.test(file);
}

/**
 * The files from which an app is synthesized: the files that its constructs come from, the script in its command with all that
 * it imports, files that these name, the modules of which bundles consist, and the files of package managers. An app in a
 * language whose imports are not followed consists of all source files of its project.
 */
export class AppInputs {
  private files: ReadonlySet<string> = new Set();
  private named: ReadonlySet<string> = new Set();
  private folders: readonly string[] = [];
  private isFollowed = false;
  /** Hashes of files as they were when they last counted as changed. */
  private readonly contents = new Map<string, string>();

  /** @param project folder of the project */
  public constructor(private readonly project: string) {}

  /** All files that are known, some of which can be outside the project. */
  public get all(): readonly string[] {
    return [...this.files, ...this.named];
  }

  /** Whether a change of a file needs a synthesis. A file that is only named counts if it is not code that runs from its folder. */
  public has(file: string, isLiveCode: boolean): boolean {
    if (this.files.has(file)) {
      return true;
    }
    if (isLiveCode) {
      return false;
    }
    return this.named.has(file) || this.folders.some((folder) => isWithin(file, folder)) || (!this.isFollowed && isSource(file));
  }

  /** Whether a file has other content than at the last call, or when it was found. */
  public isChanged(file: string): boolean {
    const before = this.contents.get(file);
    const now = hashOf(file);
    this.contents.set(file, now);
    return before !== now;
  }

  /** Finds the files anew. */
  public update({ command = '', constructs, bundles, copied }: AppParts): void {
    const project = projectFiles(this.project);
    const scripts = command.split(/\s+/).map((word) => resolve(this.project, word.replace(/^["']|["']$/g, '')));
    const entries = scripts.filter((file) => isWithin(file, this.project) && isFile(file) && (isScript(file) || file.endsWith('.py')));
    const modules = bundles.flatMap((folder) => modulesOf(folder, this.project));
    const found = new Found(project, this.project);
    for (const file of [...entries, ...constructs, ...modules]) {
      found.follow(file);
    }
    const settings = project.filter((file) => dirname(file) === this.project && PROJECT_FILES.test(basename(file)));
    const installed = INSTALLED.flatMap((name) => foldersAbove(this.project).map((folder) => join(folder, name)));
    this.files = new Set([...found.files, ...settings, ...installed.filter(isFile)]);
    this.named = found.named;
    this.folders = [...found.folders, ...copied];
    this.isFollowed = entries.length > 0;
    const all = new Set(this.all);
    for (const file of all) {
      // What was known before may have changed since it was read, which is still to be noticed.
      if (!this.contents.has(file)) {
        this.contents.set(file, hashOf(file));
      }
    }
    for (const file of this.contents.keys()) {
      if (!all.has(file)) {
        this.contents.delete(file);
      }
    }
  }
}

function hashOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return 'missing';
  }
}

/** Files that are found by following imports. */
class Found {
  public readonly files = new Set<string>();
  /** Files and folders that strings of these files name, such as the entry of a bundle. */
  public readonly named = new Set<string>();
  public readonly folders = new Set<string>();
  private readonly byName: ReadonlyMap<string, readonly string[]>;

  public constructor(
    project: readonly string[],
    private readonly root: string,
  ) {
    const byName = new Map<string, string[]>();
    for (const file of project) {
      byName.set(basename(file), [...(byName.get(basename(file)) ?? []), file]);
    }
    this.byName = byName;
  }

  public follow(file: string, into = this.files): void {
    if (into.has(file) || this.files.has(file) || !isFile(file) || file.split(/[\\/]/).includes('node_modules')) {
      return;
    }
    into.add(file);
    const text = readFileSync(file, 'utf8');
    const imported = isScript(file) ? scriptImports(file, text) : file.endsWith('.py') ? pythonImports(file, text, this.root) : [];
    for (const each of imported) {
      this.follow(each, into);
    }
    for (const match of isSource(file) ? text.matchAll(LITERAL) : []) {
      this.name(match[2] ?? '', file, text.slice(Math.max(0, match.index - MAX_CALL_LENGTH), match.index));
    }
    // A NodejsFunction without an entry has its code beside the construct, as <file>.<id>.ts.
    const beside = `${basename(file, extname(file))}.`;
    for (const [name, files] of this.byName) {
      if (name.startsWith(beside) && isSource(name)) {
        for (const each of files.filter((other) => dirname(other) === dirname(file))) {
          this.follow(each, this.named);
        }
      }
    }
  }

  /** @param before the text before the string */
  private name(literal: string, by: string, before: string): void {
    const paths = [resolve(dirname(by), literal), resolve(this.root, literal)].filter((path) => isWithin(path, this.root));
    const files = extname(literal) === '' ? [] : [...paths.filter(isFile), ...(this.byName.get(basename(literal)) ?? [])];
    for (const file of files) {
      this.follow(file, this.named);
    }
    // A word alone, such as the name of a stage, is the name of a folder only where a path is expected.
    const folder = literal.includes('/') || PATH_CALL.test(before) ? paths.find((path) => path !== this.root && isFolder(path)) : undefined;
    if (folder !== undefined) {
      this.folders.add(folder);
    }
  }
}

function scriptImports(file: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, path = '']) => resolveScript(resolve(dirname(file), path)) ?? []);
}

/** TypeScript is imported without its extension, or with the one that it has after its compilation. */
function resolveScript(path: string): string | undefined {
  const bare = path.replace(/\.[cm]?jsx?$/, '');
  const candidates = [
    path,
    ...[path, bare, join(path, 'index')].flatMap((each) => [...SCRIPT, '.json'].map((extension) => each + extension)),
  ];
  return candidates.find(isFile);
}

function pythonImports(file: string, text: string, root: string): readonly string[] {
  const found: string[] = [];
  for (const [, from, names = '', modules = ''] of text.matchAll(PYTHON_IMPORT)) {
    const list = (from === undefined ? modules : names).split(/[,(]/).map((each) => each.trim().split(/\s/)[0] ?? '');
    const dots = /^\.*/.exec(from ?? '')?.[0].length ?? 0;
    const starts = dots > 0 ? [join(dirname(file), ...Array(dots - 1).fill('..'))] : [dirname(file), root];
    const paths = from === undefined ? list : [from.slice(dots), ...list.map((name) => `${from.slice(dots)}.${name}`)];
    for (const path of paths.map((each) => each.split('.').filter((part) => part !== ''))) {
      const bases = starts.map((start) => join(start, ...path));
      found.push(...bases.flatMap((base) => [`${base}.py`, join(base, '__init__.py')]).filter(isFile));
    }
  }
  return found;
}

/** The modules of the project of which a bundle consists: the sources of its source maps, and the paths in comments of esbuild. */
function modulesOf(bundle: string, project: string): readonly string[] {
  const files = readableFiles(bundle);
  return files.flatMap((name) => {
    const file = join(bundle, name);
    if ((statOf(file)?.size ?? 0) > MAX_BUNDLE_BYTES || !isFile(file)) {
      return [];
    }
    const text = readFileSync(file, 'utf8');
    const paths = name.endsWith('.map') ? sourcesOf(text) : [...text.matchAll(MODULE_COMMENT)].map(([, path = '']) => path);
    // esbuild writes paths relative to its working directory; source maps are relative to the bundle's first, temporary folder.
    return paths.flatMap((path) => (isAbsolute(path) ? [path] : resolveModule(path, project))).filter(isFile);
  });
}

function resolveModule(path: string, project: string): readonly string[] {
  const inner = path.replace(/^(?:webpack:\/\/\/?)?(?:\.\.?\/)*/, '');
  return foldersAbove(project).flatMap((folder) => [resolve(folder, path), join(folder, inner)]);
}

function sourcesOf(map: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(map);
    const sources = isObject(parsed) && Array.isArray(parsed['sources']) ? parsed['sources'] : [];
    return sources.filter((each): each is string => typeof each === 'string' && !each.includes('node_modules'));
  } catch {
    return [];
  }
}

/** Bundles lie at the top of their folder. */
function readableFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /\.(?:[cm]?js|map)$/.test(name));
  } catch {
    return [];
  }
}

function foldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

function isScript(file: string): boolean {
  return SCRIPT.includes(extname(file));
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}
