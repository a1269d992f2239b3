import { workerData } from 'node:worker_threads';
import { confine } from './worker/confine';
import { isStart, start } from './worker/start';

// Workers that a handler starts load this file first: they get the walls, and no invocations.
if (isStart(workerData)) {
  start(workerData, __filename);
} else {
  confine(__filename);
}
