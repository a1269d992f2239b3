import { deepStrictEqual } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CACHE, ROOT } from './paths';

/** The routes of examples/languages, by API. */
const ROUTES = {
  Api: ['ANY /docs/{proxy+}', 'ANY /orders', 'GET /books', 'POST /books'],
  Chat: ['send'],
};

/**
 * Starts `apigwv2-local serve` without a path in the folder of an app, which must serve the APIs of examples/languages.
 *
 * @param language the name of the folder
 * @param app the command in `cdk.json`, whose paths need no quotes
 */
export async function expectServed(language: string, app: string, env: Readonly<Record<string, string>>): Promise<void> {
  const folder = join(CACHE, `served-${language}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app }));
  const tsx = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', join(ROOT, 'tsconfig.dev.json')];
  const child = spawn(process.execPath, [...tsx, join(ROOT, 'packages/local/src/cli.ts'), 'serve', '--port', '0', '--json'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (piece: Buffer) => {
    errors += piece;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let listening: { readonly apis: readonly { readonly name: string; readonly routes: readonly { readonly key: string }[] }[] } | undefined;
  for await (const line of createInterface(child.stdout)) {
    listening = JSON.parse(line);
    break;
  }
  child.kill('SIGINT');
  await ended;
  if (listening === undefined) {
    throw new Error(`serve ended before it listened\n${errors}`);
  }
  deepStrictEqual(Object.fromEntries(listening.apis.map(({ name, routes }) => [name, routes.map(({ key }) => key).sort()])), ROUTES);
}
