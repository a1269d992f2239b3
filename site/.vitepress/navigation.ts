import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { slug } from 'github-slugger';
import type { DefaultTheme } from 'vitepress';
import { REPOSITORY } from '../../test-support/repository';
import { addressOf, routeOf } from './routes';

/** The page with the table of all pages, from which the navigation is derived. */
const CONTENTS = 'docs/README.md';

/** The sections whose pages few readers look for. */
const COLLAPSED: readonly string[] = ['For maintainers', 'Packages'];

/** A section of the table of pages, such as the how-to guides. */
export interface Section {
  readonly title: string;
  /** Its pages, as files relative to the repository, in the order of the table. */
  readonly pages: readonly string[];
}

/** The sections of docs/README.md, with the pages that their tables link to. */
export function sections(): Section[] {
  const [, ...parts] = readFileSync(join(REPOSITORY, CONTENTS), 'utf8').split(/^##+ /m);
  return parts
    .map((part) => ({
      title: part.slice(0, part.indexOf('\n')).trim(),
      pages: [...part.matchAll(/\]\(([^)#\s]+\.md)(?:#[^)]*)?\)/g)].map(([, link]) => posix.join(posix.dirname(CONTENTS), link)),
    }))
    .map(({ title, pages }) => ({ title, pages: [...new Set(pages)].filter((page) => routeOf(page) !== undefined) }));
}

/** The pages of docs/ that no section links to. */
export function pagesWithoutSection(): string[] {
  const listed = new Set(sections().flatMap(({ pages }) => pages));
  return (
    readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
      .map((file) => `docs/${file}`)
      .filter((file) => file.endsWith('.md') && file !== CONTENTS && file !== 'docs/index.md' && !listed.has(file))
      // Decision records are linked from the pages that they are about.
      .filter((file) => !file.startsWith('docs/decisions/'))
      .sort()
  );
}

/** The first heading of a page, without its markup. */
export function titleOf(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(join(REPOSITORY, file), 'utf8'))?.[1];
  if (heading === undefined) {
    throw new Error(`${file} has no heading of the first level, which is its title on the site`);
  }
  return heading.replace(/[`*]/g, '').trim();
}

const itemOf = (file: string): DefaultTheme.SidebarItem => ({ text: titleOf(file), link: addressOf(routeOf(file) ?? '') });

/** The navigation beside the pages: the sections of docs/README.md, where each page is listed once. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const listed = new Set<string>();
  return sections()
    .map(({ title, pages }) => {
      const own = pages.filter((page) => !listed.has(page));
      for (const page of own) {
        listed.add(page);
      }
      // The title is a link, so that it is no button with another one inside.
      return { text: title, link: `/contents#${slug(title)}`, collapsed: COLLAPSED.includes(title), items: own.map(itemOf) };
    })
    .filter(({ items }) => items.length > 0);
}

/** The navigation beside the API reference: the packages, with their types. */
export function apiSidebar(): DefaultTheme.SidebarItem[] {
  const folder = join(REPOSITORY, 'site/api');
  if (!existsSync(folder)) {
    return [];
  }
  const packages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return packages.map(({ name }) => ({
    text: name,
    link: `/api/${name}/`,
    collapsed: true,
    items: readdirSync(join(folder, name))
      .filter((file) => file !== 'index.md')
      .sort()
      .map((file) => ({ text: file.replace(/\.md$/, ''), link: addressOf(`api/${name}/${file}`) })),
  }));
}

/** The links at the top of each page; a page that is not there has none. */
export function topNavigation(): DefaultTheme.NavItem[] {
  const first = sections().find(({ title, pages }) => /how-to|guides/i.test(title) && pages.length > 0)?.pages[0];
  const items: [string, string | undefined][] = [
    ['Tutorial', 'docs/tutorial.md'],
    ['Guides', first],
    ['Playground', 'docs/playground.md'],
    ['Local gateway', 'docs/local/README.md'],
    ['Rules', 'docs/rules.md'],
  ];
  const pages = items.flatMap(([text, file]) => {
    const route = file !== undefined && existsSync(join(REPOSITORY, file)) ? routeOf(file) : undefined;
    return route === undefined ? [] : [{ text, link: addressOf(route) }];
  });
  return [...pages, { text: 'API', link: '/api/', activeMatch: '^/api/' }];
}
