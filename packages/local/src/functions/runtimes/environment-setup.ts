import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionPlan } from '../../definitions/function';
import { type EnvironmentSettings, environmentVariables } from '../environment-variables';
import type { ExecutionEnvironment, PreparedCode } from '../execution-environment';
import { functionContext } from '../function-context';
import type { FunctionContext } from './pipe-protocol';

/** What a new environment starts with, whatever its runtime. */
export interface EnvironmentSetup {
  readonly context: FunctionContext;
  readonly variables: Readonly<Record<string, string>>;
  /** Removes its folders, and revokes its credentials. */
  readonly cleanUp: () => Promise<void>;
}

/**
 * Makes the folders, the credentials and the variables of a new environment.
 *
 * @param program what runs it
 * @param own variables that only this runtime sets, such as `NODE_PATH`; the function's own take precedence
 */
export function setUpEnvironment(
  fn: FunctionPlan,
  { root, layers }: PreparedCode,
  program: string,
  settings: EnvironmentSettings,
  own: Readonly<Record<string, string>> = {},
): EnvironmentSetup {
  const { temp, passed, defaults } = settings;
  const folder = temp.create('environment');
  const folders = { root, layers, home: join(folder, 'home'), temp: join(folder, 'tmp'), emptyFile: join(folder, 'empty') };
  mkdirSync(folders.home);
  mkdirSync(folders.temp);
  writeFileSync(folders.emptyFile, '');
  const context = functionContext(fn);
  const credentials = settings.credentials.issue(fn);
  const host = { passed, defaults: { ...own, ...defaults?.() }, credentials };
  return {
    context,
    variables: environmentVariables(fn, context, folders, host, program),
    cleanUp: () => {
      settings.credentials.revoke(credentials);
      return temp.remove(folder);
    },
  };
}

/** Starts an environment that was set up, and cleans up if it cannot be started. */
export async function startOrCleanUp(
  cleanUp: () => Promise<void>,
  start: () => ExecutionEnvironment | Promise<ExecutionEnvironment>,
): Promise<ExecutionEnvironment> {
  try {
    return await start();
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
