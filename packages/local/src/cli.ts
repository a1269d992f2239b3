#!/usr/bin/env node
import { main } from './main';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', () => process.exit());
process.exitCode = main(process.argv.slice(2), process);
