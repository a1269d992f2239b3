import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LambdaHost } from '../packages/local/src/backends/lambda/lambda-host';
import type { FunctionPlan } from '../packages/local/src/definitions/function-plan';

/**
 * What running a function in the host costs, as a ratio to a bare worker that echoes: round trips of the same event with
 * the same number under way, rounds in turn.
 *
 * Usage: npm run bench -- lambda-host
 */
const ROUNDS = 9;
const MILLIS = 1000;
const UNDER_WAY = 50;

const event = JSON.stringify({
  version: '2.0',
  routeKey: 'GET /books/{id}',
  rawPath: '/books/42',
  rawQueryString: '',
  headers: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`header-${index}`, `the value of header ${index}`])),
  requestContext: { http: { method: 'GET', path: '/books/42' }, requestId: 'JKJaXmPLvHcESHA=', stage: '$default' },
  pathParameters: { id: '42' },
  isBase64Encoded: false,
});

const fn: FunctionPlan = {
  key: 'echo',
  name: 'echo',
  place: { logicalId: 'Echo', stack: 'Stack', file: '' },
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:echo',
  version: '$LATEST',
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  code: { kind: 'inline', text: 'exports.handler = async (event) => event;' },
  environment: {},
  region: 'eu-west-1',
  timeoutMillis: 3000,
  memoryMegabytes: 128,
};

type RoundTrip = () => Promise<unknown>;

interface Subject {
  readonly name: string;
  readonly roundTrip: RoundTrip;
  readonly close: () => Promise<unknown>;
}

function echo(name: string, code: string): Subject {
  const worker = new Worker(code, { eval: true, execArgv: [] });
  const waiting: ((value: unknown) => void)[] = [];
  worker.on('message', (message) => waiting.shift()?.(message));
  const roundTrip = () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      worker.postMessage(event);
    });
  return { name, roundTrip, close: () => worker.terminate() };
}

function hosted(name: string, maxEnvironments: number): Subject {
  const host = new LambdaHost({ maxEnvironments });
  return { name, roundTrip: () => host.invoke(fn, event, { requestId: 'r', timeoutMillis: 30_000 }), close: () => host.close() };
}

async function measure(roundTrip: RoundTrip): Promise<{ readonly perSecond: number; readonly cpuMicros: number }> {
  const end = performance.now() + MILLIS;
  const cpu = process.cpuUsage();
  let done = 0;
  const loop = async () => {
    while (performance.now() < end) {
      await roundTrip();
      done++;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: UNDER_WAY }, loop));
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (done / (performance.now() - start)) * 1000, cpuMicros: (user + system) / done };
}

async function main(): Promise<void> {
  const wire = `const { parentPort } = require('node:worker_threads');`;
  const subjects = [
    echo('bare echo', `${wire} parentPort.on('message', (event) => parentPort.postMessage(event));`),
    echo(
      'bare echo that parses',
      `${wire} parentPort.on('message', (event) => parentPort.postMessage(JSON.stringify(JSON.parse(event))));`,
    ),
    hosted('host, 1 environment', 1),
    hosted('host, an environment a core', cpus().length),
    hosted(`host, ${UNDER_WAY} environments`, UNDER_WAY),
  ];
  const samples = subjects.map(() => [] as { readonly perSecond: number; readonly cpuMicros: number }[]);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { roundTrip }] of subjects.entries()) {
      const sample = await measure(roundTrip);
      if (round > 0) {
        samples[index]?.push(sample);
      }
    }
  }
  await Promise.all(subjects.map(({ close }) => close()));
  console.log(
    `Node.js ${process.version}, ${cpus().length} cores, ${ROUNDS} rounds of ${MILLIS} ms, ${UNDER_WAY} under way, ${event.length} bytes; median ratio (least to most)\n`,
  );
  console.log('| what | round trips a second | ratio to the bare echo | CPU each, ratio |\n| --- | --- | --- | --- |');
  for (const [index, { name }] of subjects.entries()) {
    const median = [...(samples[index] ?? [])].sort((a, b) => a.perSecond - b.perSecond)[ROUNDS >> 1]?.perSecond ?? 0;
    console.log(`| ${name} | ${Math.round(median)} | ${ratio(samples, index, 'perSecond')} | ${ratio(samples, index, 'cpuMicros')} |`);
  }
}

function ratio(
  samples: readonly (readonly { readonly perSecond: number; readonly cpuMicros: number }[])[],
  index: number,
  field: 'perSecond' | 'cpuMicros',
): string {
  const ratios = (samples[index] ?? [])
    .map((sample, round) => sample[field] / (samples[0]?.[round]?.[field] ?? Number.NaN))
    .sort((a, b) => a - b);
  const show = (value = Number.NaN) => value.toFixed(2);
  return `${show(ratios[ratios.length >> 1])} (${show(ratios[0])} to ${show(ratios.at(-1))})`;
}

void main();
