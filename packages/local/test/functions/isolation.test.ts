import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FunctionServiceOptions } from '../../src/functions/function-service';
import { files } from '../support';
import { body, folderFn, hosted, until } from './support';

const SECRET = 'planted-secret';

/** A person's machine, with credentials wherever the AWS SDK looks for them. */
function plantHost(): string {
  const home = files({
    '.aws/credentials': `[default]\naws_access_key_id = AKIA${SECRET}\naws_secret_access_key = ${SECRET}\n`,
    '.aws/config': `[default]\nregion = eu-central-1\ncredential_process = echo ${SECRET}\n`,
    '.aws/sso/cache/token.json': { accessToken: SECRET },
    token: SECRET,
  });
  const planted = {
    HOME: home,
    USERPROFILE: home,
    AWS_ACCESS_KEY_ID: SECRET,
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_SESSION_TOKEN: SECRET,
    AWS_PROFILE: SECRET,
    AWS_CONFIG_FILE: join(home, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws/credentials'),
    AWS_WEB_IDENTITY_TOKEN_FILE: join(home, 'token'),
    AWS_ROLE_ARN: `arn:aws:iam::123456789012:role/${SECRET}`,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:1/${SECRET}`,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/${SECRET}`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: SECRET,
    GITHUB_TOKEN: SECRET,
    DATABASE_URL: `postgres://${SECRET}`,
    AWS_REGION: 'eu-central-1',
    NODE_OPTIONS: '--no-deprecation',
  };
  for (const [name, value] of Object.entries(planted)) {
    vi.stubEnv(name, value);
  }
  onTestFinished(() => void vi.unstubAllEnvs());
  return home;
}

/** Looks everywhere where the AWS SDK is documented to look, and at all of the environment. */
const LOOK = `
  const { existsSync, readFileSync, readdirSync } = require('node:fs');
  const os = require('node:os');
  const { join } = require('node:path');
  const read = (path) => (path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  const homes = [os.homedir(), process.env.HOME, process.env.USERPROFILE, process.env.HOMEPATH].filter(Boolean);
  const { environmentVariables } = process.report.getReport();
  const written = require('node:path').resolve(process.report.directory, process.report.writeReport());
  return {
    env: process.env,
    reported: environmentVariables,
    report: readFileSync(written, 'utf8'),
    reportFolder: require('node:path').dirname(written),
    environ: read('/proc/self/environ'),
    temp: os.tmpdir(),
    homes,
    inHomes: homes.map((home) => readdirSync(home)),
    files: homes.flatMap((home) => ['credentials', 'config'].map((name) => read(join(home, '.aws', name)) ?? null)),
    named: [read(process.env.AWS_CONFIG_FILE), read(process.env.AWS_SHARED_CREDENTIALS_FILE)],
    region: process.env.AWS_REGION,
    execArgv: process.execArgv,
  };
`;
const IN_CHILD = `const look = () => { ${LOOK} }; console.log(JSON.stringify(look()));`;

interface Seen {
  readonly env: Record<string, string>;
  readonly homes: readonly string[];
}

describe('nothing of the host reaches a handler', () => {
  const ways: readonly (readonly [string, string])[] = [
    ['by itself', LOOK],
    ['through ES modules', 'return (await import(process.env.LAMBDA_TASK_ROOT + "/look.mjs")).look();'],
    ['through execFile', 'return JSON.parse(require("node:child_process").execFileSync(process.execPath, ["child.js"]));'],
    ['through exec', 'return JSON.parse(require("node:child_process").execSync("node child.js", { encoding: "utf8" }));'],
    ['through spawnSync', 'return JSON.parse(require("node:child_process").spawnSync("node", ["child.js"]).stdout);'],
    [
      'through spawn',
      'const child = require("node:child_process").spawn("node", ["child.js"]); let out = ""; for await (const chunk of child.stdout) { out += chunk; } return JSON.parse(out);',
    ],
    [
      'through fork',
      'const child = require("node:child_process").fork("./child.js", { silent: true }); let out = ""; for await (const chunk of child.stdout) { out += chunk; } return JSON.parse(out);',
    ],
    [
      'through a shell',
      'return { env: {}, homes: [require("node:child_process").execSync("cd ~ && pwd", { encoding: "utf8" }).trim()], shell: require("node:child_process").execSync("env; cat ~/.aws/credentials 2>&1 || true", { encoding: "utf8" }) };',
    ],
    [
      'through a worker of its own',
      'const { Worker } = require("node:worker_threads"); const worker = new Worker("./worker.js"); return new Promise((resolve, reject) => { worker.once("message", resolve); worker.once("error", reject); });',
    ],
  ];

  test.each(ways)('%s', async (_, way) => {
    const home = plantHost();
    const { call } = hosted();
    const one = folderFn({
      'index.js': `exports.handler = async () => { ${way} };`,
      'look.mjs': `import { createRequire } from 'node:module'; import os, { homedir } from 'node:os'; const require = createRequire(import.meta.url);
        export const look = () => { if (homedir() !== os.homedir()) { throw new Error(homedir()); } ${LOOK.replace("const os = require('node:os');", '')} };`,
      'child.js': IN_CHILD,
      'worker.js': `const look = () => { ${LOOK} }; require('node:worker_threads').parentPort.postMessage(JSON.parse(JSON.stringify(look())));`,
    });
    const seen = (await call(one)) as Seen;
    const all = JSON.stringify(seen);
    expect(all).not.toContain(SECRET);
    expect(all).not.toContain(home);
    expect(all).not.toContain('eu-central-1');
    expect(seen.homes.length).toBeGreaterThan(0);
  });

  test('the walls themselves: an empty home, empty files, credentials of nobody', async () => {
    plantHost();
    const { call } = hosted();
    const seen = (await call(body(LOOK))) as { temp: string; reportFolder: string };
    expect(seen.reportFolder).toBe(seen.temp);
    expect(seen).toMatchObject({
      env: {
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: expect.stringMatching(/^[\w-]{40}$/),
        AWS_SESSION_TOKEN: expect.stringMatching(/^[\w-]{64}$/),
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: expect.stringMatching(/\.invalid$/),
      },
      inHomes: [[], []],
      named: ['', ''],
      region: 'eu-west-1',
      execArgv: ['--enable-source-maps', '--max-old-space-size=115'],
    });
  });

  test('the plant can be seen: without walls the same code finds it', async () => {
    const home = plantHost();
    const { execFileSync } = await import('node:child_process');
    const script = join(files({}), 'look.js');
    writeFileSync(script, IN_CHILD);
    const seen = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    expect(seen).toContain(SECRET);
    expect(seen).toContain(home);
  });
});

describe('variables that are passed on by name', () => {
  const environmentOf = async (options: FunctionServiceOptions, environment: Record<string, string> = {}) => {
    const { call } = hosted(options);
    return (await call(body('return { ...process.env, home: require("os").homedir() };', { environment }))) as Record<string, string>;
  };

  test('are seen, others are not', async () => {
    plantHost();
    const seen = await environmentOf({ passEnvironment: ['DATABASE_URL', 'NOT_SET'] });
    expect(seen).toMatchObject({ DATABASE_URL: `postgres://${SECRET}`, AWS_ACCESS_KEY_ID: 'local' });
    expect(seen).not.toHaveProperty('GITHUB_TOKEN');
    expect(seen).not.toHaveProperty('NOT_SET');
  });

  test('win over the template, which wins over what is made up', async () => {
    plantHost();
    const environment = { DATABASE_URL: 'template', TZ: 'Europe/Berlin', AWS_REGION: 'template' };
    expect(await environmentOf({ passEnvironment: ['DATABASE_URL'] }, environment)).toMatchObject({
      DATABASE_URL: `postgres://${SECRET}`,
      TZ: 'Europe/Berlin',
      AWS_REGION: 'template',
    });
  });

  test('credentials take the place of those that are made up', async () => {
    plantHost();
    const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
    const seen = await environmentOf({ passEnvironment: names });
    expect(seen).toMatchObject({ AWS_ACCESS_KEY_ID: SECRET, AWS_SECRET_ACCESS_KEY: SECRET });
    expect(seen).not.toHaveProperty('AWS_SESSION_TOKEN');
    expect(seen).not.toHaveProperty('AWS_ENDPOINT_URL');
    expect(seen.AWS_CONFIG_FILE).not.toContain(SECRET);
  });

  test('a profile with a home finds its files', async () => {
    const home = plantHost();
    const seen = await environmentOf({ passEnvironment: ['AWS_PROFILE', 'HOME'] });
    expect(seen).toMatchObject({ AWS_PROFILE: SECRET, HOME: home, home });
    expect(seen).not.toHaveProperty('AWS_CONFIG_FILE');
    expect(seen).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  });
});

describe('the process is the function’s own', () => {
  test('with the variables of the service', async () => {
    const { call } = hosted();
    const seen = (await call(
      body('return process.env;', { environment: { TABLE: 'books' }, memoryMegabytes: 512, handler: 'index.handler' }),
    )) as object;
    expect(seen).toMatchObject({
      TABLE: 'books',
      _HANDLER: 'index.handler',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_FUNCTION_NAME: 'books',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/books',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      LAMBDA_TASK_ROOT: expect.stringMatching(/task$/),
      NODE_PATH: expect.stringMatching(/task$/),
    });
  });

  test('with the code as its folder', async () => {
    const { call } = hosted();
    const one = folderFn({
      'index.mjs': `
        import fs, { existsSync, readFileSync } from 'node:fs';
        import { cp, readFile } from 'node:fs/promises';
        import { resolve } from 'node:path';
        import { execSync, exec } from 'node:child_process';
        import { promisify } from 'node:util';
        export const handler = async () => {
          const before = [process.cwd() === process.env.LAMBDA_TASK_ROOT, resolve('a.txt') === process.env.LAMBDA_TASK_ROOT + '/a.txt'];
          const texts = [readFileSync('a.txt', 'utf8'), await readFile('./a.txt', 'utf8'), fs.realpathSync.native('a.txt') === fs.realpathSync('a.txt')];
          const streamed = []; for await (const chunk of fs.createReadStream('a.txt')) { streamed.push(String(chunk)); }
          const called = await promisify(fs.stat)('a.txt'); const there = await promisify(fs.exists)(resolve('a.txt'));
          const child = [execSync('cat a.txt').toString(), (await promisify(exec)('cat a.txt')).stdout];
          await cp('a.txt', 'b.txt'); fs.renameSync('b.txt', 'sub/b.txt'); fs.symlinkSync('b.txt', 'sub/link');
          process.chdir('sub');
          const after = [process.cwd() === process.env.LAMBDA_TASK_ROOT + '/sub', existsSync('b.txt'), existsSync('a.txt'), readFileSync('link', 'utf8'), execSync('cat b.txt').toString()];
          let failed; try { process.chdir('b.txt'); } catch (error) { failed = error.code; }
          let missing; try { process.chdir('../nowhere'); } catch (error) { missing = error.code; }
          return { before, texts, streamed, size: called.size, there, child, after, failed, missing };
        };
      `,
      'a.txt': 'text',
      'sub/c.txt': '',
    });
    expect(await call(one)).toEqual({
      before: [true, true],
      texts: ['text', 'text', true],
      streamed: ['text'],
      size: 4,
      there: true,
      child: ['text', 'text'],
      after: [true, true, false, 'text', 'text'],
      failed: 'ENOTDIR',
      missing: 'ENOENT',
    });
  });

  test('with a folder of its own beside other functions', async () => {
    const { call } = hosted();
    const [a, b] = ['a', 'b'].map((name) =>
      folderFn({ 'index.js': 'exports.handler = async () => require("fs").readFileSync("name", "utf8");', name }),
    );
    expect(await Promise.all([a, b].map((each) => call(each as never)))).toEqual(['a', 'b']);
    expect(process.cwd()).not.toContain('routes-');
  });

  test('with a temporary folder of its own, for its user alone', async () => {
    const { call } = hosted();
    const one = body(
      'const { tmpdir } = require("os"); const { statSync, writeFileSync } = require("fs"); writeFileSync(tmpdir() + "/a", ""); return [tmpdir(), statSync(tmpdir() + "/..").mode & 0o777];',
    );
    const other = body('return [require("os").tmpdir()];');
    const [temp, mode] = (await call(one)) as [string, number];
    expect(mode).toBe(0o700);
    expect(temp.startsWith(join(tmpdir(), 'apigwv2-local-'))).toBe(true);
    expect(await call(other)).not.toContain(temp);
  });

  test('with a time zone of its own', async () => {
    const { call } = hosted();
    const one = (environment: Record<string, string>) =>
      body('return [new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone];', { environment });
    expect(await Promise.all([call(one({})), call(one({ TZ: 'Asia/Tokyo' })), call(one({ TZ: ':America/New_York' }))])).toEqual([
      [0, 'UTC'],
      [9, 'Asia/Tokyo'],
      [19, 'America/New_York'],
    ]);
  });

  test('with a heap by its memory', async () => {
    const { call } = hosted();
    const limit = (memoryMegabytes: number) =>
      call(body('return Math.round(require("v8").getHeapStatistics().heap_size_limit / 2 ** 20);', { memoryMegabytes }));
    const [small, large] = (await Promise.all([limit(256), limit(1024)])) as [number, number];
    // The limit includes the young generation, whose size depends on the Node.js version.
    expect(small).toBeGreaterThanOrEqual(230);
    expect(large - small).toBe(921 - 230);
  });

  test('with native add-ons and shared memory', async () => {
    const { call } = hosted();
    const addon = createRequire(createRequire(__filename).resolve('vitest')).resolve('rolldown');
    const one = body(`require(${JSON.stringify(addon)}); return [typeof SharedArrayBuffer, process.pid !== process.ppid];`, {
      memoryMegabytes: 512,
    });
    const [kind, isOwn] = (await call(one)) as unknown[];
    expect([kind, isOwn]).toEqual(['function', true]);
  });

  test('with stacks of the source, where the code brings a source map', async () => {
    const { invoke } = hosted();
    const map = {
      version: 3,
      file: 'index.js',
      sources: ['src/books.ts'],
      names: [],
      mappings: 'AAKA',
      sourcesContent: ['\n\n\n\n\nthrow 1;'],
    };
    const one = folderFn({
      'index.js': `exports.handler = async () => { throw new Error('mapped'); };\n//# sourceMappingURL=index.js.map\n`,
      'index.js.map': map,
    });
    expect(await invoke(one)).toMatchObject({
      kind: 'error',
      error: { trace: expect.arrayContaining([expect.stringContaining('src/books.ts:6')]) },
    });
  });

  test('as the main thread, with nothing of ours to be seen', async () => {
    const { call } = hosted();
    const one = folderFn({
      'index.mjs': `import { isMainThread, parentPort, workerData, threadId } from 'node:worker_threads'; import threads from 'node:worker_threads';
        export const handler = async () => ({ isMainThread, parentPort, workerData, threadId, same: threads.isMainThread, main: typeof require, listeners: process.listenerCount('SIGTERM') });`,
    });
    expect(await call(one)).toEqual({
      isMainThread: true,
      parentPort: null,
      workerData: null,
      threadId: 0,
      same: true,
      main: 'undefined',
      listeners: 0,
    });
  });

  test('hooks of the test runner stay outside', async () => {
    const { call } = hosted();
    const one = folderFn({
      'index.mjs':
        'export const handler = async () => { try { return await import("./typed.ts"); } catch (error) { return error.code; } };',
      'typed.ts': 'export const a: number = 1;',
    });
    expect(['ERR_UNKNOWN_FILE_EXTENSION', { a: 1 }]).toContainEqual(await call(one));
    expect(await call(body('return Object.keys(globalThis).filter((name) => /vitest|vite|tsx/i.test(name));'))).toEqual([]);
  });

  test('options for Node.js that the template sets', async () => {
    const { call, texts } = hosted();
    const one = (options: string) =>
      body('return [process.env.NODE_OPTIONS, typeof globalThis.preloaded];', { environment: { NODE_OPTIONS: options } });
    const preload = join(files({ 'preload.js': 'globalThis.preloaded = true;' }), 'preload.js');
    expect(await call(one(`--require ${preload}`))).toEqual([`--require ${preload}`, 'boolean']);
    await expect(call(one('--no-such-option'))).rejects.toThrow('init-error');
    expect(texts().join()).toContain('--no-such-option');
  });

  test('modules that a preload has imported before get the walls as well', async () => {
    plantHost();
    const { call } = hosted();
    const preload = join(files({ 'preload.mjs': "import { homedir } from 'node:os'; globalThis.home = () => homedir();" }), 'preload.mjs');
    const one = body('return [globalThis.home(), process.env.HOME];', { environment: { NODE_OPTIONS: `--import ${preload}` } });
    const [seen, home] = (await call(one)) as [string, string];
    expect(seen).toBe(home);
  });

  test('logs what a preload writes, and reports its error', async () => {
    const { host, texts } = hosted();
    const preload = (content: string) =>
      body('', { environment: { NODE_OPTIONS: `--require ${join(files({ 'preload.js': content }), 'preload.js')}` } });
    await expect(host.prepare([preload('console.log("out"); console.error("err"); throw new Error("broken preload");')])).rejects.toThrow(
      /its process exited with code 1/,
    );
    await until(() => texts().includes('err'));
    expect(texts()).toContain('out');
    expect(texts().join()).toContain('broken preload');
  });
});
