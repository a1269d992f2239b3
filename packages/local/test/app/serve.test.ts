import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { api, files, integration, route, stage } from '../support';
import { callOf, project } from './support';

/** An assembly with one API, which the program copies into its output folder. */
const FIXTURE = {
  'fixture/manifest.json': {
    version: '1.0.0',
    artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } },
  },
  'fixture/Shop.template.json': {
    Resources: { Api: api(), Stage: stage('$default', { AutoDeploy: true }), Int: integration(), Get: route('GET /books') },
  },
};
/** The same assembly, as an earlier run left it. */
const EARLIER = Object.fromEntries(Object.entries(FIXTURE).map(([name, content]) => [name.replace('fixture', 'cdk.out'), content]));
const SYNTHESIZE = `
  const output = process.argv.find((each) => each.startsWith('--output=')).slice('--output='.length);
  require('node:fs').cpSync('fixture', output, { recursive: true });
`;
const BROKEN = "console.error('TypeError: x is undefined'); process.exitCode = 1;";

const shop = (script = SYNTHESIZE, contents: Readonly<Record<string, unknown>> = {}) => project(script, { ...FIXTURE, ...contents });

/** Runs a command in a folder. */
function inFolder(folder: string, argv: readonly string[]) {
  const previous = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(previous));
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let out = '';
  let err = '';
  const ended = Promise.resolve(
    main(argv, {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      env: process.env,
      stop: stop.signal,
    }),
  );
  return { ended, out: () => out, err: () => err, stop: () => stop.abort() };
}

/** Runs `serve` until the APIs are served, then stops it. */
async function served(folder: string, ...args: readonly string[]) {
  const run = inFolder(folder, ['serve', '--port', '0', ...args]);
  await expect.poll(run.out, { timeout: 20_000 }).toContain('Press Ctrl-C');
  run.stop();
  expect(await run.ended).toBe(0);
  return run;
}

describe('serve in a folder with cdk.json', () => {
  test('synthesizes the app, prints what cdk synth prints on standard error, and serves it', async () => {
    const folder = shop(`${SYNTHESIZE} console.log('from the app');`);
    const { out, err } = await served(folder);
    expect(out()).toContain('GET /books');
    expect(out()).not.toContain('from the app');
    expect(err()).toBe('from the app\n');
    expect(callOf(folder)?.args[0]).toBe('synth');
  });

  test('passes --app, --context and --output to cdk synth', async () => {
    const folder = shop();
    await served(folder, '--app', 'npx tsx app.ts', '--context', 'a=1', '-c', 'b=2', '--output', 'local.out');
    expect(callOf(folder)?.args.slice(4)).toEqual(['--output=local.out', '--app=npx tsx app.ts', '--context=a=1', '--context=b=2']);
  });

  test('reads app, context and output in the configuration file, and prefers the command line', async () => {
    const configuration = { app: 'node a.js', context: { stage: 'dev', count: 2 }, output: 'build' };
    const folder = shop(SYNTHESIZE, { 'apigwv2-local.json': configuration });
    await served(folder, '--app', 'node b.js');
    expect(callOf(folder)?.args.slice(4)).toEqual(['--output=build', '--app=node b.js', '--context=stage=dev', '--context=count=2']);
  });

  test('serves an app with findings, and says that cdk synth failed', async () => {
    const { err } = await served(shop(`${SYNTHESIZE} process.exitCode = 1;`));
    expect(err()).toBe('apigwv2-local: cdk synth failed (exit code 1), but the app wrote cdk.out, which is served\n');
  });

  test('exits with 1 for an app with findings under --strict', async () => {
    const run = inFolder(shop(`${SYNTHESIZE} process.exitCode = 1;`), ['serve', '--strict', '--port', '0']);
    expect(await run.ended).toBe(1);
    expect(run.out()).toBe('');
    expect(run.err()).toBe('apigwv2-local: cdk synth failed (exit code 1), but the app wrote cdk.out\n');
  });

  test('never serves the assembly of an earlier run', async () => {
    const folder = shop(BROKEN, EARLIER);
    const run = inFolder(folder, ['serve', '--port', '0']);
    expect(await run.ended).toBe(2);
    expect(run.out()).toBe('');
    expect(run.err()).toBe(
      'TypeError: x is undefined\napigwv2-local: cdk synth failed (exit code 1) and wrote no cloud assembly: correct the error that it printed, or pass cdk.out to use the assembly of an earlier run\n',
    );
  });

  test('ends when it is stopped during the synthesis', async () => {
    const folder = shop("require('node:fs').writeFileSync('started', ''); setInterval(() => {}, 1000);");
    const run = inFolder(folder, ['serve', '--port', '0']);
    await expect.poll(() => existsSync(join(folder, 'started')), { timeout: 20_000 }).toBe(true);
    run.stop();
    expect(await run.ended).toBe(0);
    expect([run.out(), run.err()]).toEqual(['', '']);
  });

  test('names the package that is missing', async () => {
    const folder = files({ 'cdk.json': {} });
    const run = inFolder(folder, ['serve']);
    expect(await run.ended).toBe(2);
    expect(run.err()).toContain('run npm install --save-dev aws-cdk, or pass a cloud assembly folder');
  });
});

describe('a path', () => {
  test('is served as it is', async () => {
    const folder = shop(BROKEN);
    expect((await served(folder, join(folder, 'fixture'))).out()).toContain('GET /books');
    expect(callOf(folder)).toBeUndefined();
  });

  test('takes precedence over the app in the configuration file', async () => {
    const folder = shop(BROKEN, { 'apigwv2-local.json': { app: 'node app.js' } });
    await served(folder, 'fixture');
    expect(callOf(folder)).toBeUndefined();
  });

  test('in the configuration file is served as it is, unless the command line names an app', async () => {
    const folder = shop(SYNTHESIZE, { 'apigwv2-local.json': { path: 'fixture' } });
    await served(folder);
    expect(callOf(folder)).toBeUndefined();
    await served(folder, '--app', 'node app.js');
    expect(callOf(folder)?.args).toContain('--app=node app.js');
  });

  test.each([
    [['serve', 'fixture', '--app', 'node app.js'], {}, '--app is for synthesizing the app, but fixture is already synthesized'],
    [['serve', 'fixture', '-c', 'a=1'], {}, '--context is for synthesizing the app, but fixture is already synthesized'],
    [['serve'], { path: 'fixture', output: 'out' }, '--output is for synthesizing the app, but fixture is already synthesized'],
  ])('is refused together with a flag of the synthesis: %j', async (argv, configuration, message) => {
    const run = inFolder(shop(SYNTHESIZE, { 'apigwv2-local.json': configuration }), argv);
    expect(await run.ended).toBe(2);
    expect(run.err()).toContain(`${message}: pass one of the two`);
  });
});

describe('a folder without cdk.json', () => {
  test('has its cdk.out served', async () => {
    const { out } = await served(files(EARLIER));
    expect(out()).toContain('GET /books');
  });

  test('has its app synthesized if --app names one', async () => {
    const folder = shop();
    rmSync(join(folder, 'cdk.json'));
    await served(folder, '--app', 'node app.js');
    expect(callOf(folder)?.args).toContain('--app=node app.js');
  });

  test('refuses --context and --output without --app', async () => {
    const run = inFolder(files({}), ['serve', '--context', 'a=1']);
    expect(await run.ended).toBe(2);
    expect(run.err()).toContain('--context needs an app to synthesize, but this folder has no cdk.json: pass --app, too');
  });
});

test('routes and check read cdk.out and synthesize nothing', async () => {
  const folder = shop(BROKEN, EARLIER);
  for (const verb of ['routes', 'check']) {
    const run = inFolder(folder, [verb]);
    await run.ended;
    expect(run.err()).toBe('');
  }
  expect(callOf(folder)).toBeUndefined();
});
