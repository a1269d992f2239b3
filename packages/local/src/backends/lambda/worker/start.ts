import { dirname } from 'node:path';
import threads from 'node:worker_threads';
import type { Batch } from '../batch';
import { Ledger } from '../ledger';
import { WORKER_START, type WorkerStart } from '../messages';
import { ResultSlots } from '../result-slots';
import { Channel } from './channel';
import { confine } from './confine';
import { EventLoop } from './event-loop';
import { Frames } from './frames';
import { described, functionError } from './function-error';
import { type Handler, loadHandler, offerStreaming } from './load-handler';
import { MemoryWatch } from './memory-watch';
import { captureOutput } from './output';
import { Runner } from './runner';
import { searchFolders } from './search-folders';
import { Session } from './session';
import { becomeMain } from './threads';

/** Whether the data of a worker is that of an environment. */
export function isStart(data: unknown): data is WorkerStart {
  return (data as Partial<WorkerStart> | null | undefined)?.kind === WORKER_START;
}

/** Makes this thread an environment: walls, then the handler, then invocations as they come. */
export function start({ port, memory, clockBase, root, moduleFolders, handler, runtime, facts }: WorkerStart, preload: string): void {
  const ledger = new Ledger(memory[0]);
  const channel = new Channel(port, ledger, new ResultSlots(memory[1]));
  const session = new Session(channel, facts.timeoutMillis, process);
  const loop = new EventLoop(process);
  const frames = new Frames(dirname(preload));

  becomeMain(threads);
  confine(preload, {
    patience: () => session.patience(),
    started: (pid) => channel.post(['child', pid]),
    ended: (pid) => channel.post(['child-gone', pid]),
  });
  session.flush = captureOutput(console, process, (level, text) => session.write(level, text));
  endOnWhatNobodyCaught(session, frames);
  offerStreaming(globalThis, process.env);
  if (moduleFolders.length > 0) {
    searchFolders(moduleFolders);
  }

  const run = (loaded: Handler) => {
    const limit = facts.memoryMegabytes * 1024 * 1024;
    const runner = new Runner(loaded, { channel, ledger, clockBase, facts, loop, session, memory: new MemoryWatch(limit), frames });
    loop.whenEmpty(undefined);
    port.on('message', (batch: Batch) => runner.receive(batch));
    channel.post(['ready']);
  };
  const give = (error: Error) => {
    session.flush();
    channel.post(['unloadable', error.message]);
  };
  loop.whenEmpty(() => give(new Error('the code awaits at its top what nothing is left to settle')));
  void loadHandler(root, handler, runtime).then(run, give);
}

function endOnWhatNobodyCaught(session: Session, frames: Frames): void {
  const end = (what: string) => (thrown: unknown) => {
    const { errorType, errorMessage } = functionError(thrown, frames);
    session.write('ERROR', described(thrown, frames));
    session.fatal(`${what}: ${errorType}: ${errorMessage}`);
  };
  process.on('uncaughtException', end('nobody caught'));
  process.on('unhandledRejection', end('nobody handled the rejection'));
  process.on('exit', () => session.flush());
}
