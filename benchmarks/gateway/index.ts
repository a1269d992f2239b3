import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RIVALS } from '../harness/install';
import type { Round } from '../harness/pairs';
import { machine, writeSection } from '../harness/report';
import { synthesize } from './app/app';
import { autocannon } from './clients/autocannon';
import { wrk } from './clients/wrk';
import { type Client, CONNECTIONS } from './load';
import { installMiniStack, miniStackVersion } from './ministack';
import { report, type Sample } from './report';
import { freePorts, type Subject, start } from './subject';
import { CLI, installRivals, type SubjectName, subjectsOf } from './subjects';

/**
 * Requests per second and processor time per request of the local gateway, and its start, as ratios to others in the
 * same run.
 *
 * Usage: npm run bench -- gateway [--rounds 5] [--seconds 4] [--warm 10] [--client wrk] [--write]
 */
const MIN_ROUNDS = 5;
/** The figures on the page are measured with the first one. */
const CLIENTS: Readonly<Record<string, () => Client>> = { autocannon, wrk };
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: String(MIN_ROUNDS) },
    seconds: { type: 'string', default: '4' },
    warm: { type: 'string', default: '10' },
    client: { type: 'string', default: 'autocannon' },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});
const [rounds, seconds, warm] = [Number(values.rounds), Number(values.seconds), Number(values.warm)];

async function main(): Promise<void> {
  if (!(rounds > 0 && seconds > 0 && warm > 0)) {
    throw new Error('--rounds, --seconds and --warm must be numbers');
  }
  if (values.write && rounds < MIN_ROUNDS) {
    throw new Error(`only figures of at least ${MIN_ROUNDS} rounds can be written to the page`);
  }
  if (values.write && values.client !== 'autocannon') {
    throw new Error('only figures that were measured with autocannon can be written to the page');
  }
  prepare();
  const client = (CLIENTS[String(values.client)] ?? unknownClient())();
  const outdir = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
  try {
    const [port, ...ports] = await freePorts(13);
    synthesize(outdir, `http://127.0.0.1:${port}`);
    const { backend, subjects } = subjectsOf(port, ports, outdir);
    const running = await start(backend);
    try {
      const lines = [method(client), '', ...report(await measureAll(subjects, client))];
      console.log(lines.join('\n'));
      if (values.write) {
        writeSection('local-gateway', lines);
      }
    } finally {
      await running.stop();
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Measures the subjects alternately, in reverse order in every second round, so that a slow phase of the machine affects all of them. */
async function measureAll(subjects: readonly Subject<SubjectName>[], client: Client): Promise<Round<SubjectName, Sample>[]> {
  const measured: Round<SubjectName, Sample>[] = [];
  for (let round = 0; round < rounds; round++) {
    const samples: Partial<Round<SubjectName, Sample>> = {};
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      samples[subject.name] = await measure(subject, client);
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    measured.push(samples as Round<SubjectName, Sample>);
  }
  return measured;
}

async function measure(subject: Subject, client: Client): Promise<Sample> {
  const server = await start(subject);
  try {
    const { url } = server;
    const { connections = CONNECTIONS } = subject;
    // The warm-up lets V8 compile the hot code.
    await client.load(url, warm, connections);
    const before = server.cpuSeconds();
    const { requests, requestsPerSecond, failed } = await client.load(url, seconds, connections);
    if (failed > 0) {
      throw new Error(`${subject.name} failed ${failed} times`);
    }
    return { requestsPerSecond, cpuMicros: ((server.cpuSeconds() - before) / requests) * 1e6, startMillis: server.startMillis };
  } finally {
    await server.stop();
  }
}

function unknownClient(): never {
  throw new Error(`unknown client ${values.client}: choose one of ${Object.keys(CLIENTS).join(', ')}`);
}

function method(client: Client): string {
  const rival = (name: string) => versionOf(join(RIVALS, 'node_modules', name));
  const versions = [
    `osls ${rival('serverless')}`,
    `serverless-offline ${rival('serverless-offline')}`,
    `MiniStack ${miniStackVersion()}`,
    client.shown,
    `undici ${versionOf(join(__dirname, '../../node_modules/undici'))}`,
  ];
  const measurement = `medians of ${rounds} rounds of ${seconds} s after ${warm} s of warm-up, with the lowest and the highest value`;
  return `${machine()}; ${versions.join(', ')}; ${CONNECTIONS} connections; ${measurement}.`;
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string }).version;
}

function prepare(): void {
  if (!existsSync(CLI)) {
    throw new Error('the benchmark measures the built gateway: run npm run build first');
  }
  installRivals();
  installMiniStack();
}

void main();
