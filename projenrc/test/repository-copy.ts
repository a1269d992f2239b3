import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The result of a command: whether it succeeded, and its output. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** A copy of the working tree with a git history of its own, which shares the installed packages. */
export class RepositoryCopy {
  public readonly folder = mkdtempSync(join(tmpdir(), 'repository-'));

  public constructor() {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
    for (const path of listed.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)))) {
      cpSync(join(ROOT, path), join(this.folder, path));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    this.git('init', '--quiet');
    // The repository's own pattern ends with a slash, which does not match a symbolic link.
    writeFileSync(join(this.folder, '.git/info/exclude'), 'node_modules\n');
    this.commit();
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  public readJson(path: string) {
    return JSON.parse(this.read(path));
  }

  public exists(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  public write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Runs an installed command in the copy. */
  public run(command: string, ...args: string[]): Outcome {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TINYPOOL|NODE_ENV|TEST_SUITE)/.test(name)));
    const { status, stdout, stderr } = spawnSync(join(this.folder, 'node_modules/.bin', command), args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...env, PROJEN_DISABLE_POST: 'true', NO_COLOR: '1' },
    });
    return { ok: status === 0, output: `${stdout}${stderr}` };
  }

  /** Runs the `default` task of projen without the installation that may follow. */
  public projen(): Outcome {
    return this.run('tsx', '--tsconfig', 'projenrc/tsconfig.json', '.projenrc.ts');
  }

  public commit(): void {
    this.git('add', '--all');
    this.git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--no-verify', '--message', 'state');
  }

  /** The paths that differ from the last commit. */
  public changed(): string[] {
    return this.git('status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(3));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' });
  }
}
