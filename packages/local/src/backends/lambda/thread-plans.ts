import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionPlan } from '../../definitions/function-plan';
import { CodeFolders } from './code/code-folders';
import { environmentVariables, passedOn } from './environment-variables';
import type { FunctionFacts } from './messages';
import { TempFolder } from './temp-folder';
import type { ThreadPlan } from './worker-thread';

/** Makes of functions what threads are started with. */
export class ThreadPlans {
  private readonly temp = new TempFolder();
  private readonly code: CodeFolders;
  private readonly passed: Readonly<Record<string, string>>;
  private readonly homes = new Map<string, string>();
  private emptyFile?: string;

  public constructor(
    private readonly clockBase: number,
    passEnvironment: readonly string[],
    modules?: string,
  ) {
    this.code = new CodeFolders(this.temp, modules);
    this.passed = passedOn(passEnvironment, process.env);
  }

  /** @throws Unloadable when the code cannot be used */
  public of(fn: FunctionPlan): ThreadPlan {
    const root = this.code.folderOf(fn.code);
    const facts = factsOf(fn);
    const home = this.homeOf(fn.key);
    return {
      start: { clockBase: this.clockBase, root, moduleFolders: fn.moduleFolders ?? [], handler: fn.handler, runtime: fn.runtime, facts },
      variables: environmentVariables(fn, facts, { root, home, nothing: this.nothing() }, this.passed),
    };
  }

  /** Removes what was made. */
  public close(): void {
    this.temp.close();
  }

  private homeOf(key: string): string {
    let home = this.homes.get(key);
    if (home === undefined) {
      home = this.temp.folder('home');
      this.homes.set(key, home);
    }
    return home;
  }

  private nothing(): string {
    if (this.emptyFile === undefined) {
      this.emptyFile = join(this.temp.folder('aws'), 'nothing');
      writeFileSync(this.emptyFile, '');
    }
    return this.emptyFile;
  }
}

function factsOf({ name, version, arn, memoryMegabytes, timeoutMillis }: FunctionPlan): FunctionFacts {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    name,
    version,
    arn,
    memoryMegabytes,
    timeoutMillis,
    logGroup: `/aws/lambda/${name}`,
    logStream: `${day}/[${version}]${randomUUID().replaceAll('-', '')}`,
  };
}
