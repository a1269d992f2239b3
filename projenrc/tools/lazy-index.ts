import { join } from 'node:path';
import { makeLazy } from './lazy-exports';

/** Usage: lazy-index.ts, in the folder of a package that is compiled. */
makeLazy(join(process.cwd(), 'lib/index.js'));
