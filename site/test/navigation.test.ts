import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY as HOME } from '../../projenrc/family';
import { REPOSITORY } from '../../test-support/repository';
import { pagesWithoutSection, sections, sidebar, titleOf } from '../.vitepress/navigation';
import { addressOf, resolveLink, routeOf } from '../.vitepress/routes';

describe('the navigation', () => {
  it('lists every page of docs/: a page that is missing needs a row in docs/README.md', () => {
    expect(pagesWithoutSection()).toEqual([]);
  });

  it('has the four kinds of pages', () => {
    const titles = sections().map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['How-to guides', 'Reference', 'Explanation']));
    expect(titles[0]).toBe('Tutorial');
  });

  it('links to pages that exist, each once, by their headings', () => {
    const items = sidebar().flatMap(({ items = [] }) => items);
    const files = [...new Set(sections().flatMap(({ pages }) => pages))];
    expect(files.filter((file) => !existsSync(join(REPOSITORY, file)))).toEqual([]);
    expect(items.map(({ link }) => link)).toEqual([...new Set(items.map(({ link }) => link))]);
    expect(items).toContainEqual({ text: titleOf('docs/mapping.md'), link: '/mapping' });
  });
});

describe('pages', () => {
  it.each([
    ['docs/index.md', 'index.md', '/'],
    ['docs/README.md', 'contents.md', '/contents'],
    ['docs/local/README.md', 'local/index.md', '/local/'],
    ['docs/local/chat.md', 'local/chat.md', '/local/chat'],
    ['packages/load-balancer/README.md', 'packages/load-balancer.md', '/packages/load-balancer'],
    ['site/api/core/index.md', 'api/core/index.md', '/api/core/'],
  ])('%s has an address', (file, route, address) => {
    expect(routeOf(file)).toBe(route);
    expect(addressOf(route)).toBe(address);
  });

  it.each(['README.md', 'packages/lambda/API.md', 'packages/lambda/src/index.ts', 'docs/schemas/check.schema.json'])(
    '%s is none',
    (file) => {
      expect(routeOf(file)).toBeUndefined();
    },
  );
});

describe('links', () => {
  it.each([
    ['to a page', 'docs/lambda.md', 'permissions.md#size', '/permissions#size'],
    ['to a page in a folder above', 'docs/local/chat.md', '../mapping.md', '/mapping'],
    ['to a package', 'docs/README.md', '../packages/lambda/README.md', '/packages/lambda'],
    ['to a folder that has a page', 'docs/README.md', 'local', '/local/'],
    ['to the classes of a package', 'docs/lambda.md', '../packages/lambda/API.md', '/api/lambda/'],
    [
      'from a README, which registries show',
      'packages/lambda/README.md',
      `${HOME}/blob/main/docs/errors.md#sourceunknown`,
      '/errors#sourceunknown',
    ],
    ['to a source file', 'docs/local/README.md', '../../examples/start.ts', `${HOME}/blob/main/examples/start.ts`],
    ['to a folder', 'docs/README.md', '../examples/books', `${HOME}/tree/main/examples/books`],
    ['to an anchor of the same page', 'docs/lambda.md', '#size', '#size'],
    ['to another site', 'docs/lambda.md', 'https://example.com/a.md', 'https://example.com/a.md'],
  ])('%s leads to a page of the site or to the repository', (_name, file, href, target) => {
    expect(resolveLink(file, href)).toBe(target);
  });

  it('to a file that does not exist fails the build', () => {
    expect(() => resolveLink('docs/lambda.md', 'nothing.md')).toThrow(
      'docs/lambda.md links to nothing.md, but there is no docs/nothing.md',
    );
  });
});
