import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FunctionCode } from '../../../definitions/function-plan';
import type { TempFolder } from '../temp-folder';
import { Unloadable } from './unloadable';
import { unzip } from './unzip';

/** Packages that the service's Node.js runtimes bring along. */
const RUNTIME_SCOPES = ['@aws-sdk', '@smithy'];

/** Where the code of functions lies as a folder, unpacked where it has to be. */
export class CodeFolders {
  private readonly made = new Map<string, string>();

  /**
   * @param modules a `node_modules` folder whose AWS SDK stands in for the one of the runtime, for code that is unpacked;
   * code in a folder finds what lies above it by itself
   */
  public constructor(
    private readonly temp: TempFolder,
    private readonly modules: string | undefined = nearestModules(process.cwd()),
  ) {}

  /** @throws Unloadable when the code cannot be used */
  public folderOf(code: FunctionCode): string {
    if (code.kind === 'folder') {
      return existing(code.path);
    }
    const key = code.kind === 'zip' ? `zip:${code.path}` : `inline:${code.text}`;
    const known = this.made.get(key);
    if (known !== undefined) {
      return known;
    }
    const folder = this.taskFolder(code.kind);
    if (code.kind === 'zip') {
      unzip(code.path, folder);
    } else {
      writeFileSync(join(folder, 'index.js'), code.text);
    }
    this.made.set(key, folder);
    return folder;
  }

  private taskFolder(kind: string): string {
    const above = this.temp.folder(kind);
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

function existing(path: string): string {
  if (!isFolder(path)) {
    throw new Unloadable(`there is no folder ${path}: run cdk synth again`);
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
