import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let bundled: string | undefined;

/** The file that environments run: compiled as published, else bundled from the source for as long as this process lives. */
export function workerFile(): string {
  const compiled = join(__dirname, 'worker.js');
  if (existsSync(compiled)) {
    return compiled;
  }
  bundled ??= bundle(join(__dirname, 'worker.ts'));
  return bundled;
}

function bundle(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigwv2-local-worker-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'worker.js');
  const esbuild: { buildSync(options: object): unknown } = createRequire(__filename)('esbuild');
  esbuild.buildSync({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' });
  return outfile;
}
