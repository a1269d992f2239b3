import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type Round, ratios, spreadOf } from './harness/pairs';
import { machine, shown, table, writeSection } from './harness/report';

/**
 * The first and the following calls of a function in each runtime of the local gateway, as ratios to Node.js in the same
 * run. The custom runtime is a `bootstrap` in Node.js, so that its ratio is that of the Lambda Runtime API to the pipe.
 *
 * Usage: npm run bench -- runtimes [--rounds 15] [--calls 500] [--write]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    calls: { type: 'string', default: '500' },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});
const [rounds, calls] = [Number(values.rounds), Number(values.calls)];

type Subject = 'Node.js' | 'Python' | 'custom runtime';

/** Calls of one function in one round, in milliseconds. */
interface Sample {
  /** The first one, which starts the environment. */
  readonly cold: number;
  /** The median of the following ones. */
  readonly warm: number;
}

const RESULT = { statusCode: 200, body: 'a book' };
const NODE = `exports.handler = async () => (${JSON.stringify(RESULT)});`;
const PYTHON = `def handler(event, context):\n    return ${JSON.stringify(RESULT)}\n`;
const BOOTSTRAP = `#!${process.execPath}
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const call = (method, path, body) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, agent, method, path: '/2018-06-01/runtime/' + path }, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; }).on('end', () => resolve({ text, headers: response.headers }));
  });
  request.on('error', reject).end(body);
});
(async () => {
  for (;;) {
    const { headers } = await call('GET', 'invocation/next');
    await call('POST', 'invocation/' + headers['lambda-runtime-aws-request-id'] + '/response', ${JSON.stringify(JSON.stringify(RESULT))});
  }
})();
`;

const RUNTIMES: Readonly<Record<Subject, { readonly runtime: Runtime; readonly file: string; readonly text: string }>> = {
  'Node.js': { runtime: Runtime.NODEJS_22_X, file: 'index.js', text: NODE },
  Python: { runtime: Runtime.PYTHON_3_13, file: 'index.py', text: PYTHON },
  'custom runtime': { runtime: Runtime.PROVIDED_AL2023, file: 'bootstrap', text: BOOTSTRAP },
};
const SUBJECTS = Object.keys(RUNTIMES) as Subject[];

function pathOf(subject: Subject): string {
  return `/${SUBJECTS.indexOf(subject)}`;
}

function synthesize(folder: string): string {
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'Bench');
  const api = new HttpApi(stack, 'Api');
  for (const subject of SUBJECTS) {
    const { runtime, file, text } = RUNTIMES[subject];
    const code = join(folder, file);
    mkdirSync(code);
    writeFileSync(join(code, file), text, { mode: 0o755 });
    const fn = new LambdaFunction(stack, `Fn${pathOf(subject).slice(1)}`, {
      runtime,
      handler: 'index.handler',
      code: Code.fromAsset(code),
    });
    api.addRoutes({ path: pathOf(subject), integration: new HttpLambdaIntegration(subject, fn) });
  }
  return app.synth().directory;
}

async function measure(gateway: LocalGateway, subject: Subject): Promise<Sample> {
  const call = async () => {
    const startedAt = performance.now();
    const { statusCode } = await gateway.inject({ path: pathOf(subject) });
    if (statusCode !== RESULT.statusCode) {
      throw new Error(`${subject} answers ${statusCode}: see what the gateway reports at its start`);
    }
    return performance.now() - startedAt;
  };
  const cold = await call();
  const millis: number[] = [];
  for (let count = 0; count < calls; count++) {
    millis.push(await call());
  }
  return { cold, warm: spreadOf(millis).median };
}

async function measureAll(path: string): Promise<readonly Round<Subject, Sample>[]> {
  const measured: Round<Subject, Sample>[] = [];
  for (let round = 0; round <= rounds; round++) {
    const gateway = await LocalGateway.load(path);
    const samples: Partial<Round<Subject, Sample>> = {};
    for (const subject of round % 2 === 0 ? SUBJECTS : [...SUBJECTS].reverse()) {
      samples[subject] = await measure(gateway, subject);
    }
    await gateway.close();
    // The first round compiles the gateway.
    if (round > 0) {
      measured.push(samples as Round<Subject, Sample>);
    }
  }
  return measured;
}

function report(measured: readonly Round<Subject, Sample>[]): string[] {
  const rows = SUBJECTS.map((subject) => [
    subject,
    ...(['cold', 'warm'] as const).flatMap((figure) => [
      shown(ratios(measured, subject, 'Node.js', (sample) => sample[figure])),
      shown(spreadOf(measured.map((round) => round[subject][figure]))),
    ]),
  ]);
  return [
    `${rounds} rounds of ${calls} calls, one at a time; median, with the lowest and the highest round in parentheses. ${machine()}.`,
    '',
    ...table([
      ['runtime', 'first call, ratio to Node.js', 'first call, ms', 'following calls, ratio to Node.js', 'following calls, ms'],
      ...rows,
    ]),
  ];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-runtimes-'));
  try {
    const lines = report(await measureAll(synthesize(folder)));
    console.log(lines.join('\n'));
    if (values.write) {
      writeSection('runtimes', lines);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
