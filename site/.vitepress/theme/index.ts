import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import LanguageTabs from './LanguageTabs.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LanguageTabs', LanguageTabs);
  },
} satisfies Theme;
