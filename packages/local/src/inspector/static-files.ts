import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: string | Buffer;
}

/** The files of the page by their path, such as `/index.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** Where the build of this package puts the page: beside `lib` and `src`. */
const PAGE_FOLDER = join(__dirname, '..', '..', 'inspector', 'page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Reads the page into memory, so that no request can name another file. Undefined if it was not built. */
export function readPage(folder = PAGE_FOLDER): PageFiles | undefined {
  if (!existsSync(join(folder, 'index.html'))) {
    return undefined;
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
      return [`/${relative(folder, path).split(sep).join('/')}`, { type, content: readFileSync(path) }];
    }),
  );
}

/** The file for a path; `/` is the page itself. */
export function fileOf(files: PageFiles, path: string): PageFile | undefined {
  return files.get(path === '/' ? '/index.html' : path);
}
