import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FIRST = 'books';

/** Starts the example in the first argument, by default books. All other arguments are passed to the example. */
async function start(name: string | undefined): Promise<void> {
  const named = name !== undefined && !name.startsWith('-');
  if (named) {
    process.argv.splice(2, 1);
  }
  const names = readdirSync(__dirname).filter((folder) => existsSync(join(__dirname, folder, 'start.ts')));
  const chosen = named ? name : FIRST;
  if (!names.includes(chosen)) {
    process.stderr.write(`there is no example ${chosen} to start: choose one of ${names.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  await import(`./${chosen}/start.ts`);
}

void start(process.argv[2]);
