import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts, type Running, start } from '../gateway/subject';
import { CLI, installRivals } from '../gateway/subjects';
import { RIVALS } from '../harness/install';
import { type Round, ratios, spreadOf } from '../harness/pairs';
import { machine, shown, table, writeSection } from '../harness/report';
import { measureMemory } from './memory';

/**
 * From the save of a file to the first answer by the new code, as ratios to serverless-offline and to `cdk synth` alone in the
 * same run, and the memory of the gateway over many reloads.
 *
 * Usage: npm run bench -- reload [--rounds 15] [--syntheses 7] [--reloads 300] [--write]
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    syntheses: { type: 'string', default: '7' },
    reloads: { type: 'string', default: '300' },
    write: { type: 'boolean', default: false },
  },
  strict: false,
});
const [rounds, syntheses, reloads] = [Number(values.rounds), Number(values.syntheses), Number(values.reloads)];

const MODULES = join(__dirname, '../../node_modules');
const CDK = join(MODULES, 'aws-cdk/bin/cdk');
const PATH = '/books/7';
/** Requests during a synthesis of seconds would slow it down. */
const BUNDLE_INTERVAL_MILLIS = 25;
const MAX_WAIT_MILLIS = 60_000;
/** A process that has just started still loads and compiles. */
const PAUSE_MILLIS = 300;

const handler = (text: string) => `exports.handler = async () => ({ statusCode: 200, body: ${JSON.stringify(text)} });\n`;
const bundled = (text: string) =>
  `import { book } from './book';\nexport const handler = async () => ({ statusCode: 200, body: book(${JSON.stringify(text)}) });\n`;

const APP = `const { App, Stack } = require('aws-cdk-lib');
const { HttpApi } = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const { Code, Function, Runtime } = require('aws-cdk-lib/aws-lambda');
const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs');
const { join } = require('node:path');
const stack = new Stack(new App(), 'Books');
const runtime = Runtime.NODEJS_20_X;
const add = (id, path, fn) => new HttpApi(stack, id).addRoutes({ path, integration: new HttpLambdaIntegration(id + 'Integration', fn) });
add('Folder', '/books/{id}', new Function(stack, 'FolderFn', { runtime, handler: 'index.handler', code: Code.fromAsset(join(__dirname, 'handler')) }));
add('Bundle', '/books/{id}', new NodejsFunction(stack, 'BundleFn', { runtime, entry: join(__dirname, 'src/handler.ts') }));
`;

const SERVERLESS = `service: books
frameworkVersion: '4'
provider:
  name: aws
  runtime: nodejs20.x
plugins: [serverless-offline]
functions:
  books:
    handler: handler/index.handler
    events: [httpApi: 'GET /books/{id}']
`;

/** A project with an app for both. */
function createProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-reload-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const name of ['handler', 'src']) {
    mkdirSync(join(folder, name));
  }
  write('cdk.json', JSON.stringify({ app: 'node app.js' }));
  write('app.js', APP);
  write('package.json', '{}');
  write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: {} }));
  write('serverless.yml', SERVERLESS);
  write('handler/index.js', handler('first'));
  write('src/handler.ts', bundled('first'));
  write('src/book.ts', 'export const book = (title: string) => title;\n');
  symlinkSync(MODULES, join(folder, 'node_modules'));
  return folder;
}

/** Resolves with the time until the server answers with a text. */
function answered(port: number, text: string, intervalMillis = 2): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const ask = () => {
      const again = () =>
        performance.now() - began > MAX_WAIT_MILLIS ? reject(new Error(`no answer ${text}`)) : setTimeout(ask, intervalMillis);
      get({ host: '127.0.0.1', port, path: PATH, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => (body.includes(text) ? resolve(performance.now() - began) : again()));
      }).on('error', again);
    };
    ask();
  });
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
const environment = { CDK_VALIDATION: 'false', CDK_DISABLE_VERSION_CHECK: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' };

type FolderSubject = 'gateway' | 'serverless-offline, reloadHandler' | 'serverless-offline, restarted';

/** A plain folder: nothing has to be synthesized. */
async function measureFolder(project: string): Promise<Round<FolderSubject, number>[]> {
  const [own, reloading, restarted, ...more] = await freePorts(5);
  const offline = (port: number, lambdaPort: number, ...flags: string[]) => ({
    name: 'serverless-offline',
    command: join(RIVALS, 'node_modules/.bin/serverless'),
    args: ['offline', 'start', '--httpPort', String(port), '--lambdaPort', String(lambdaPort), '--noPrependStageInUrl', ...flags],
    cwd: project,
    port,
    path: PATH,
  });
  const gateway = await startGateway(project, own);
  const reloads = await start(offline(reloading, more[0], '--reloadHandler'));
  const restarting = offline(restarted, more[1]);
  let rival = await start(restarting);
  const measured: Round<FolderSubject, number>[] = [];
  const edit = (text: string) => writeFileSync(join(project, 'handler/index.js'), handler(text));
  try {
    for (let round = 0; round <= rounds; round++) {
      const one = async (subject: FolderSubject, port: number, act = async () => {}) => {
        const text = `${subject} ${round}`;
        await pause();
        const began = performance.now();
        edit(text);
        await act();
        await answered(port, text);
        return performance.now() - began;
      };
      const restart = async () => {
        await rival.stop();
        rival = await start(restarting);
      };
      const figures = {
        gateway: await one('gateway', own),
        'serverless-offline, reloadHandler': await one('serverless-offline, reloadHandler', reloading),
        'serverless-offline, restarted': await one('serverless-offline, restarted', restarted, restart),
      };
      // The first round compiles what is measured.
      if (round > 0) {
        measured.push(figures);
      }
    }
  } finally {
    await Promise.all([gateway, reloads, rival].map((running) => running.stop()));
  }
  return measured;
}

function startGateway(project: string, port: number): Promise<Running> {
  const args = [CLI, 'serve', '--watch', '--port', String(port)];
  return start({ name: 'gateway', command: process.execPath, args, cwd: project, env: environment, port, path: PATH });
}

type BundleSubject = 'gateway' | 'cdk synth';

/** A bundled function: the app has to be synthesized. */
async function measureBundle(project: string): Promise<Round<BundleSubject, number>[]> {
  const [port] = await freePorts(1);
  const gateway = await startGateway(project, port);
  // The same app again, because two syntheses cannot write into one folder.
  const copy = mkdtempSync(join(tmpdir(), 'bench-reload-'));
  cpSync(project, copy, { recursive: true, filter: (path) => !path.endsWith('node_modules') && !path.endsWith('cdk.out') });
  symlinkSync(MODULES, join(copy, 'node_modules'));
  const measured: Round<BundleSubject, number>[] = [];
  try {
    for (let round = 0; round <= syntheses; round++) {
      await pause();
      // The second API has the port after that of the first one.
      const served = async () => {
        const began = performance.now();
        writeFileSync(join(project, 'src/handler.ts'), bundled(`served ${round}`));
        await answered(port + 1, `served ${round}`, BUNDLE_INTERVAL_MILLIS);
        return performance.now() - began;
      };
      const alone = async () => {
        writeFileSync(join(copy, 'src/handler.ts'), bundled(`alone ${round}`));
        const began = performance.now();
        await synthesize(copy);
        return performance.now() - began;
      };
      const figures =
        round % 2 === 0 ? { gateway: await served(), 'cdk synth': await alone() } : { 'cdk synth': await alone(), gateway: await served() };
      if (round > 0) {
        measured.push(figures);
      }
    }
  } finally {
    await gateway.stop();
    rmSync(copy, { recursive: true, force: true });
  }
  return measured;
}

function synthesize(cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [CDK, 'synth', '--no-lookups', '--no-notices', '--quiet'];
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...environment }, stdio: 'ignore' });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`cdk synth failed with ${code} in ${cwd}`))));
  });
}

async function main(): Promise<void> {
  if (!existsSync(CLI)) {
    throw new Error('the command is not built: run npm run build first');
  }
  installRivals();
  const project = createProject();
  try {
    const folder = await measureFolder(project);
    console.log(`edits of a folder, in ms: ${JSON.stringify(folder)}`);
    const bundle = await measureBundle(project);
    console.log(`edits of a bundled function, in ms: ${JSON.stringify(bundle)}`);
    const lines = [
      `${rounds} edits of a folder, ${syntheses} edits of a bundled function; median, with the lowest and the highest in parentheses. ${machine()}.`,
      '',
      ...table([
        ['edit of', 'compared with', 'ratio', 'gateway, ms', 'the other, ms'],
        ...(['serverless-offline, restarted', 'serverless-offline, reloadHandler'] as const).map((other) => [
          'a plain folder',
          other,
          shown(ratios(folder, 'gateway', other, (millis) => millis)),
          shown(spreadOf(folder.map(({ gateway }) => gateway)), 0),
          shown(spreadOf(folder.map((round) => round[other])), 0),
        ]),
        [
          'a bundled function',
          '`cdk synth` alone',
          shown(ratios(bundle, 'gateway', 'cdk synth', (millis) => millis)),
          shown(spreadOf(bundle.map(({ gateway }) => gateway)), 0),
          shown(spreadOf(bundle.map((round) => round['cdk synth'])), 0),
        ],
      ]),
      '',
      ...(await measureMemory(reloads)),
    ];
    console.log(lines.join('\n'));
    if (values.write) {
      writeSection('reload', lines);
    }
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

void main();
