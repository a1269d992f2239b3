import type { MarkdownRenderer } from 'vitepress';
import { translationsOf } from '../../../test-support/docs/translations';
import { LANGUAGES } from '../theme/language';

/** Shows each TypeScript example that has translations with one tab for each language. In the search index, it is TypeScript alone. */
export function languageTabs(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (fence === undefined) {
    throw new Error('there is no rule for code blocks');
  }
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const translations = token?.info.trim() === 'ts' && env.isForSearch !== true ? translationsOf(token.content) : undefined;
    if (token === undefined || translations === undefined) {
      return fence(tokens, index, options, env, self);
    }
    const panels = LANGUAGES.map(({ name }) => {
      const translated = Object.assign(Object.create(Object.getPrototypeOf(token)), token, { info: name, content: translations[name] });
      return `<template #${name}>${fence(tokens.with(index, translated), index, options, env, self)}</template>`;
    });
    return `<LanguageTabs>${panels.join('')}</LanguageTabs>\n`;
  };
}
