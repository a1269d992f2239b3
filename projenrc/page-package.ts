import { DependencyType } from 'projen';
import { pinned } from './family';
import type { Family, FamilyPackage } from './package';
import { PrivatePackage } from './private-package';

/** A private package with a web page, which another package copies into its own. */
export class PagePackage extends PrivatePackage {
  public constructor(
    root: Family,
    folder: string,
    options: { readonly description: string; readonly siblings: FamilyPackage[]; readonly dependencies: string[] },
  ) {
    super(root, folder, {
      description: options.description,
      // Vite bundles what the page needs: the package that it is copied into depends on none of it.
      dependencies: [...pinned('vite'), ...options.dependencies],
      readme: [`# ${folder}`, '', `${options.description}.`],
      outputs: ['/lib/'],
      compilerOptions: { lib: ['es2023', 'dom', 'dom.iterable'], jsx: 'react-jsx', jsxImportSource: 'preact' },
      sources: ['src/**/*.ts', 'src/**/*.tsx', 'test/**/*.ts', 'build.ts', 'local.ts'],
    });
    for (const { names } of options.siblings) {
      // Their sources are bundled: nx builds the page again when these change. A release changes no range here.
      this.deps.addDependency(`${names.npm}@>=1.0.0`, DependencyType.BUILD);
    }
    this.compileTask.reset('vite build');
  }
}
