import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import WebSocket from 'ws';
import { freePorts } from '../gateway/subject';
import { CLI, installRivals } from '../gateway/subjects';
import { RIVALS } from '../harness/install';
import { type Round, ratios, spreadOf } from '../harness/pairs';
import { machine, shown, table, writeSection } from '../harness/report';

/**
 * Messages per second of the local gateway with a function that returns the message, as ratios to others in the same run.
 *
 * Usage: npm run bench -- websocket [--rounds 5] [--seconds 4] [--warm 5] [--write]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    warm: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});
const [rounds, seconds, warm] = [Number(values.rounds), Number(values.seconds), Number(values.warm)];

const CONNECTIONS = 50;
const MAX_START_MILLIS = 60_000;
const MESSAGE = JSON.stringify({ action: 'echo', text: 'The Left Hand of Darkness' });

type Name = 'ws, with a round trip to a child process' | 'gateway' | 'serverless-offline';

interface Subject {
  readonly name: Name;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly url: string;
}

async function main(): Promise<void> {
  if (!existsSync(CLI)) {
    throw new Error('the benchmark measures the built gateway: run npm run build first');
  }
  installRivals();
  const folder = mkdtempSync(join(tmpdir(), 'bench-websocket-'));
  try {
    const subjects = await subjectsOf(folder);
    const measured: Round<Name, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      const samples: Partial<Round<Name, number>> = {};
      for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
        samples[subject.name] = await measure(subject);
      }
      process.stderr.write(`round ${round + 1} of ${rounds}\n`);
      measured.push(samples as Round<Name, number>);
    }
    const lines = report(subjects, measured);
    console.log(lines.join('\n'));
    if (values.write) {
      writeSection('websocket', lines);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(subjects: readonly Subject[], measured: readonly Round<Name, number>[]): readonly string[] {
  const rows = subjects.map(({ name }) => [
    name,
    shown(spreadOf(measured.map((round) => round[name])), 0),
    shown(ratios(measured, 'gateway', name, (rate) => rate)),
  ]);
  return [
    `${machine()}; ${CONNECTIONS} connections with one message each; medians of ${rounds} rounds of ${seconds} s after ${warm} s of warm-up, with the lowest and the highest value.`,
    '',
    ...table([['server', 'messages per second', 'gateway, relative to it'], ...rows]),
  ];
}

async function subjectsOf(folder: string): Promise<readonly Subject[]> {
  const [pipe = 0, gateway = 0, offline = 0, http = 0, lambda = 0] = await freePorts(5);
  const template = join(folder, 'echo.template.json');
  writeFileSync(template, JSON.stringify({ Resources: resources() }));
  return [
    {
      name: 'ws, with a round trip to a child process',
      command: process.execPath,
      args: [join(__dirname, 'servers/pipe.mjs'), String(pipe)],
      url: `ws://127.0.0.1:${pipe}`,
    },
    {
      name: 'gateway',
      command: process.execPath,
      args: [CLI, 'serve', template, '--port', String(gateway)],
      url: `ws://127.0.0.1:${gateway}/dev`,
    },
    {
      name: 'serverless-offline',
      command: join(RIVALS, 'node_modules/.bin/serverless'),
      args: [
        'offline',
        'start',
        '--httpPort',
        String(http),
        '--lambdaPort',
        String(lambda),
        '--websocketPort',
        String(offline),
        '--host',
        '127.0.0.1',
      ],
      cwd: join(__dirname, 'app'),
      url: `ws://127.0.0.1:${offline}`,
    },
  ];
}

function resources(): object {
  const ApiId = { Ref: 'Api' };
  const source = readFileSync(join(__dirname, 'app/handler/index.js'), 'utf8');
  return {
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: 'echo', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
    },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName: 'dev' } },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs20.x', Handler: 'index.handler', Code: { ZipFile: source } } },
    Int: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId, RouteKey: '$default', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Int' }]] } },
    },
    Response: {
      Type: 'AWS::ApiGatewayV2::RouteResponse',
      Properties: { ApiId, RouteId: { Ref: 'Route' }, RouteResponseKey: '$default' },
    },
  };
}

/** Messages per second. */
async function measure({ name, command, args, cwd, url }: Subject): Promise<number> {
  // serverless-offline writes a line for each message to its error output.
  const errors = name === 'serverless-offline' ? 'ignore' : 'inherit';
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', errors], env: { ...process.env, NO_COLOR: '1' } });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  try {
    await answering(name, url);
    const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(url)));
    let received = 0;
    for (const client of clients) {
      client.on('message', (data: Buffer) => {
        if (data.toString() !== MESSAGE) {
          throw new Error(`${name} answers ${data}`);
        }
        received++;
        client.send(MESSAGE);
      });
      client.send(MESSAGE);
    }
    await sleep(warm * 1000);
    const [before, start] = [received, performance.now()];
    await sleep(seconds * 1000);
    const rate = ((received - before) / (performance.now() - start)) * 1000;
    for (const client of clients) {
      client.terminate();
    }
    return rate;
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

/** Waits until the server accepts a connection and returns a message. */
async function answering(name: string, url: string): Promise<void> {
  for (const start = performance.now(); performance.now() - start < MAX_START_MILLIS; await sleep(100)) {
    try {
      const client = await open(url);
      const answer = new Promise<boolean>((resolve) => {
        client.once('message', () => resolve(true));
      });
      client.send(MESSAGE);
      const isAnswered = await Promise.race([answer, sleep(10_000, false)]);
      client.terminate();
      if (isAnswered) {
        return;
      }
    } catch {
      // It has not started yet.
    }
  }
  throw new Error(`${name} does not answer on ${url}`);
}

function open(url: string): Promise<WebSocket> {
  const client = new WebSocket(url, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    client.once('open', () => resolve(client));
    client.once('error', reject);
  });
}

void main();
