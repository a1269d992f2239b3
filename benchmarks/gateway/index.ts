import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesize } from './app/app';
import { CONNECTIONS, load } from './load';
import { type Subject, start } from './subject';

/**
 * Requests per second and processor time per request of the local gateway, as ratios to others in the same run.
 *
 * Usage: npm run bench -- gateway [--rounds 5] [--seconds 4]
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const root = join(__dirname, '../..');
const rivals = join(__dirname, '../rivals');
const cli = join(root, 'packages/local/lib/cli.js');

/** What one round measures of a subject. */
interface Sample {
  readonly requestsPerSecond: number;
  readonly cpuMicros: number;
  readonly startMillis: number;
}

const BACKEND = 4100;
const backend: Subject = { ...node('backend', 'backend.mjs', BACKEND), path: '/' };

function node(name: string, file: string, port: number, ...args: string[]): Subject {
  return { name, command: process.execPath, args: [join(__dirname, 'servers', file), String(port), ...args], port, path: '/books/7' };
}

function gateway(name: string, port: number, path: string, outdir: string, ...flags: string[]): Subject {
  return { name, command: process.execPath, args: [cli, 'serve', outdir, '--port', String(port), ...flags], port, path };
}

async function main(): Promise<void> {
  prepare();
  const outdir = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
  synthesize(outdir, `http://127.0.0.1:${BACKEND}`);
  const subjects: readonly Subject[] = [
    node('node:http', 'bare.mjs', 4101),
    node('node:http with a worker', 'worker.mjs', 4102),
    gateway('gateway, function', 4103, '/books/7', outdir),
    gateway('gateway, 50 environments', 4104, '/books/7', outdir, '--environments', String(CONNECTIONS)),
    {
      name: 'serverless-offline',
      command: join(rivals, 'node_modules/.bin/serverless'),
      args: ['offline', 'start', '--httpPort', '4105', '--lambdaPort', '4106', '--noPrependStageInUrl'],
      cwd: join(__dirname, 'app'),
      port: 4105,
      path: '/books/7',
    },
    { ...node('undici proxy', 'proxy.mjs', 4107, `http://127.0.0.1:${BACKEND}`), path: '/docs/page' },
    gateway('gateway, proxy with mapping', 4108, '/docs/page', outdir),
  ].filter(({ name }) => name.includes(values.only));

  const running = await start(backend);
  const samples = new Map<string, Sample[]>(subjects.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
        samples.get(subject.name)?.push(await measure(subject));
      }
    }
  } finally {
    await running.stop();
    rmSync(outdir, { recursive: true, force: true });
  }
  report(samples);
}

async function measure(subject: Subject): Promise<Sample> {
  const server = await start(subject);
  try {
    const url = `http://127.0.0.1:${subject.port}${subject.path}`;
    await load(url, 1);
    const before = server.cpuSeconds();
    const { requestsPerSecond, failed } = await load(url, seconds);
    if (failed > 0) {
      throw new Error(`${subject.name} failed ${failed} times`);
    }
    const cpuMicros = ((server.cpuSeconds() - before) / (requestsPerSecond * seconds)) * 1e6;
    return { requestsPerSecond, cpuMicros, startMillis: server.startMillis };
  } finally {
    await server.stop();
  }
}

/** Ratios of two subjects, round by round. */
function ratio(samples: ReadonlyMap<string, readonly Sample[]>, of: string, to: string, field: keyof Sample): string {
  const [mine, theirs] = [samples.get(of) ?? [], samples.get(to) ?? []];
  const ratios = mine.map((sample, round) => sample[field] / (theirs[round]?.[field] ?? Number.NaN)).sort((a, b) => a - b);
  const show = (value = Number.NaN) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
  return `${show(ratios[ratios.length >> 1])} (${show(ratios[0])} to ${show(ratios.at(-1))})`;
}

const TABLE = [
  ['gateway, function', 'serverless-offline'],
  ['gateway, 50 environments', 'serverless-offline'],
  ['gateway, function', 'node:http with a worker'],
  ['gateway, 50 environments', 'node:http with a worker'],
  ['gateway, function', 'node:http'],
  ['gateway, proxy with mapping', 'undici proxy'],
] as const;

function report(samples: ReadonlyMap<string, readonly Sample[]>): void {
  console.log(
    `Node.js ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${rounds} rounds of ${seconds} s, 50 connections; median ratio (least to most)\n`,
  );
  console.log('| what | to | requests per second | CPU per request | start to first answer |\n| --- | --- | --- | --- | --- |');
  for (const [of, to] of TABLE) {
    const cells = (['requestsPerSecond', 'cpuMicros', 'startMillis'] as const).map((field) => ratio(samples, of, to, field));
    console.log(`| ${of} | ${to} | ${cells.join(' | ')} |`);
  }
}

function prepare(): void {
  if (!existsSync(cli)) {
    throw new Error('the gateway is measured as it is published: run npm run build first');
  }
  if (!existsSync(join(rivals, 'node_modules'))) {
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: rivals, stdio: 'inherit' });
  }
}

void main();
