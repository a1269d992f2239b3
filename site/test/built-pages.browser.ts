import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagesOf } from '../../test-support/packages';
import { builtPages, DIST } from './fixture/site';

const pages = builtPages();
const htmlOf = (page: string): string => readFileSync(join(DIST, page), 'utf8');
/** The part of a page that comes from its Markdown. */
const contentOf = (page: string): string => htmlOf(page).replace(/<script[\s\S]*?<\/script>/g, '');
const decoded = (text: string): string =>
  text
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'");

const attributesOf = (html: string, tag: string, attribute: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}\\b[^>]*?\\s${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) => decoded(value));

const found = new Map<string, ReadonlySet<string>>();
function idsOf(page: string): ReadonlySet<string> {
  const ids = found.get(page) ?? new Set([...contentOf(page).matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id = '']) => decoded(id)));
  found.set(page, ids);
  return ids;
}

/** The file that an address of the site leads to. */
function targetOf(page: string, href: string): string | undefined {
  const path = decodeURIComponent(new URL(href, `http://site/${dirname(page)}/`.replace('/./', '/')).pathname).slice(1);
  return [path, `${path}.html`, join(path, 'index.html')].find(
    (file) => file !== '' && existsSync(join(DIST, file)) && /\.\w+$/.test(file),
  );
}

describe('the built site', () => {
  it('has the pages of docs/, of the packages and of the API', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        'index.html',
        'mapping.html',
        'local/index.html',
        'packages/lambda.html',
        'api/lambda/HttpLambdaIntegration.html',
      ]),
    );
  });

  it.each(pages)('%s has only links to pages and anchors that exist', (page) => {
    const broken = attributesOf(contentOf(page), 'a', 'href').flatMap((href) => {
      if (/^(https?|mailto):/.test(href)) {
        return /^https:|^http:\/\/(127\.0\.0\.1|localhost)/.test(href) || href.startsWith('mailto:') ? [] : [`${href} is not encrypted`];
      }
      const [path = '', fragment] = href.split('#');
      const target = path === '' ? page : targetOf(page, path);
      if (target === undefined) {
        return [`${href}: there is no such page`];
      }
      const isMissing =
        fragment !== undefined && fragment !== '' && target.endsWith('.html') && !idsOf(target).has(decodeURIComponent(fragment));
      return isMissing ? [`${href}: ${target} has no such anchor`] : [];
    });
    expect(broken).toEqual([]);
  });

  it.each(pages)('%s loads nothing from other origins, and no file that is missing', (page) => {
    const html = htmlOf(page);
    const loaded = [
      ...attributesOf(html, 'img', 'src'),
      ...attributesOf(html, 'script', 'src'),
      ...attributesOf(html, 'link', 'href'),
      ...attributesOf(html, 'iframe', 'src'),
    ].filter((url) => !url.startsWith('data:'));
    expect(loaded.filter((url) => /^(?:[a-z]+:)?\/\//.test(url))).toEqual([]);
    expect(loaded.filter((url) => targetOf(page, url) === undefined)).toEqual([]);
  });

  it.each(pages.filter((page) => page !== '404.html'))('%s has one heading of the first level, and alternative texts', (page) => {
    const html = contentOf(page);
    expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
    expect([...html.matchAll(/<img\b[^>]*>/g)].filter(([tag]) => !/\salt(=|[\s>])/.test(tag))).toEqual([]);
  });
});

/** The types and the members that jsii-docgen lists in API.md, by their identifiers. */
const documented = packagesOf()
  .filter(({ isConstructs }) => isConstructs)
  .flatMap(({ shortName, folder, name }) => {
    const text = readFileSync(join(folder, 'API.md'), 'utf8');
    const ids = [...text.matchAll(new RegExp(`^#{3,5} .*id="${name}\\.([\\w.]+)"`, 'gm'))].map(([, id = '']) => id.split('.'));
    const types = [...new Set(ids.map(([type = '']) => type))];
    return types.map((type) => ({
      type,
      page: `api/${shortName}/${type}.html`,
      members: ids.filter(([of, kind]) => of === type && kind !== undefined && kind !== 'Initializer').map((id) => id.at(-1) ?? ''),
    }));
  });

describe('the API reference', () => {
  it('finds types in API.md', () => {
    expect(documented.length).toBeGreaterThan(70);
  });

  it.each(documented)('$page has all members that API.md has', ({ page, members }) => {
    expect(pages).toContain(page);
    const headings = new Set([...htmlOf(page).matchAll(/<h3 id="([^"]*)"/g)].map(([, id]) => id));
    expect(members.filter((member) => ![...headings].some((id) => id?.replace(/-\d+$/, '') === member.toLowerCase()))).toEqual([]);
  });
});
