import { defineConfig } from 'vite';

/** Builds the page into a folder that the local gateway serves as it is: no request goes to another host, and nothing is inline. */
export default defineConfig({
  root: new URL('src', import.meta.url).pathname,
  base: './',
  publicDir: 'public',
  resolve: {
    alias: {
      '@apigwv2-integrations/core/engine': new URL('../packages/core/src/engine/index.ts', import.meta.url).pathname,
    },
  },
  // The same page whatever NODE_ENV is, such as that of a test.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: new URL('lib', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy refuses data URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
