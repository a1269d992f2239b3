import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FunctionPlan } from '../../definitions/function';

/** Where tools keep files that are not part of a project. */
const CACHE = join('.cache', 'apigwv2-local');

/** How much of a hash keeps apps apart, in characters. */
const HASH_LENGTH = 8;

/**
 * Where the code of a function lies while it is debugged. Inline code is written into a folder that stays the same, so that a
 * person can open it and set a breakpoint, which is still there when the code is loaded again.
 *
 * @param source path of the assembly or template: several apps of a project may have stacks of the same name
 * @returns undefined for a zip file, and for inline code where no folder above the current one has packages
 */
export function debugFolder({ code, location: { stack, logicalId } }: FunctionPlan, source: string): string | undefined {
  if (code.kind === 'folder') {
    return code.path;
  }
  const modules = code.kind === 'inline' ? nearestModules(process.cwd()) : undefined;
  const app = createHash('sha256').update(resolve(source)).digest('hex').slice(0, HASH_LENGTH);
  return modules && join(modules, CACHE, `${stack.replace(/[^\w.-]/g, '-')}-${app}`, logicalId.replace(/[^A-Za-z0-9]/g, '-'));
}

function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true) {
    return modules;
  }
  const above = dirname(folder);
  return above === folder ? undefined : nearestModules(above);
}
