import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesize } from './gateway/app/app';
import { autocannon } from './gateway/clients/autocannon';
import { CONNECTIONS } from './gateway/load';
import { freePorts, type Subject, start } from './gateway/subject';
import { CLI, installRivals } from './gateway/subjects';
import { type Round, ratios, spreadOf } from './harness/pairs';
import { machine, shown, table, writeSection } from './harness/report';

/**
 * What the inspector costs the local gateway: requests per second and processor time per request of `serve --ui`, without and
 * with a subscriber of its event stream, as ratios to `serve` in the same run.
 *
 * Usage: npm run bench -- inspector [--rounds 5] [--seconds 4] [--warm 6] [--source] [--write]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    warm: { type: 'string', default: '6' },
    /** Runs the sources, and needs no build. */
    source: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});
const [rounds, seconds, warm] = [Number(values.rounds), Number(values.seconds), Number(values.warm)];

/** A subscriber may cost the gateway a tenth of its requests per second. */
const MIN_RATE = 0.9;

const PATHS = { function: '/books/7', 'proxy with a mapping': '/docs/page' } as const;
type Path = keyof typeof PATHS;
const MODES = ['without', 'with', 'with a subscriber'] as const;
type Name = `${Path}, ${(typeof MODES)[number]}`;

interface Sample {
  readonly requestsPerSecond: number;
  readonly cpuMicros: number;
}

async function main(): Promise<void> {
  if (values.source !== true && !existsSync(CLI)) {
    throw new Error('the benchmark measures the built gateway: run npm run build first, or pass --source');
  }
  installRivals();
  const outdir = mkdtempSync(join(tmpdir(), 'bench-inspector-'));
  try {
    const [backendPort] = await freePorts(1);
    synthesize(outdir, `http://127.0.0.1:${backendPort}`);
    const backend = await start({
      name: 'backend',
      command: process.execPath,
      args: [join(__dirname, 'gateway/servers/backend.mjs'), String(backendPort)],
      port: backendPort,
      path: '/',
    });
    try {
      const lines = report(await measureAll(outdir));
      console.log(lines.join('\n'));
      if (values.write) {
        writeSection('inspector', lines);
      }
    } finally {
      await backend.stop();
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function measureAll(outdir: string): Promise<readonly Round<Name, Sample>[]> {
  const cases = (Object.keys(PATHS) as Path[]).flatMap((path) => MODES.map((mode) => ({ path, mode })));
  const measured: Round<Name, Sample>[] = [];
  for (let round = 0; round < rounds; round++) {
    const samples: Partial<Round<Name, Sample>> = {};
    for (const { path, mode } of round % 2 === 0 ? cases : [...cases].reverse()) {
      samples[`${path}, ${mode}`] = await measure(outdir, path, mode);
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    measured.push(samples as Round<Name, Sample>);
  }
  return measured;
}

async function measure(outdir: string, path: Path, mode: (typeof MODES)[number]): Promise<Sample> {
  const client = autocannon();
  const [port] = await freePorts(1);
  const cli =
    values.source === true ? [TSX, '--tsconfig', join(ROOT, 'tsconfig.dev.json'), join(ROOT, 'packages/local/src/cli.ts')] : [CLI];
  let url = '';
  const subject: Subject = {
    name: `${path}, ${mode}`,
    command: process.execPath,
    args: [...cli, 'serve', outdir, '--port', String(port), ...(mode === 'without' ? [] : ['--ui'])],
    port,
    path: PATHS[path],
    output: (text) => {
      url ||= /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/.exec(text)?.[0] ?? '';
    },
  };
  const server = await start(subject);
  try {
    const stream = mode === 'with a subscriber' ? await subscribe(new URL(url)) : undefined;
    await client.load(server.url, warm, CONNECTIONS);
    const before = server.cpuSeconds();
    const { requests, requestsPerSecond, failed } = await client.load(server.url, seconds, CONNECTIONS);
    const cpuSeconds = server.cpuSeconds() - before;
    if (failed > 0) {
      throw new Error(`${subject.name} failed ${failed} times`);
    }
    if (stream?.destroyed === true || stream?.readableEnded === true) {
      throw new Error('the event stream ended during the measurement');
    }
    stream?.destroy();
    return { requestsPerSecond, cpuMicros: (cpuSeconds / requests) * 1e6 };
  } finally {
    await server.stop();
  }
}

const ROOT = join(__dirname, '..');
const TSX = join(ROOT, 'node_modules/tsx/dist/cli.mjs');

/** Reads the event stream, and does nothing with it. */
function subscribe({ port, hash }: URL): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}` };
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path: '/api/events', headers }, (response) => {
      response.on('error', () => undefined);
      response.resume();
      resolve(response);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function report(measured: readonly Round<Name, Sample>[]): string[] {
  const rows = (Object.keys(PATHS) as Path[]).flatMap((path) =>
    MODES.map((mode): string[] => {
      const name: Name = `${path}, ${mode}`;
      const base: Name = `${path}, without`;
      const rate = ratios(measured, name, base, ({ requestsPerSecond }) => requestsPerSecond);
      const cpu = ratios(measured, name, base, ({ cpuMicros }) => cpuMicros);
      const target = mode === 'with a subscriber' ? `at least ${MIN_RATE}` : '';
      const result = mode === 'with a subscriber' ? (rate.median >= MIN_RATE ? 'met' : '**missed**') : '';
      const figures = measured.map((round) => round[name]);
      return [
        path,
        mode,
        shown(spreadOf(figures.map(({ requestsPerSecond }) => requestsPerSecond)), 0),
        ...(mode === 'without' ? ['', ''] : [shown(rate), shown(cpu)]),
        target,
        result,
      ];
    }),
  );
  return [
    `${machine()}; ${CONNECTIONS} connections; medians of ${rounds} rounds of ${seconds} s after ${warm} s of warm-up, with the lowest and the highest value.`,
    '',
    ...table([['route', 'inspector', 'requests per second', 'ratio', 'ratio of CPU time per request', 'target', 'result'], ...rows]),
  ];
}

void main();
