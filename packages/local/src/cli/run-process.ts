import type { Io } from './command';
import { main } from './main';
import { processIo } from './process-io';

/**
 * Runs the command line of this process.
 *
 * @param page the files of the inspector's page. @default those that the build put beside this package
 */
export function runProcess(page?: Io['page']): void {
  // A reader that has seen enough, such as head, is no error.
  process.stdout.on('error', () => process.exit());
  const io = processIo(page);
  void Promise.resolve(main(process.argv.slice(2), io)).then((code) => {
    process.exitCode = io.interruptedCode ?? code;
  });
}
