import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { until } from '../functions/support';
import { api, integration, route, stage } from '../support';
import { callOf, project } from './support';

/** Writes an assembly whose only route is the one that the app names. */
const SYNTHESIZE = `
  const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  const output = process.argv.find((each) => each.startsWith('--output=')).slice('--output='.length);
  const [, key] = /route: (.*)/.exec(readFileSync('app.js', 'utf8')) ?? [];
  if (key === undefined) {
    console.error('TypeError: the app has no route');
    process.exit(1);
  }
  mkdirSync(output, { recursive: true });
  writeFileSync(output + '/Shop.template.json', readFileSync('shop.json', 'utf8').replace('KEY', key));
  writeFileSync(output + '/manifest.json', JSON.stringify({
    version: '1.0.0',
    artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } },
  }));
`;

test('serve --watch synthesizes the app again after an edit, and prints what a broken app prints', async () => {
  const folder = project(SYNTHESIZE, {
    'app.js': '// route: GET /a',
    'shop.json': { Resources: { Api: api(), Stage: stage('$default'), Int: integration(), Route: route('KEY') } },
  });
  const previous = process.cwd();
  process.chdir(folder);
  const stop = new AbortController();
  let [out, err] = ['', ''];
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env: process.env,
    stop: stop.signal,
  };
  const ended = Promise.resolve(main(['serve', '--watch', '--port', '0', '--context', 'stage=dev'], io));
  onTestFinished(async () => {
    stop.abort();
    await ended;
    process.chdir(previous);
  });
  await until(() => err.includes('watching the app for changes'));
  const call = callOf(folder);
  writeFileSync(join(folder, 'app.js'), '// route: GET /b');
  await until(() => out.includes('reloaded'));
  expect(out).toMatch(/reloaded in \d+ ms after app\.js: added GET \/b, removed GET \/a\n/);
  expect(callOf(folder)?.args).toEqual(call?.args);
  writeFileSync(join(folder, 'app.js'), '// broken');
  await until(() => out.includes('not reloaded'));
  expect(out).toMatch(/ {4}TypeError: the app has no route\nnot reloaded after app\.js: cdk synth failed \(exit code 1\)/);
  expect(out).not.toContain('an earlier run');
  expect(readFileSync(join(folder, 'cdk.out/Shop.template.json'), 'utf8')).toContain('GET /b');
});
