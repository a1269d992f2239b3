import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { FunctionCode } from '../../definitions/function-code';
import type { TempFolders } from '../processes/temp-folders';
import { checkLinks } from './check-links';
import { CodeError, unzip } from './unzip';

/** Packages that the service's Node.js runtimes bring along. */
const RUNTIME_SCOPES = ['@aws-sdk', '@smithy'];

/** How code is made ready. */
export interface CodeFoldersOptions {
  readonly temp: TempFolders;
  /**
   * A `node_modules` folder whose AWS SDK takes the place of the runtime's, for code that is unpacked; code in a folder finds
   * what is above it by itself.
   * @default the nearest one above the current folder that has it
   */
  readonly modules?: string;
  /** Whether links in folders of code may lead out of them. @default false */
  readonly allowExternalLinks?: boolean;
}

/** Where code of the template is written. */
export interface InlineFile {
  /** @default 'index.js' */
  readonly file?: string;
  /** @default a new folder */
  readonly folder?: string;
}

/** A version of code with its folder, or with why there is none. */
interface Prepared {
  readonly version: string;
  readonly folder: Promise<string>;
}

/** Where the code of functions lies as a folder, unpacked where it has to be. */
export class CodeFolders {
  private readonly prepared = new Map<string, Prepared>();
  /** Folders without links that lead out of them. */
  private readonly checked = new Set<string>();
  private readonly modules: string | undefined;

  public constructor(private readonly options: CodeFoldersOptions) {
    this.modules = options.modules ?? nearestModules(process.cwd());
  }

  /**
   * The folder of a function's code. What was unpacked or refused once is so until the file changes.
   *
   * @throws CodeError when the code cannot be used
   */
  public async folderOf(code: FunctionCode, moduleFolders: readonly string[] = [], inline: InlineFile = {}): Promise<string> {
    if (code.kind === 'inline') {
      return this.once(`inline:${JSON.stringify(inline)}:${code.text}`, '', () => this.writeInline(code.text, inline));
    }
    if (code.kind === 'zip') {
      const stats = await stat(code.path).catch(() => undefined);
      return this.once(`zip:${code.path}`, `${stats?.mtimeMs} ${stats?.size} ${stats?.ino}`, () => this.unpack(code.path));
    }
    const folder = existing(code.path);
    for (const each of [folder, ...moduleFolders.map(layerOf)]) {
      if (this.options.allowExternalLinks !== true && !this.checked.has(each)) {
        await checkLinks(each);
        this.checked.add(each);
      }
    }
    return folder;
  }

  private once(key: string, version: string, prepare: () => Promise<string>): Promise<string> {
    let prepared = this.prepared.get(key);
    if (prepared?.version !== version) {
      prepared = { version, folder: prepare() };
      this.prepared.set(key, prepared);
    }
    return prepared.folder;
  }

  private async writeInline(text: string, { file = 'index.js', folder = this.taskFolder('inline') }: InlineFile): Promise<string> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, file), text);
    return folder;
  }

  private async unpack(path: string): Promise<string> {
    const folder = this.taskFolder('zip');
    try {
      await unzip(path, folder);
      return folder;
    } catch (error) {
      await this.options.temp.remove(dirname(folder));
      throw error;
    }
  }

  private taskFolder(kind: string): string {
    const above = this.options.temp.create(kind);
    for (const scope of this.modules === undefined ? [] : RUNTIME_SCOPES) {
      const target = join(this.modules as string, scope);
      if (isFolder(target)) {
        mkdirSync(join(above, 'node_modules'), { recursive: true });
        symlinkSync(target, join(above, 'node_modules', scope), 'junction');
      }
    }
    const folder = join(above, 'task');
    mkdirSync(folder);
    return folder;
  }
}

/** The layer that a folder of modules, such as `nodejs/node_modules`, belongs to. */
function layerOf(moduleFolder: string): string {
  const at = moduleFolder.lastIndexOf(`${sep}nodejs${sep}`);
  return at < 0 ? moduleFolder : moduleFolder.slice(0, at);
}

function existing(path: string): string {
  if (!isFolder(path)) {
    throw new CodeError(`there is no folder ${path}: run cdk synth again`);
  }
  return resolve(path);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The nearest folder of packages, upward, that has an AWS SDK. */
function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (isFolder(join(modules, '@aws-sdk'))) {
    return modules;
  }
  const above = dirname(folder);
  return above === folder ? undefined : nearestModules(above);
}
