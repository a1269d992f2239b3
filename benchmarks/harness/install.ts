import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The tools that the benchmarks run beside the packages. */
export const RIVALS = join(__dirname, '../rivals');

/**
 * Installs tools into a folder of `benchmarks/rivals`, unless what is there was installed from the same list.
 *
 * @param list the lock file or the list of requirements, in `benchmarks/rivals`
 */
export function installOnce(list: string, folder: string, install: () => void): void {
  const wanted = join(RIVALS, list);
  const installed = join(RIVALS, folder, '.installed');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(wanted, 'utf8')) {
    install();
    copyFileSync(wanted, installed);
  }
}
