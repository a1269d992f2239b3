import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(__dirname, '../..');
const env = { ...process.env, CDK_VALIDATION: 'false', NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined };

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test('functions are given in the same way with node:test', () => {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const { status, output } = run([tsx, '--tsconfig', 'tsconfig.dev.json', '--test', 'examples/books/runners/node-test.ts']);

  expect(output).toMatch(/pass 3\n[\s\S]*fail 0\n/);
  expect(status).toBe(0);
}, 120_000);

test('functions are given in the same way with jest', () => {
  // jest is large, and used here alone.
  const folder = mkdtempSync(join(tmpdir(), 'books-jest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['install', '--prefix', folder, '--no-audit', '--no-fund', 'jest@30'], { stdio: 'pipe' });
  mkdirSync(join(folder, 'transform'));
  const esbuild = JSON.stringify(createRequire(__filename).resolve('esbuild'));
  writeFileSync(
    join(folder, 'transform/index.js'),
    `const { transformSync } = require(${esbuild});
    exports.process = (source, sourcefile) => transformSync(source, { sourcefile, loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline' });`,
  );
  const config = {
    rootDir: root,
    roots: [join(__dirname, 'runners')],
    testMatch: ['**/jest.js'],
    modulePathIgnorePatterns: ['/cdk\\.out/', '/dist/'],
    watchman: false,
    transform: { '\\.ts$': join(folder, 'transform/index.js') },
    moduleNameMapper: {
      '^@apigwv2-integrations/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
      '^@apigwv2-integrations/([^/]+)/([^/]+)$': '<rootDir>/packages/$1/src/$2/index.ts',
    },
  };
  const { status, output } = run([join(folder, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config)]);

  expect(output).toMatch(/Tests: +4 passed, 4 total/);
  expect(status).toBe(0);
}, 240_000);
