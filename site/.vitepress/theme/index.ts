import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { onMounted } from 'vue';
import LanguageTabs from './LanguageTabs.vue';
import Playground from './playground/Playground.vue';
import './style.css';
import './home.css';

/**
 * Moves the key that the search button shows into generated content, and names the shortcut for assistive technology.
 * The label of VitePress' button is "Search": with the key in its text, the text would not be part of the label, which speech input relies on.
 */
function labelSearchButton(): void {
  const button = document.querySelector('.DocSearch-Button');
  const key = button?.querySelector<HTMLElement>('.DocSearch-Button-Key:last-child');
  if (button && key) {
    button.setAttribute('aria-keyshortcuts', 'Control+K Meta+K');
    key.dataset['key'] = key.textContent ?? '';
    key.textContent = '';
  }
}

export default {
  extends: DefaultTheme,
  setup() {
    onMounted(labelSearchButton);
  },
  enhanceApp({ app }) {
    app.component('LanguageTabs', LanguageTabs);
    app.component('Playground', Playground);
  },
} satisfies Theme;
