import { JsonFile, typescript } from 'projen';
import { commonOptions } from './common-options';
import { AUTHORS, FAMILY, MIN_NODE_OF_TOOLS, NPM_SCOPE, REPOSITORY } from './family';
import type { Family } from './package';
import { disableInstall } from './workspace';

export interface PrivatePackageOptions {
  readonly description: string;
  /** What it is built with, as `name@range`. Nothing depends on it, so that it has no other dependencies. */
  readonly dependencies: string[];
  readonly readme: string[];
  /** The outputs of its build, relative to its folder. */
  readonly outputs: string[];
  /** The compiler options that differ from those of the repository. */
  readonly compilerOptions: Record<string, unknown>;
  /** The sources that are type-checked, relative to its folder. */
  readonly sources: string[];
}

/** A package of code for browsers, which is never published, and has a folder of its own outside of `packages/`. */
export abstract class PrivatePackage extends typescript.TypeScriptProject {
  public readonly npmName: string;

  public constructor(
    root: Family,
    public readonly folder: string,
    { description, dependencies, readme, outputs, compilerOptions, sources }: PrivatePackageOptions,
  ) {
    const npmName = `${NPM_SCOPE}/${folder}`;
    super({
      ...commonOptions(root, folder),
      outdir: folder,
      repositoryDirectory: folder,
      name: npmName,
      description,
      minNodeVersion: MIN_NODE_OF_TOOLS,
      authorName: AUTHORS,
      authorUrl: `https://github.com/${FAMILY}`,
      repository: REPOSITORY,
      devDeps: dependencies,
      readme: { contents: readme.join('\n') },
      entrypoint: '',
      npmignoreEnabled: false,
      gitignore: outputs,
    });
    this.npmName = npmName;
    this.tryRemoveFile('tsconfig.dev.json');
    new JsonFile(this, 'tsconfig.json', {
      marker: false,
      obj: { extends: '../tsconfig.dev.json', compilerOptions, include: sources },
    });
    disableInstall(this);
    this.package.addField('private', true);
    this.compileTask.reset();
    this.packageTask.reset();
    this.testTask.reset();
    this.tasks.removeTask('watch');
  }
}
