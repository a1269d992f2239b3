import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NpmClient } from './npm-client';

/** A user's project with only the CDK. Others are created as copies of it, so that aws-cdk-lib is installed once. */
export class BaseFolder {
  /** The folders of all packages in it. */
  public readonly packages: readonly string[];

  public constructor(
    public readonly folder: string,
    npm: NpmClient,
    cdk: string,
  ) {
    newProject(folder);
    npm.install(folder, [cdk, 'constructs']);
    this.packages = installed(folder);
  }

  /** Creates a copy with hard links, because npm replaces files and never modifies them. */
  public copy(to: string): string {
    link(this.folder, to);
    return to;
  }
}

export function newProject(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  return folder;
}

/** The folders of all packages in node_modules of a project, including nested ones. */
export function installed(folder: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).sort();
}

/** Links all files of a folder. Manifests and npm's own list of packages are copied, because npm rewrites them. */
export function link(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      link(source, target);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else if (entry.name === 'package.json' || entry.name === '.package-lock.json') {
      writeFileSync(target, readFileSync(source));
    } else if (!existsSync(target)) {
      linkOrCopy(source, target);
    }
  }
}

/** Hard links cannot point to another disk, and the system's temporary folder may be on another disk. */
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') {
      throw error;
    }
    copyFileSync(source, target);
  }
}
