import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** A cache that is kept between runs and deleted by `npm ci`. */
export const CACHE = join(ROOT, 'node_modules/.cache/bindings');
