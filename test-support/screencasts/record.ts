import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDocsServer } from '../../examples/books/docs-server';
import { REPOSITORY } from '../repository';
import { type Cast, formatCast, normalizedOutput, outputOf, parseCast } from './cast';
import { COLUMNS, SCREENCASTS, type Screencast } from './screencasts';

/**
 * Records the screencasts of the documentation: runs their commands and writes docs/images/*.cast, from which
 * `npm run docs` draws the pictures. A recording whose output differs only in times and ports is left as it is.
 */
const TSX = [join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', join(REPOSITORY, 'tsconfig.dev.json')];
const TYPING_SECONDS = 0.025;
const IDLE_SECONDS = 0.5;
const MAX_START_MILLIS = 60_000;
const PAUSE_MILLIS = 400;

async function record({ title, app, command, hidden = [], requests }: Screencast, docsUrl: string): Promise<Cast> {
  const folder = mkdtempSync(join(tmpdir(), 'screencast-'));
  try {
    execFileSync(process.execPath, [...TSX, join(REPOSITORY, app), join(folder, 'cdk.out')], {
      env: { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out'), CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const events: [number, 'o', string][] = [];
    let now = 0.3;
    const typed = `npx --no -- apigwv2-local ${command.join(' ')}`;
    events.push([0, 'o', '$ ']);
    for (const character of typed) {
      events.push([rounded(now), 'o', character]);
      now += TYPING_SECONDS;
    }
    events.push([rounded(now), 'o', '\r\n']);
    const start = now;
    const { NO_COLOR: _, ...environment } = process.env;
    const child = spawn(
      process.execPath,
      [
        ...TSX,
        join(REPOSITORY, 'packages/local/src/cli.ts'),
        ...command,
        ...hidden.map((each) => each.replace('{docs}', docsUrl).replace('{node}', process.execPath)),
      ],
      { cwd: folder, env: { ...environment, FORCE_COLOR: '1', COLUMNS: String(COLUMNS) }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const began = performance.now();
    const add = (chunk: Buffer) =>
      events.push([rounded(start + (performance.now() - began) / 1000), 'o', masked(chunk.toString(), folder)]);
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    await (requests === undefined ? ended(child) : serve(child, requests));
    const height = events
      .map(([, , text]) => text)
      .join('')
      .split('\n').length;
    return { header: { version: 2, width: COLUMNS, height, title, idle_time_limit: IDLE_SECONDS }, events };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends the requests of a client to what a command serves, and stops it. */
async function serve(child: ChildProcess, requests: NonNullable<Screencast['requests']>): Promise<void> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const began = performance.now();
  while (!output.includes('Press Ctrl-C')) {
    if (child.exitCode !== null || performance.now() - began > MAX_START_MILLIS) {
      throw new Error(`serve does not serve: ${output}`);
    }
    await sleep(20);
  }
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
  for (const { method = 'GET', path, headers = {} } of requests) {
    await sleep(PAUSE_MILLIS);
    await fetch(url + path, { method, headers });
  }
  await sleep(PAUSE_MILLIS);
  child.stdout?.removeAllListeners('data');
  child.stderr?.removeAllListeners('data');
  child.kill('SIGTERM');
  await ended(child);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
  });
}

/** Addresses and folders of this machine appear as on any other. */
function masked(text: string, folder: string): string {
  return text
    .replaceAll(`${folder}/`, '')
    .replaceAll(`${REPOSITORY}/test-support/screencasts/shop/`, '')
    .replaceAll(`${REPOSITORY}/`, '')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:3000')
    .replace(/\n/g, '\r\n');
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}

async function main(): Promise<void> {
  const docs = await startDocsServer();
  try {
    for (const [name, screencast] of Object.entries(SCREENCASTS)) {
      const file = join(REPOSITORY, `docs/images/${name}.cast`);
      const cast = await record(screencast, docs.url);
      const isSame =
        existsSync(file) && normalizedOutput(outputOf(parseCast(readFileSync(file, 'utf8')))) === normalizedOutput(outputOf(cast));
      if (!isSame) {
        writeFileSync(file, formatCast(cast));
      }
      console.log(`${name}: ${isSame ? 'unchanged' : 'written'}`);
    }
  } finally {
    docs.server.close();
  }
}

void main();
