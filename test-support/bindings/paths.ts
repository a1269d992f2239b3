import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** Kept between runs; `npm ci` empties it. */
export const CACHE = join(ROOT, 'node_modules/.cache/bindings');
