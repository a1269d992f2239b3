import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY as HOME } from '../../projenrc/family';
import { command } from '../command';
import { REPOSITORY } from '../repository';

const pages = command('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'])
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(REPOSITORY, file)));

const read = (page: string): string => readFileSync(join(REPOSITORY, page), 'utf8');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');

const found = new Map<string, Set<string>>();

/** The anchors that GitHub generates from headings: lower case, without punctuation, spaces as hyphens, -1 for a repeated one. */
function anchorsOf(page: string): Set<string> {
  const known = found.get(page);
  if (known !== undefined) {
    return known;
  }
  const anchors = new Set<string>();
  found.set(page, anchors);
  const text = read(page).replace(/^```[\s\S]*?^```$/gm, '');
  for (const [, heading] of text.matchAll(/^#{1,6} +(.+)$/gm)) {
    const plain = heading.replace(/<[^>]*>/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = plain
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replace(/ /g, '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) {
      anchor = `${slug}-${count}`;
    }
    anchors.add(anchor);
  }
  for (const [, name] of text.matchAll(/<a name="([^"]+)"/g)) {
    anchors.add(name);
  }
  return anchors;
}

/** The problem of a broken link, or undefined. External pages are not requested, because tests have no network. */
function problemOf(page: string, link: string): string | undefined {
  const inside = link.startsWith(`${HOME}/blob/main/`) ? `/${link.slice(`${HOME}/blob/main/`.length)}` : link;
  if (/^[a-z]+:/.test(inside)) {
    return /^https:\/\/\S+\.\S+/.test(inside) || inside.startsWith('mailto:') ? undefined : 'is no address with https';
  }
  const [path, anchor] = inside.split('#');
  const target = path === '' ? page : path.startsWith('/') ? path.slice(1) : normalize(join(dirname(page), decodeURI(path)));
  if (!existsSync(join(REPOSITORY, target))) {
    return `there is no ${target}`;
  }
  if (anchor !== undefined && !statSync(join(REPOSITORY, target)).isDirectory() && !anchorsOf(target).has(anchor)) {
    return `${target} has no #${anchor}`;
  }
  return undefined;
}

const links = (page: string): string[] => [...withoutCode(read(page)).matchAll(/\]\(\s*<?([^\s)>]+)>?[^)]*\)/g)].map(([, link]) => link);

describe('links point to existing pages and anchors', () => {
  test('finds pages with links', () => {
    expect(pages.flatMap(links).length).toBeGreaterThan(100);
  });

  test.each(pages)('in %s', (page) => {
    const broken = links(page).flatMap((link) => {
      const problem = problemOf(page, link);
      return problem === undefined ? [] : [`${link}: ${problem}`];
    });
    expect(broken).toEqual([]);
  });
});
