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
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(
      `npm start -- [${names.join(' | ')}] [--port <number>] [--no-serve]\n\nSynthesizes an example (default: ${FIRST}), lists its routes, and serves them until Ctrl-C.\n`,
    );
    return;
  }
  const chosen = named ? name : FIRST;
  if (!names.includes(chosen)) {
    process.stderr.write(`there is no example ${chosen} to start: choose one of ${names.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  await import(`./${chosen}/start.ts`);
}

void start(process.argv[2]);
