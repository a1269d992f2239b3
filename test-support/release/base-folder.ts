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

/** A project of a user who has the CDK alone; others begin as a copy of it, so that aws-cdk-lib is installed once. */
export class BaseFolder {
  /** Every package in it, by its folder. */
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

  /** A copy whose files are hard links: npm replaces files and writes to none. */
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

/** The folders of all packages under a project's node_modules, nested ones too. */
export function installed(folder: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).sort();
}

/** Links every file of a folder; a package's manifest and npm's own list are copies, which npm does rewrite. */
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

/** The system's folder for temporary files may be a disk of its own, to which no hard link leads. */
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
