import { shapeEntryPoints } from './entry-points';

/** Usage: shape-lib.ts, in the folder of a package that is compiled. */
shapeEntryPoints(process.cwd());
