import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CommandResult, command, tryCommand } from '../command';
import { type Member, packagesOf } from '../packages';
import { REPOSITORY } from '../repository';
import { link } from './base-folder';

/** The build output of jsii and tsc. It is copied because they modify their files. */
const COMPILED = ['lib', '.jsii', 'tsconfig.json', '.warnings.jsii.js'];

const QUIET = { CI: 'true', NX_TUI: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };

/** A git configuration that is independent of the user's. */
const IDENTITY = {
  GIT_AUTHOR_NAME: 'rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@example.com',
  GIT_COMMITTER_NAME: 'rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** A clone of the working tree with the installed packages and the build output, a simulated history and its own origin. */
export class Scratch {
  public readonly root: string;
  private readonly origin: string;
  private readonly env: Record<string, string>;

  public constructor(folder: string, env: Record<string, string>) {
    this.env = { ...env, ...QUIET, ...IDENTITY };
    this.root = join(folder, 'clone');
    this.origin = join(folder, 'origin.git');
    this.copySources();
    this.copyInstalled();
    this.copyCompiled();
    command('git', ['init', '--quiet', '--bare', '--initial-branch=main', this.origin]);
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('remote', 'add', 'origin', this.origin);
    this.commit('chore(release): start', {});
  }

  public get packages(): Member[] {
    return packagesOf(this.root);
  }

  public read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  public exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Commits files, given by path and new text, and pushes them, as a merge to main does. */
  public commit(message: string, files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    this.git('add', '--all');
    this.git('commit', '--quiet', '--no-verify', '--message', message);
    this.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  }

  /** Runs a command of the repository. */
  public npm(...args: string[]): string {
    return command('npm', ['run', ...args], { cwd: this.root, env: this.env });
  }

  /** The same with other environment variables; returns the result instead of throwing an error. */
  public tryNpm(env: Record<string, string>, ...args: string[]): CommandResult {
    return tryCommand('npm', ['run', ...args], { cwd: this.root, env: { ...this.env, ...env } });
  }

  public run(program: string, ...args: string[]): string {
    return command(program, args, { cwd: this.root, env: this.env });
  }

  /** Compiles only the given packages, siblings first. */
  public compile(packages: readonly Member[]): void {
    this.run('npx', 'nx', 'run-many', '--excludeTaskDependencies', '-t', 'compile', '-p', packages.map(({ name }) => name).join(','));
  }

  public git(...args: string[]): string {
    return command('git', args, { cwd: this.root, env: this.env }).trim();
  }

  public tags(): string[] {
    return this.git('tag', '--list').split('\n').filter(Boolean);
  }

  public tagsOfOrigin(): string[] {
    return command('git', ['tag', '--list'], { cwd: this.origin }).split('\n').filter(Boolean);
  }

  private copySources(): void {
    const listed = command('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0');
    for (const path of listed.filter((file) => file !== '' && existsSync(join(REPOSITORY, file)))) {
      cpSync(join(REPOSITORY, path), join(this.root, path));
    }
  }

  /** Hard links, except for the symbolic links to the packages, which are relative and so point into the clone. */
  private copyInstalled(): void {
    const [from, to] = [join(REPOSITORY, 'node_modules'), join(this.root, 'node_modules')];
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (entry.isSymbolicLink()) {
        symlinkSync(readlinkSync(join(from, entry.name)), join(to, entry.name));
      } else if (entry.isDirectory() && entry.name !== '.cache') {
        link(join(from, entry.name), join(to, entry.name));
      } else if (entry.isFile()) {
        cpSync(join(from, entry.name), join(to, entry.name));
      }
    }
  }

  private copyCompiled(): void {
    for (const { shortName, folder } of packagesOf(REPOSITORY)) {
      for (const name of COMPILED.filter((file) => existsSync(join(folder, file)))) {
        cpSync(join(folder, name), join(this.root, 'packages', shortName, name), { recursive: true });
      }
    }
  }
}
