import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { until } from '../functions/support';
import { files } from '../support';
import { counting, templateOf } from './support';

const FUNCTIONS = { Fn: counting('a') };
const ONE = { apis: { Api: { 'GET /a': 'Fn' } }, functions: FUNCTIONS };

/** Serves a template until the test has finished. */
function serving(argv: readonly string[], app: object = ONE, more: Readonly<Record<string, unknown>> = {}) {
  const path = join(files({ 'cdk.json': {}, 'app.template.json': templateOf(app as typeof ONE), ...more }), 'app.template.json');
  const stop = new AbortController();
  let [out, err] = ['', ''];
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: {},
    stop: stop.signal,
  };
  const ended = Promise.resolve(main(['serve', path, '--port', '0', ...argv], io));
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  const write = (next: object) => writeFileSync(path, JSON.stringify(templateOf(next as typeof ONE)));
  const url = () => /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
  return { path, write, url, stop: () => stop.abort(), ended, out: () => out, err: () => err };
}

describe('serve --watch', () => {
  test('says what has changed, and serves new APIs and the same ports', async () => {
    const run = serving(['--watch']);
    await until(() => run.err().includes('watching'));
    const url = run.url();
    run.write({ apis: { Api: { 'GET /b': 'Fn' }, Other: { $default: 'Fn' } }, functions: FUNCTIONS });
    await until(() => run.err().includes('Other is served at'));
    expect(await (await fetch(`${url}/b`)).text()).toBe('a 1');
    const other = /Other is served at (\S+)/.exec(run.err())?.[1] ?? '';
    expect(await (await fetch(other)).text()).toBe('a 2');
    expect(run.out()).toMatch(
      /reloaded in \d+ ms after \S*app\.template\.json: added API Other, added GET \/b, \$default, removed GET \/a\n/,
    );
    run.write({ apis: {}, functions: {} });
    await until(() => run.out().includes('not reloaded'));
    expect(run.out()).toMatch(/not reloaded after \S*app\.template\.json: there is no API in .*; the version before stays in service\n/);
    expect((await fetch(`${url}/b`)).status).toBe(200);
    run.write({ apis: { Api: { 'GET /b': 'Fn' }, Other: { $default: 'Fn' } }, functions: FUNCTIONS });
    await until(() => run.out().includes('the last error is gone'));
    expect(run.out()).toMatch(/after \S*app\.template\.json: the last error is gone, no route and no function has changed\n/);
    run.write({ apis: { Api: { 'GET /c': 'Fn' }, Other: { $default: 'Fn' } }, functions: FUNCTIONS });
    await until(() => run.out().includes('added GET /c'));
    expect(run.out().match(/the last error is gone/g)).toHaveLength(1);
    run.stop();
    expect(await run.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('prints diagnostics that are new', async () => {
    const run = serving(['--watch']);
    await until(() => run.err().includes('watching'));
    run.write({ ...ONE, functions: { Fn: { ...counting('a'), properties: { Timeout: 3, FileSystemConfigs: [{ Arn: 'a' }] } } } });
    await until(() => run.err().includes('file systems are not mounted'));
    expect(run.err()).toMatch(/apigwv2-local: Fn file systems are not mounted into Fn \(\S*app\.template\.json:1\)\n/);
  });

  test('refuses to follow standard input', async () => {
    let err = '';
    const io = { stdout: { write: () => true }, stderr: { write: (text: string) => (err += text) }, env: {} };
    expect(await main(['serve', '-', '--watch'], io)).toBe(2);
    expect(err).toContain('--watch cannot follow standard input');
  });
});

describe('serve without --watch', () => {
  test('says once that the assembly was written again', async () => {
    const run = serving([]);
    await until(() => run.out().includes('Ctrl-C'));
    run.write({ apis: { Api: { 'GET /b': 'Fn' } }, functions: FUNCTIONS });
    await until(() => {
      void fetch(`${run.url()}/a`).catch(() => undefined);
      return run.err() !== '';
    });
    expect(await (await fetch(`${run.url()}/a`)).text()).toMatch(/^a \d+$/);
    expect(run.err().match(/app\.template\.json was written again, and the version before is served/g)).toHaveLength(1);
    expect(run.out()).not.toContain('reloaded');
  });

  test('says once that the assembly is older than the code of a function', async () => {
    const hash = 'a'.repeat(64);
    const app = { ...ONE, functions: { Fn: { properties: { Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` } } } } };
    const code = 'exports.handler = async () => ({ statusCode: 200, body: "b" });';
    const run = serving([], app, {
      'app.assets.json': { files: { [hash]: { source: { path: `asset.${hash}`, packaging: 'zip' }, destinations: {} } } },
      [`asset.${hash}/index.js`]: code,
      'handler/index.js': code,
    });
    await until(() => run.out().includes('Ctrl-C'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    writeFileSync(join(run.path, '../handler/index.js'), 'exports.handler = 1;');
    await until(() => {
      void fetch(`${run.url()}/a`).catch(() => undefined);
      return run.err() !== '';
    });
    expect(run.err()).toMatch(/app\.template\.json is older than \S*handler\/index\.js: run cdk synth again and restart/);
  });
});
