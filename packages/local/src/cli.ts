#!/usr/bin/env node
import { processIo } from './cli/command';
import { main } from './cli/main';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', () => process.exit());

void Promise.resolve(main(process.argv.slice(2), processIo())).then((code) => {
  process.exitCode = code;
});
