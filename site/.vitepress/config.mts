import { fileURLToPath } from 'node:url';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { REPOSITORY as HOME } from '../../projenrc/family';
import { languageTabs } from './markdown/language-tabs';
import { repositoryLinks } from './markdown/links';
import { emptyHeaders } from './markdown/tables';
import { apiSidebar, sidebar, topNavigation } from './navigation';
import { EXCLUDED, routeOf } from './routes';
import { EARLY_SCRIPT } from './theme/language';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// The path of the site on its host, such as /apigwv2-integrations/ on GitHub Pages.
const base = process.env['SITE_BASE'] ?? '/';

export default defineConfig({
  title: 'apigwv2-integrations',
  titleTemplate: ':title · apigwv2-integrations',
  description: 'AWS CDK constructs for Amazon API Gateway v2, with checks at synthesis and a local gateway',
  lang: 'en',
  head: [
    ['script', {}, EARLY_SCRIPT],
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}favicon.svg` }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  base,
  // Pages are the Markdown files of docs/, the READMEs of the packages and the generated API reference.
  srcDir: at('.'),
  srcExclude: EXCLUDED,
  rewrites: (file) => routeOf(file) ?? file,
  cleanUrls: true,
  ignoreDeadLinks: false,
  // Each page would load all the pages of its navigation.
  router: { prefetchLinks: false },
  markdown: {
    // Comments and keywords of the default themes have too little contrast on the background of code.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
    // Links have the anchors that GitHub generates.
    anchor: { slugify: slug },
    config: (md) => {
      md.use(repositoryLinks).use(emptyHeaders).use(languageTabs);
    },
  },
  vite: {
    publicDir: at('site/public'),
    server: { watch: { ignored: ['**/cdk.out/**', '**/coverage/**', '**/.nx/**', '**/lib/**', '**/dist/**'] } },
    resolve: {
      alias: [
        { find: '@apigwv2-integrations/core/engine', replacement: at('packages/core/src/engine/index.ts') },
        { find: 'node:crypto', replacement: at('site/.vitepress/theme/playground/browser-crypto.ts') },
      ],
    },
    // Chunks are loaded one by one, and the search index only when somebody searches.
    build: { chunkSizeWarningLimit: 4_000 },
  },
  themeConfig: {
    logo: '/favicon.svg',
    nav: topNavigation(),
    sidebar: { '/api/': apiSidebar(), '/': sidebar() },
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        // The examples in the other languages would be found once for each language.
        _render: (source, env, md) =>
          /docs\/languages\//.test(env.path) ? '' : md.render(source, Object.assign(env, { isForSearch: true })),
      },
    },
    socialLinks: [{ icon: 'github', link: HOME }],
    editLink: { pattern: `${HOME}/edit/main/:path` },
    externalLinkIcon: true,
    footer: { message: 'Released under the Apache-2.0 license.' },
  },
});
