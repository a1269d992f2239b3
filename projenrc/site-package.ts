import type { Family } from './package';
import { PrivatePackage } from './private-package';

/** The private package of the documentation site, which VitePress builds from `docs/`, the READMEs and the assemblies of the packages. */
export class SitePackage extends PrivatePackage {
  public constructor(root: Family, folder: string, options: { readonly description: string; readonly dependencies: string[] }) {
    super(root, folder, {
      ...options,
      readme: [
        `# ${folder}`,
        '',
        `${options.description}. \`npm run site\` serves it, and \`npm run site:build\` builds it; see`,
        '[CONTRIBUTING.md](../CONTRIBUTING.md#the-site).',
      ],
      outputs: ['/.vitepress/.temp/', '/.vitepress/cache/', '/.vitepress/dist/', '/api/'],
      compilerOptions: { lib: ['es2023', 'dom', 'dom.iterable'], jsx: 'preserve', types: ['node'] },
      sources: ['.vitepress/**/*.ts', '.vitepress/**/*.mts', 'reference/**/*.ts', 'test/**/*.ts'],
    });
    // The site is not a part of `npm run build`: it has commands of its own.
    const api = `tsx --tsconfig tsconfig.dev.json ${folder}/reference/write.ts`;
    root.addTask('site', {
      description: 'Serve the documentation site on this machine (run npm run build first to include the API reference)',
      steps: [{ exec: `${api} --if-built` }, { exec: `vitepress dev ${folder} --host 127.0.0.1`, receiveArgs: true }],
    });
    const build = root.addTask('site:build', {
      description: 'Build the documentation site (run npm run build first)',
      steps: [{ exec: api }, { exec: `vitepress build ${folder}`, receiveArgs: true }],
    });
    root.tasks.tryFind('test:browser')?.prependSpawn(build);
  }
}
