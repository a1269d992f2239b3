import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The names of the benchmarks, each a file or a folder with an index. */
const names = readdirSync(__dirname)
  .map((entry) => entry.replace(/\.ts$/, ''))
  .filter((name) => name !== 'start' && (existsSync(join(__dirname, `${name}.ts`)) || existsSync(join(__dirname, name, 'index.ts'))));

const [first = '', ...others] = process.argv.slice(2);
const named = first !== '' && !first.startsWith('-');
const chosen = named ? [first] : names;
const args = named ? others : process.argv.slice(2);

/** Runs each benchmark in a process of its own, so that none affects another. */
function measure(name: string): number {
  const file = [join(__dirname, `${name}.ts`), join(__dirname, name, 'index.ts')].find((each) => existsSync(each));
  if (file === undefined) {
    process.stderr.write(`unknown benchmark ${name}: choose one of ${names.join(', ')}, or none to run all\n`);
    return 2;
  }
  const tsx = join(__dirname, '../node_modules/tsx/dist/cli.mjs');
  const tsconfig = join(__dirname, '../tsconfig.dev.json');
  console.log(`\n${name}\n`);
  return spawnSync(process.execPath, [tsx, '--tsconfig', tsconfig, file, ...args], { stdio: 'inherit' }).status ?? 1;
}

process.exitCode = Math.max(...chosen.map(measure));
