import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { REPOSITORY } from 'test-support/repository';

let program: Promise<string> | undefined;

/**
 * The command `apigwv2-local` as one file, for tests that run it in processes of their own: compiling the sources in each
 * process would take longer than the tests.
 */
export function commandProgram(): Promise<string> {
  program ??= bundle();
  return program;
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'command-program-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'cli.js');
  await build({
    entryPoints: [join(REPOSITORY, 'packages/local/src/cli.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    tsconfig: join(REPOSITORY, 'tsconfig.dev.json'),
    external: ['esbuild'],
    plugins: [
      {
        name: 'source-paths',
        setup({ onLoad }) {
          // The sources find files beside themselves: the programs that run functions, for example.
          onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
            loader: 'ts',
            contents: (await readFile(path, 'utf8'))
              .replaceAll(/\b__dirname\b/g, JSON.stringify(dirname(path)))
              .replaceAll(/\b__filename\b/g, JSON.stringify(path)),
          }));
        },
      },
    ],
  });
  return outfile;
}
