import { join } from 'node:path';
import { REPOSITORY } from '../repository';

/** A cache that is kept between runs and deleted by `npm ci`. */
export const CACHE = join(REPOSITORY, 'node_modules/.cache/release');

export const TARBALLS = join(REPOSITORY, 'dist/js');

export const bin = (name: string): string => join(REPOSITORY, 'node_modules/.bin', name);
