import { DependencyType, JsonFile, typescript } from 'projen';
import { commonOptions } from './common-options';
import { AUTHORS, FAMILY, MIN_NODE_OF_TOOLS, NPM_SCOPE, pinned, REPOSITORY } from './family';
import type { Family, FamilyPackage } from './package';
import { disableInstall } from './workspace';

/** A private package with a web page, which another package copies into its own. It is outside of `packages/`, because it is never published. */
export class PagePackage extends typescript.TypeScriptProject {
  public readonly npmName: string;

  public constructor(
    root: Family,
    public readonly folder: string,
    options: { readonly description: string; readonly siblings: FamilyPackage[]; readonly dependencies: string[] },
  ) {
    const npmName = `${NPM_SCOPE}/${folder}`;
    super({
      ...commonOptions(root, folder),
      outdir: folder,
      repositoryDirectory: folder,
      name: npmName,
      description: options.description,
      minNodeVersion: MIN_NODE_OF_TOOLS,
      authorName: AUTHORS,
      authorUrl: `https://github.com/${FAMILY}`,
      repository: REPOSITORY,
      // Vite bundles what the page needs: the package that it is copied into depends on none of it.
      devDeps: [...pinned('vite'), ...options.dependencies],
      entrypoint: '',
      npmignoreEnabled: false,
      gitignore: ['/lib/'],
    });
    this.npmName = npmName;
    this.tryRemoveFile('tsconfig.dev.json');
    new JsonFile(this, 'tsconfig.json', {
      marker: false,
      obj: {
        extends: '../tsconfig.dev.json',
        compilerOptions: { lib: ['es2023', 'dom', 'dom.iterable'], jsx: 'react-jsx', jsxImportSource: 'preact' },
        include: ['src/**/*.ts', 'src/**/*.tsx', 'test/**/*.ts', 'build.ts'],
      },
    });
    disableInstall(this);
    for (const { names } of options.siblings) {
      // Their sources are bundled: nx builds the page again when these change. A release changes no range here.
      this.deps.addDependency(`${names.npm}@>=1.0.0`, DependencyType.BUILD);
    }
    this.package.addField('private', true);
    this.compileTask.reset('vite build');
    this.packageTask.reset();
    this.testTask.reset();
    this.tasks.removeTask('watch');
  }
}
