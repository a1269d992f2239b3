import type { MarkdownRenderer } from 'vitepress';

/** A table whose columns need no names has empty header cells in Markdown: they are data cells, because a screen reader would read headers without a name. */
export function emptyHeaders(md: MarkdownRenderer): void {
  md.core.ruler.push('empty-headers', ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'th_open' && tokens[index + 1]?.content === '') {
        token.tag = 'td';
        const closing = tokens[index + 2];
        if (closing?.type === 'th_close') {
          closing.tag = 'td';
        }
      }
    }
  });
}
