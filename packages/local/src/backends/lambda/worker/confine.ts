import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import threads from 'node:worker_threads';
import { type Watch, watchChildren } from './child-processes';
import { moveHome } from './home';
import { locatePaths } from './relative-paths';
import { confineWorkers } from './threads';
import { WorkingFolder } from './working-folder';

const UNWATCHED: Watch = { patience: () => 0, started: () => undefined, ended: () => undefined };

/**
 * Puts walls around a thread whose variables are those of a function: home, folder and processes are the function's.
 *
 * It keeps handlers from meeting the host by accident. It is no prison: who wants out gets out.
 *
 * @param preload the file that does the same in workers of the handler's own
 */
export function confine(preload: string, watch: Watch = UNWATCHED): void {
  const folder = new WorkingFolder(process.env.LAMBDA_TASK_ROOT ?? process.cwd());
  Object.assign(process, { cwd: () => folder.path, chdir: (to: string) => folder.change(to) });
  concealReport(process.report);
  keepAlive(process);
  moveHome(os, process.env);
  locatePaths(fs as never, folder);
  watchChildren(childProcess, folder, watch);
  confineWorkers(threads, preload);
  syncBuiltinESMExports();
}

/** The report of the process lists the host's variables. */
export function concealReport(report: NodeJS.Process['report']): void {
  const { getReport } = report;
  report.getReport = (error) => ({ ...getReport.call(report, error), environmentVariables: { ...process.env } });
}

/** A signal to itself ends the environment, not the gateway. */
export function keepAlive(target: NodeJS.Process): void {
  const { kill } = target;
  target.kill = (pid, signal) => (pid === target.pid && signal !== 0 ? target.exit(143) : kill.call(target, pid, signal));
}
