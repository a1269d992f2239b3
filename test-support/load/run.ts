import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LocalGateway, type LogEntry } from '@apigwv2-integrations/local';
import { type ClientFigures, Clients } from './clients';

const SOURCE = `exports.handler = async (event) => {
  const { eventType } = event.requestContext;
  if (eventType !== 'MESSAGE') return { statusCode: 200 };
  const { action, id } = JSON.parse(event.body);
  switch (action) {
    case 'crash': process.exit(1);
    case 'hang': return new Promise(() => {});
    case 'throw': throw new Error('as asked');
    case 'large': return { statusCode: 200, body: JSON.stringify({ id, text: 'x'.repeat(100000) }) };
    default: return { statusCode: 200, body: JSON.stringify({ id }) };
  }
};`;

const ref = (Ref: string) => ({ Ref });
const target = { 'Fn::Join': ['/', ['integrations', ref('Int')]] };

/** A WebSocket API whose only function answers, crashes, hangs or fails, as messages ask. */
function template(): object {
  const route = (RouteKey: string) => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: ref('Api'), RouteKey, Target: target } });
  return {
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: 'load', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
    },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: ref('Api'), StageName: 'dev' } },
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 1, MemorySize: 256, Code: { ZipFile: SOURCE } },
    },
    Int: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref('Api'),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        TimeoutInMillis: 10_000,
      },
    },
    Connect: route('$connect'),
    Disconnect: route('$disconnect'),
    Default: route('$default'),
    Response: {
      Type: 'AWS::ApiGatewayV2::RouteResponse',
      Properties: { ApiId: ref('Api'), RouteId: ref('Default'), RouteResponseKey: '$default' },
    },
  };
}

const MEBIBYTE = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMebibytes(): number {
  collectGarbage();
  return Math.round(process.memoryUsage().heapUsed / MEBIBYTE);
}

/** The watchdog, which the gateways of a process share, and the service of esbuild, with which tsx compiles modules. */
const ENDS_WITH_THIS_PROCESS = /watchdog-process|esbuild\0--service=/;

/** The processes that this one has started, that still run and that do not end with it. Empty where there is no /proc. */
function childProcesses(): readonly string[] {
  try {
    return readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isChild(id));
  } catch {
    return [];
  }
}

function isChild(id: string): boolean {
  try {
    const parent = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
    return parent === String(process.pid) && !ENDS_WITH_THIS_PROCESS.test(readFileSync(`/proc/${id}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}

/** The child processes that were not there before, after those that are ending have had a moment. */
async function processesLeft(before: ReadonlySet<string>): Promise<readonly string[]> {
  const left = () => childProcesses().filter((id) => !before.has(id));
  for (let count = 0; count < 30 && left().length > 0; count++) {
    await sleep(100);
  }
  return left();
}

/** Runs the clients in a process of their own, so that their memory is not measured. */
function runClients(args: readonly string[]): Promise<ClientFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, ['clients', ...args], { execArgv: process.execArgv });
    child.once('message', (figures) => resolve(figures as ClientFigures));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
  });
}

/**
 * Loads a WebSocket API with clients that come and go, and checks that nothing is lost and nothing is left behind.
 *
 * Usage: npm run test:load [-- seconds [connections]]
 */
async function main(concurrent: number, seconds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  const path = join(folder, 'load.template.json');
  writeFileSync(path, JSON.stringify({ Resources: template() }));
  const before = new Set(childProcesses());
  const counts: Record<string, number> = {};
  const log = (entry: LogEntry): void => {
    const kind = entry.kind === 'connect' && entry.status !== 101 ? 'refused' : entry.kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  const gateway = await LocalGateway.load(path, { log, maxEnvironments: 6, recordInvocations: false });
  const { port } = await gateway.listen();
  const heaps: number[] = [];
  const sampling = setInterval(() => heaps.push(heapMebibytes()), 1000);
  const figures = await runClients([String(port), String(concurrent), String(seconds)]);
  clearInterval(sampling);
  await gateway.idle();
  const heapAfter = heapMebibytes();
  const start = performance.now();
  await gateway.close();
  const closeMillis = Math.round(performance.now() - start);
  rmSync(folder, { recursive: true });
  const left = await processesLeft(before);

  const third = Math.ceil(heaps.length / 3);
  const mean = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1));
  const [middle, last] = [mean(heaps.slice(third, 2 * third)), mean(heaps.slice(2 * third))];
  console.log(`${concurrent} connections at once for ${seconds} s:`, figures);
  console.log(`log entries:`, counts);
  console.log(
    `heap: ${middle} MiB in the second third, ${last} MiB in the last one, ${heapAfter} MiB at the end; closed in ${closeMillis} ms`,
  );
  report([
    ['every message has an answer or an error frame', figures.lost === 0],
    ['messages are answered', figures.answers > 0],
    ['crashes, hangs and errors have an error frame', figures.errorFrames > 0],
    ['clients that do not read are cut off', figures.cutOff > 0],
    ['malformed frames close the connection', figures.rejectedFrames > 0],
    ['every connection ends with $disconnect', counts.connect === counts.disconnect],
    ['handshakes are accepted', figures.refused <= figures.connections / 20],
    ['the heap does not grow', last <= middle * 1.2 + 10],
    ['nothing is left in the heap', heapAfter <= last + 10],
    ['the gateway closes within 2 s', closeMillis < 2000],
    ['no process is left behind', left.length === 0],
  ]);
}

function report(checks: readonly (readonly [string, boolean])[]): void {
  for (const [name, isGood] of checks) {
    console.log(`${isGood ? 'passed' : 'FAILED'}  ${name}`);
  }
  const passed = checks.filter(([, isGood]) => isGood).length;
  console.log(`${passed} passed, ${checks.length - passed} failed`);
  process.exitCode = passed === checks.length ? 0 : 1;
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'clients') {
  const [port = 0, concurrent = 0, seconds = 0] = rest.map(Number);
  void new Clients(port, concurrent, seconds).run().then((figures) => process.send?.(figures, () => process.exit(0)));
} else {
  void main(Number(rest[0] ?? 1000), Number(first ?? 60));
}
