import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const pathOf = (relative: string): string => join(__dirname, relative);

/** What the page is built from, besides the packages that it bundles. */
const SOURCES = ['src', 'vite.config.mts', '../packages/core/src/engine', '../package-lock.json'].map(pathOf);

/** The folder from which the local gateway serves the page, whether it runs from its sources or compiled. */
const PAGE = pathOf('../packages/local/inspector/page');

/** Builds the page for a gateway that runs from its sources, unless it is newer than its own sources. Needs no network. */
export async function buildPage(): Promise<void> {
  if (isUpToDate()) {
    return;
  }
  const { build } = await import('vite');
  // Another process may build it at the same time, or read it.
  const outDir = `${PAGE}-${process.pid}`;
  await build({ configFile: pathOf('vite.config.mts'), logLevel: 'error', build: { outDir } });
  rmSync(PAGE, { recursive: true, force: true });
  renameSync(outDir, PAGE);
}

function isUpToDate(): boolean {
  const built = join(PAGE, 'index.html');
  return existsSync(built) && Math.max(...SOURCES.map(newest)) < statSync(built).mtimeMs;
}

/** When a file, or the newest in a folder, was changed. A removed file changes its folder. */
function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
  return Math.max(mtimeMs, ...inside.map((name) => statSync(join(path, name)).mtimeMs));
}

if (process.argv[1] === __filename) {
  void buildPage();
}
