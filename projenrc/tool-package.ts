import { dirname } from 'node:path';
import { DependencyType, JsonFile, typescript } from 'projen';
import { commonOptions } from './common-options';
import { AUTHORS, FAMILY, MIN_NODE_OF_TOOLS, pinned, REPOSITORY } from './family';
import { namesOf, type PackageNames } from './names';
import type { Family, FamilyPackage } from './package';
import type { PagePackage } from './page-package';
import { addInlinedSibling, disableInstall, folderOf, toolCommand, versionOnDisk } from './workspace';

export interface ToolPackageOptions {
  readonly description: string;
  readonly siblings?: FamilyPackage[];
  /** Runtime dependencies, as `name@range`. */
  readonly dependencies?: string[];
  /** Optional peer dependencies, which users install for the features that need them, as `name@range`. */
  readonly optionalPeers?: string[];
  /** Folders of `src` with Python programs that it runs, which are copied beside the compiled files. */
  readonly pythonPrograms?: string[];
  /** A page that it serves, which is copied into this folder of the package. */
  readonly page?: { readonly package: PagePackage; readonly to: string };
  /** Dependencies of its tests, including the optional peers, as `name@range`. */
  readonly testDependencies?: string[];
}

/** A TypeScript package with a command-line tool that is named after the family and the package. */
export class ToolPackage extends typescript.TypeScriptProject implements FamilyPackage {
  public readonly shortName: string;
  public readonly folder: string;
  public readonly summary: string;
  public readonly names: PackageNames;
  public readonly subpaths: string[] = [];
  public readonly siblings: FamilyPackage[];
  public readonly isConstructs = false;
  public readonly usesSubpaths = true;
  public readonly usesNode = true;

  public constructor(root: Family, name: string, options: ToolPackageOptions) {
    const names = namesOf(name);
    const folder = folderOf(name);
    super({
      ...commonOptions(root, name),
      name: names.npm,
      description: options.description,
      minNodeVersion: MIN_NODE_OF_TOOLS,
      keywords: ['aws', 'cdk', 'apigateway', 'apigatewayv2', 'http-api', 'local'],
      authorName: AUTHORS,
      authorUrl: `https://github.com/${FAMILY}`,
      repository: REPOSITORY,
      deps: options.dependencies,
      devDeps: [...pinned('@types/node'), ...(options.testDependencies ?? [])],
      peerDeps: options.optionalPeers,
      // The tests use the version of the development dependency.
      peerDependencyOptions: { pinnedDevDependency: false },
      bin: { [`apigwv2-${name}`]: 'lib/cli.js' },
      gitignore: ['/dist/', '*.tsbuildinfo'],
    });
    this.shortName = name;
    this.folder = folder;
    this.summary = options.description;
    this.names = names;
    this.siblings = options.siblings ?? [];

    this.tryRemoveFile('tsconfig.dev.json');
    new JsonFile(this, 'tsconfig.json', {
      marker: false,
      obj: { extends: '../../tsconfig.base.json', compilerOptions: { rootDir: 'src', outDir: 'lib' }, include: ['src/**/*.ts'] },
    });
    disableInstall(this);
    if (options.optionalPeers !== undefined) {
      this.package.addField(
        'peerDependenciesMeta',
        Object.fromEntries(options.optionalPeers.map((peer) => [nameIn(peer), { optional: true }])),
      );
    }
    this.package.addVersion(versionOnDisk(root, folder));
    this.package.addField('exports', {
      '.': { types: './lib/index.d.ts', default: './lib/index.js' },
      './package.json': './package.json',
    });
    for (const sibling of this.siblings) {
      addInlinedSibling(this, sibling);
    }
    for (const unpublished of ['/src/', '/test/', 'tsconfig.json', '*.tsbuildinfo']) {
      this.npmignore?.exclude(unpublished);
    }
    this.npmignore?.include('/lib/', '/lib/**/*.d.ts', '/lib/**/*.js');
    // inline-siblings changes compiled files, and an incremental compilation would not write them again.
    this.compileTask.prependExec('rm -rf lib *.tsbuildinfo');
    for (const programs of options.pythonPrograms ?? []) {
      this.compileTask.exec(`mkdir -p lib/${programs} && cp src/${programs}/*.py lib/${programs}`);
    }
    if (options.page !== undefined) {
      const { package: page, to } = options.page;
      // The dependency makes nx build the page first.
      this.deps.addDependency(`${page.npmName}@0.0.0`, DependencyType.BUILD);
      this.compileTask.exec(`rm -rf ${to} && mkdir -p ${dirname(to)} && cp -R ../../${page.folder}/lib ${to}`);
      this.gitignore.exclude(`/${dirname(to)}/`);
      this.npmignore?.include(`/${to}/`);
    }
    if (this.siblings.length > 0) {
      this.compileTask.exec(toolCommand(this.folder, 'inline-siblings'));
    }
    this.tasks.addTask('package:js', {
      description: 'Create the npm tarball',
      exec: 'mkdir -p dist/js && npm pack --pack-destination dist/js',
    });
    this.tasks.removeTask('watch');
  }
}

/** The name in `name@range`. */
function nameIn(dependency: string): string {
  return dependency.slice(0, dependency.lastIndexOf('@'));
}
