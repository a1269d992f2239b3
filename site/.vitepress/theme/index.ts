import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import LanguageTabs from './LanguageTabs.vue';
import Playground from './playground/Playground.vue';
import './style.css';
import './home.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LanguageTabs', LanguageTabs);
    app.component('Playground', Playground);
  },
} satisfies Theme;
