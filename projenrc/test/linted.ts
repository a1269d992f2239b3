import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')), 'bin/biome');

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

/** Lints temporary files with the configuration of the repository.
 *
 * @param files path from the root, and text
 * @param root the repository whose configuration applies
 * @returns the messages of one rule, by path
 */
export async function lint(files: Record<string, string>, rule: string, root = ROOT): Promise<Record<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    for (const file of ['biome.jsonc', '.gitignore']) {
      cpSync(join(root, file), join(folder, file));
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { diagnostics } = JSON.parse(await biome(folder)) as { diagnostics: Diagnostic[] };
    const messagesOf = (path: string) =>
      diagnostics.filter(({ category, location }) => category.endsWith(`/${rule}`) && location.path === path).map(({ message }) => message);
    return Object.fromEntries(Object.keys(files).map((path) => [path, messagesOf(path)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Biome exits with code 1 if it finds problems, which is not a failure here. */
function biome(cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [BIOME, 'lint', '--reporter=json', '--max-diagnostics=none', '.'],
      { cwd, maxBuffer: 64e6 },
      (error, stdout) => (stdout.startsWith('{') ? resolve(stdout) : reject(error ?? new Error(stdout))),
    );
  });
}
