import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const bundled = new Map<string, string>();

/**
 * A file of this package that Node.js runs as a program: compiled as published, else bundled from the source for as long as
 * this process lives.
 *
 * @param path without its ending
 */
export function scriptFile(path: string): string {
  const compiled = `${path}.js`;
  if (existsSync(compiled)) {
    return compiled;
  }
  const file = bundled.get(path) ?? bundle(`${path}.ts`);
  bundled.set(path, file);
  return file;
}

function bundle(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigwv2-local-script-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, `${basename(source, '.ts')}.js`);
  const esbuild: { buildSync(options: object): unknown } = createRequire(__filename)('esbuild');
  esbuild.buildSync({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' });
  return outfile;
}
