import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { installOnce, RIVALS } from '../harness/install';
import { CONNECTIONS } from './load';
import { miniStack } from './ministack';
import type { Subject } from './subject';

/** The built command, as it is published. */
export const CLI = join(__dirname, '../../packages/local/lib/cli.js');

/** Installs the tools to compare with: from the registry of npm, without their scripts. */
export function installRivals(): void {
  installOnce('package-lock.json', 'node_modules', () => {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: RIVALS, stdio: 'inherit' });
  });
}

/** The names of all subjects. */
export type SubjectName =
  | 'node:http'
  | 'node:http with a child process'
  | 'node:http, one request at a time in each child process'
  | 'gateway, function'
  | 'gateway, function, 50 environments'
  | 'serverless-offline'
  | 'gateway, function, 1 connection'
  | 'MiniStack, 1 connection'
  | 'plain undici proxy'
  | 'gateway, proxy with a mapping';

/** Returns the subjects and the backend of the proxies. */
export function subjectsOf(
  backendPort: number,
  ports: readonly number[],
  outdir: string,
): { readonly backend: Subject; readonly subjects: readonly Subject<SubjectName>[] } {
  const free = [...ports];
  const next = () => free.shift() as number;
  const origin = `http://127.0.0.1:${backendPort}`;
  const node = <Name extends string>(name: Name, file: string, path: string, port: number, ...args: string[]): Subject<Name> => ({
    name,
    command: process.execPath,
    args: [join(__dirname, 'servers', file), String(port), ...args],
    port,
    path,
  });
  const gateway = (name: SubjectName, path: string, ...flags: string[]): Subject<SubjectName> => {
    const port = next();
    return { name, command: process.execPath, args: [CLI, 'serve', outdir, '--port', String(port), ...flags], port, path };
  };
  const offline = (port: number): Subject<SubjectName> => ({
    name: 'serverless-offline',
    command: join(RIVALS, 'node_modules/.bin/serverless'),
    args: ['offline', 'start', '--httpPort', String(port), '--lambdaPort', String(next()), '--noPrependStageInUrl'],
    cwd: join(__dirname, 'app'),
    port,
    path: '/books/7',
  });
  return {
    backend: node('backend', 'backend.mjs', '/', backendPort),
    subjects: [
      node('node:http', 'bare.mjs', '/books/7', next()),
      node('node:http with a child process', 'pipe.mjs', '/books/7', next()),
      node('node:http, one request at a time in each child process', 'pipe.mjs', '/books/7', next(), String(availableParallelism())),
      gateway('gateway, function', '/books/7'),
      gateway('gateway, function, 50 environments', '/books/7', '--environments', String(CONNECTIONS)),
      offline(next()),
      { ...gateway('gateway, function, 1 connection', '/books/7'), connections: 1 },
      miniStack('MiniStack, 1 connection', next()),
      node('plain undici proxy', 'proxy.mjs', '/docs/page', next(), origin),
      gateway('gateway, proxy with a mapping', '/docs/page'),
    ],
  };
}
