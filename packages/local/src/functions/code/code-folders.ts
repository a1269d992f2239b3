import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FunctionPlan } from '../../definitions/function';
import type { FunctionCode } from '../../definitions/function-code';
import type { PreparedCode } from '../execution-environment';
import type { TempFolders } from '../processes/temp-folders';
import { checkLinks } from './check-links';
import { mergeLayers } from './layer-folders';
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
  /** The code of which it consists. */
  readonly parts: readonly FunctionCode[];
}

/** Where the code of functions lies as a folder, unpacked where it has to be. */
export class CodeFolders {
  private readonly prepared = new Map<string, Prepared>();
  /** Folders without links that lead out of them. */
  private readonly checked = new Set<string>();
  private readonly modules: string | undefined;
  /** Folders that were made here. */
  private readonly made = new Set<string>();
  /** Folders of files that have changed since. */
  private readonly outdated: Promise<string>[] = [];

  public constructor(private readonly options: CodeFoldersOptions) {
    this.modules = options.modules ?? nearestModules(process.cwd());
  }

  /**
   * Makes the code and the layers of a function ready. What was unpacked or refused once is so until a file changes.
   *
   * @throws CodeError when the code or a layer cannot be used
   */
  public async prepare(
    { code, layers = [], runtime }: Pick<FunctionPlan, 'code' | 'layers' | 'runtime'>,
    inlineFolder?: string,
  ): Promise<PreparedCode> {
    // Inline code is the file `index` of its language.
    const inline = { file: runtime.startsWith('python') ? 'index.py' : 'index.js', folder: inlineFolder };
    const root = await this.folderOf(code, inline);
    const folders: string[] = [];
    for (const layer of layers) {
      folders.push(await this.folderOf(layer));
    }
    const [only] = folders;
    if (folders.length < 2) {
      return { root, layers: only };
    }
    return { root, layers: await this.once(`layers:${folders.join('\0')}`, '', layers, () => this.merge(folders)) };
  }

  /** Looks for links again in folders whose files may have changed. */
  public forgetChecks(): void {
    this.checked.clear();
  }

  /** Removes the unpacked code that none of these functions has. */
  public async keepOnly(functions: readonly Pick<FunctionPlan, 'code' | 'layers'>[]): Promise<void> {
    const used = new Set(functions.flatMap(({ code, layers = [] }) => [[code], layers, ...layers.map((each) => [each])]).map(textOf));
    const unused = [...this.prepared].filter(([, { parts }]) => !used.has(textOf(parts)));
    for (const [key, { folder }] of unused) {
      this.prepared.delete(key);
      this.outdated.push(folder);
    }
    for (const folder of await Promise.allSettled(this.outdated.splice(0))) {
      // A folder for debugging stays where a person has opened it.
      if (folder.status === 'fulfilled' && this.made.delete(folder.value)) {
        await this.options.temp.remove(dirname(folder.value));
      }
    }
  }

  private async folderOf(code: FunctionCode, inline: InlineFile = {}): Promise<string> {
    if (code.kind === 'inline') {
      return this.once(`inline:${JSON.stringify(inline)}:${code.text}`, '', [code], () => this.writeInline(code.text, inline));
    }
    if (code.kind === 'zip') {
      const stats = await stat(code.path).catch(() => undefined);
      return this.once(`zip:${code.path}`, `${stats?.mtimeMs} ${stats?.size} ${stats?.ino}`, [code], () => this.unpack(code.path));
    }
    const folder = existing(code.path);
    if (this.options.allowExternalLinks !== true && !this.checked.has(folder)) {
      await checkLinks(folder);
      this.checked.add(folder);
    }
    return folder;
  }

  private async merge(folders: readonly string[]): Promise<string> {
    const folder = this.taskFolder('layers');
    await mergeLayers(folders, folder);
    return folder;
  }

  private once(key: string, version: string, parts: readonly FunctionCode[], prepare: () => Promise<string>): Promise<string> {
    let prepared = this.prepared.get(key);
    if (prepared?.version !== version) {
      this.outdated.push(...(prepared === undefined ? [] : [prepared.folder]));
      prepared = { version, folder: prepare(), parts };
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
    this.made.add(folder);
    return folder;
  }
}

function textOf(parts: readonly FunctionCode[]): string {
  return JSON.stringify(parts);
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
