import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionPlan } from '../../../definitions/function';
import { type EnvironmentFolders, type EnvironmentSettings, environmentVariables } from '../../environment-variables';
import type { EnvironmentListener, ExecutionEnvironment, PreparedCode, Runtime } from '../../execution-environment';
import { functionContext } from '../../function-context';
import { scriptFile } from '../../script-file';
import { PipeEnvironment } from '../pipe-environment';
import type { NodeConfiguration } from '../pipe-protocol';

/** The rest of the memory is for what Node.js keeps outside of its heap, as in the service. */
const HEAP_SHARE = 0.9;
const OUT_OF_MEMORY = /JavaScript heap out of memory|Reached heap limit/;

/** How Node.js runs functions. */
export interface NodeRuntimeOptions extends EnvironmentSettings {
  /** Path of a Node.js. */
  readonly program: string;
}

/** Runs functions in processes of Node.js. */
export class NodeRuntime implements Runtime {
  public constructor(private readonly options: NodeRuntimeOptions) {}

  public start(fn: FunctionPlan, { root }: PreparedCode, listener: EnvironmentListener): ExecutionEnvironment {
    const { temp, passed, program, defaults } = this.options;
    const context = functionContext(fn);
    const folder = temp.create('environment');
    const folders = makeFolders(folder, root);
    const credentials = this.options.credentials.issue(fn);
    const configuration: NodeConfiguration = {
      root,
      handler: fn.handler,
      runtime: fn.runtime,
      moduleFolders: fn.moduleFolders ?? [],
      context,
    };
    return new PipeEnvironment(
      {
        program,
        args: [
          '--enable-source-maps',
          `--max-old-space-size=${Math.floor(fn.memoryMegabytes * HEAP_SHARE)}`,
          scriptFile(join(__dirname, 'bootstrap/main')),
        ],
        cwd: root,
        variables: environmentVariables(fn, context, folders, { passed, defaults: defaults?.(), credentials }, program),
        marker: context.logStream,
        memoryMegabytes: fn.memoryMegabytes,
        configuration,
        isOutOfMemory: (line) => OUT_OF_MEMORY.test(line),
        cleanUp: () => {
          this.options.credentials.revoke(credentials);
          return temp.remove(folder);
        },
      },
      listener,
    );
  }
}

function makeFolders(folder: string, root: string): EnvironmentFolders {
  const folders = { root, home: join(folder, 'home'), temp: join(folder, 'tmp'), emptyFile: join(folder, 'empty') };
  mkdirSync(folders.home);
  mkdirSync(folders.temp);
  writeFileSync(folders.emptyFile, '');
  return folders;
}
