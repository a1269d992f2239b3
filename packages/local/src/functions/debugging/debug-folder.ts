import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FunctionPlan } from '../../definitions/function';

/** Where tools keep files that are not part of a project. */
const CACHE = join('.cache', 'apigwv2-local');

/**
 * Where the inline code of a function lies while it is debugged, so that a person can open it and set a breakpoint, which
 * stays there when the code is loaded again.
 *
 * @returns undefined where no folder above the current one has packages
 */
export function debugFolder({ code, location: { stack, logicalId } }: FunctionPlan): string | undefined {
  const modules = code.kind === 'inline' ? nearestModules(process.cwd()) : undefined;
  return modules && join(modules, CACHE, stack.replace(/[^\w.-]/g, '-'), logicalId);
}

function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true) {
    return modules;
  }
  const above = dirname(folder);
  return above === folder ? undefined : nearestModules(above);
}
