import { relative, sep } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { REPOSITORY } from '../../../test-support/repository';
import { resolveLink } from '../routes';

/** Replaces the links between files of the repository by links between pages of the site, and to GitHub for what is no page. */
export function repositoryLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const path = env.realPath ?? env.path;
    // Titles are rendered by themselves, without a file.
    if (path === undefined) {
      return;
    }
    const file = relative(REPOSITORY, path).split(sep).join('/');
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href !== null) {
        token.attrSet('href', resolveLink(file, href));
      }
    }
  });
}
