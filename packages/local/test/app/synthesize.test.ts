import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SynthesisError, type SynthesisOptions, synthesize } from '../../src/app/synthesize';
import { UserError } from '../../src/user-error';
import { files } from '../support';
import { callOf, project, WRITE_ASSEMBLY } from './support';

async function run(directory: string, options: Partial<SynthesisOptions> = {}) {
  let printed = '';
  const app = await synthesize({ directory, print: (text) => (printed += text), ...options });
  return { app, printed };
}

describe('cdk synth', () => {
  test('runs with look-ups, notices, telemetry and the version check off', async () => {
    const directory = project(WRITE_ASSEMBLY);

    const { app } = await run(directory);

    expect(app).toEqual({ path: join(directory, 'cdk.out') });
    expect(callOf(directory)).toMatchObject({
      args: ['synth', '--no-lookups', '--no-notices', '--quiet', '--output=cdk.out'],
      env: { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: 'true' },
    });
  });

  test('gets the app, the context values and the folder as single arguments', async () => {
    const directory = project(WRITE_ASSEMBLY);

    const { app } = await run(directory, { app: 'npx tsx "my app.ts"; echo', context: ['a=1', 'b=$HOME x'], output: 'out put' });

    expect(app.path).toBe(join(directory, 'out put'));
    expect(callOf(directory)?.args.slice(4)).toEqual([
      '--output=out put',
      '--app=npx tsx "my app.ts"; echo',
      '--context=a=1',
      '--context=b=$HOME x',
    ]);
  });

  test('writes into the output of cdk.json', async () => {
    const directory = project(WRITE_ASSEMBLY, { 'cdk.json': { app: 'node app.js', output: 'build/assembly' } });
    expect((await run(directory)).app.path).toBe(join(directory, 'build/assembly'));
  });

  test('is found in a folder above the project', async () => {
    const root = project(WRITE_ASSEMBLY, { 'services/shop/cdk.json': { app: 'node app.js' } });
    expect((await run(join(root, 'services/shop'))).app.path).toBe(join(root, 'services/shop/cdk.out'));
  });

  test('gets the environment that is passed, and prints colors on request', async () => {
    const directory = project(WRITE_ASSEMBLY);
    await run(directory, { env: { STAGE: 'test' }, color: true });
    expect(callOf(directory)?.env).toMatchObject({ STAGE: 'test', FORCE_COLOR: '1' });
    expect(callOf(directory)?.env).not.toHaveProperty('NO_COLOR');
  });

  test('prints its standard output and standard error as they come', async () => {
    const directory = project(`${WRITE_ASSEMBLY} console.log('from the app'); console.error('⚠️ from the CLI');`);
    const { printed } = await run(directory);
    expect(printed.split('\n').sort()).toEqual(['', 'from the app', '⚠️ from the CLI'].sort());
  });
});

describe('an app with findings', () => {
  test('is returned with how the command failed, if it wrote its assembly all the same', async () => {
    const directory = project(`${WRITE_ASSEMBLY} process.exitCode = 1;`, { 'cdk.out/manifest.json': {} });
    expect((await run(directory)).app).toEqual({ path: join(directory, 'cdk.out'), failure: 'exit code 1' });
  });
});

describe('a failed synthesis', () => {
  test('is an error with the end of the output', async () => {
    const directory = project("console.error('x'.repeat(20_000) + 'Error: no such bucket'); process.exitCode = 1;");

    const error = (await run(directory).catch((reason: unknown) => reason)) as SynthesisError;

    expect(error).toBeInstanceOf(SynthesisError);
    expect(error.message).toBe('cdk synth failed (exit code 1) and wrote no cloud assembly: correct the error that it printed');
    expect(error.output.slice(-24)).toBe('xxError: no such bucket\n');
    expect(error.output).toHaveLength(16 * 1024);
  });

  test('never returns the assembly of an earlier run', async () => {
    const directory = project('process.exitCode = 1;', { 'cdk.out/manifest.json': {} });
    await expect(run(directory)).rejects.toThrow(
      `cdk synth failed (exit code 1) and wrote no cloud assembly: correct the error that it printed, or pass ${join(directory, 'cdk.out')} to use the assembly of an earlier run`,
    );
  });

  test('does not suggest that assembly while it is served', async () => {
    const directory = project('process.exitCode = 1;', { 'cdk.out/manifest.json': {} });
    const error = (await run(directory, { isServed: true }).catch((reason: unknown) => reason)) as SynthesisError;
    expect(error.message).toBe('cdk synth failed (exit code 1) and wrote no cloud assembly: correct the error that it printed');
  });

  test('names the signal that ended the command', async () => {
    const directory = project("process.kill(process.pid, 'SIGKILL');");
    await expect(run(directory)).rejects.toThrow('cdk synth failed (ended by SIGKILL) and wrote no cloud assembly');
  });

  test('includes an app that writes nothing', async () => {
    const directory = project('', { 'cdk.out/manifest.json': {} });
    await expect(run(directory)).rejects.toThrow('cdk synth ran the app, which wrote no cloud assembly');
  });

  test('includes a project without aws-cdk, with the command that installs it', async () => {
    const directory = files({ 'cdk.json': { app: 'node app.js' } });
    await expect(run(directory)).rejects.toThrow(
      `the app cannot be synthesized, because aws-cdk is not installed in ${directory}: run npm install --save-dev aws-cdk, or pass a cloud assembly folder`,
    );
  });

  test('includes a package that calls itself aws-cdk but has no command', async () => {
    const directory = project('', { 'node_modules/aws-cdk/package.json': { name: 'aws-cdk' } });
    await expect(run(directory)).rejects.toBeInstanceOf(UserError);
  });

  test('includes a folder that cannot be entered', async () => {
    const directory = project('');
    await expect(run(join(directory, 'nope'))).rejects.toThrow('cdk synth cannot be started: spawn');
  });
});

test('an app that is the folder of an assembly is not run', async () => {
  const directory = project('process.exitCode = 1;', { 'cdk.json': { app: 'ready' }, 'ready/manifest.json': {} });
  expect((await run(directory)).app).toEqual({ path: join(directory, 'ready') });
  expect(callOf(directory)).toBeUndefined();
});

test('an app can be a command that is longer than a file name may be', async () => {
  const app = `node app.js ${'x'.repeat(5000)}`;
  const directory = project(WRITE_ASSEMBLY);
  await run(directory, { app });
  expect(callOf(directory)?.args).toContain(`--app=${app}`);
});

test('a cdk.json that cannot be read is left to the CDK', async () => {
  const directory = project("console.error('cdk.json: unexpected token'); process.exitCode = 1;", { 'cdk.json': '{' });
  await expect(run(directory)).rejects.toMatchObject({ output: 'cdk.json: unexpected token\n' });
});

describe('a signal', () => {
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      // A process that ended is a zombie until its new parent reads its exit code.
      return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };

  test('ends the command and what it started, even what ignores SIGTERM', async () => {
    const stubborn = "process.on('SIGTERM', () => {}); require('node:fs').writeFileSync('ready', ''); setInterval(() => {}, 1000);";
    const directory = project(`
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });
      require('node:fs').writeFileSync('pid', String(child.pid));
      setInterval(() => {}, 1000);
    `);
    const controller = new AbortController();
    const overtaken = new Error('overtaken');

    const result = run(directory, { signal: controller.signal }).catch((reason: unknown) => reason);
    await expect.poll(() => existsSync(join(directory, 'ready')), { timeout: 20_000 }).toBe(true);
    controller.abort(overtaken);

    expect(await result).toBe(overtaken);
    const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test('that is aborted before the start starts nothing', async () => {
    const directory = project(WRITE_ASSEMBLY);
    await expect(run(directory, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(callOf(directory)).toBeUndefined();
  });
});

test('a process that the app leaves behind holds up nothing', async () => {
  const directory = project(`
    ${WRITE_ASSEMBLY}
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)'], { stdio: 'inherit' });
    child.unref();
    writeFileSync('pid', String(child.pid));
  `);
  const start = performance.now();
  await run(directory);
  expect(performance.now() - start).toBeLessThan(25_000);
  process.kill(Number(readFileSync(join(directory, 'pid'), 'utf8')));
});
