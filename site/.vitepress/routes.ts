import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { REPOSITORY as HOME } from '../../projenrc/family';
import { REPOSITORY } from '../../test-support/repository';

/** Markdown files that are no pages, as globs relative to the repository. */
export const EXCLUDED = ['*.md', '!(docs|packages|site)/**', 'packages/*/!(README.md)', 'packages/*/*/**', 'site/*.md', 'site/!(api)/**'];

/** The file of a page in the site, such as `local/index.md`, for its file in the repository, such as `docs/local/README.md`. */
export function routeOf(file: string): string | undefined {
  if (file === 'docs/README.md') {
    return 'contents.md';
  }
  const page = /^docs\/(.*\.md)$/.exec(file)?.[1];
  if (page !== undefined) {
    return page.replace(/(^|\/)README\.md$/, '$1index.md');
  }
  const name = /^packages\/([^/]+)\/README\.md$/.exec(file)?.[1];
  if (name !== undefined) {
    return `packages/${name}.md`;
  }
  return /^site\/(api\/.*\.md)$/.exec(file)?.[1];
}

/** The address of a page relative to the base of the site, such as `/local/`. */
export function addressOf(route: string): string {
  return `/${route.replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}`;
}

/**
 * The target of a link on the site: a page of the site, or else a file or folder of the repository on GitHub.
 *
 * @param file the file with the link, relative to the repository
 * @throws if there is no such file
 */
export function resolveLink(file: string, href: string): string {
  const inRepository = href.startsWith(`${HOME}/blob/main/`) ? `/${href.slice(`${HOME}/blob/main/`.length)}` : href;
  if (inRepository.startsWith('#') || /^[a-z][a-z+.-]*:/i.test(inRepository)) {
    return href;
  }
  const [path = '', anchor] = inRepository.split('#');
  const fragment = anchor === undefined ? '' : `#${anchor}`;
  const target = posix.join(path.startsWith('/') ? '.' : posix.dirname(file), decodeURI(path)).replace(/\/$/, '');
  const api = /^packages\/([^/]+)\/API\.md$/.exec(target)?.[1];
  if (api !== undefined) {
    return `/api/${api}/`;
  }
  const found = join(REPOSITORY, target);
  if (!existsSync(found)) {
    throw new Error(`${file} links to ${href}, but there is no ${target}`);
  }
  if (!statSync(found).isDirectory()) {
    const route = routeOf(target);
    return route === undefined ? `${HOME}/blob/main/${target}${fragment}` : `${addressOf(route)}${fragment}`;
  }
  const page = routeOf(posix.join(target, 'README.md'));
  const hasPage = page !== undefined && existsSync(join(found, 'README.md'));
  return hasPage ? addressOf(page) : `${HOME}/tree/main/${target}`;
}
