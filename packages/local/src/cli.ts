#!/usr/bin/env node
import { main } from './cli/main';
import { processIo } from './cli/process-io';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', () => process.exit());

const io = processIo();
void Promise.resolve(main(process.argv.slice(2), io)).then((code) => {
  process.exitCode = io.interruptedCode ?? code;
});
