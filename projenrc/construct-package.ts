import { awscdk } from 'projen';
import { commonOptions } from './common-options';
import { AUTHORS, CDK_FLOOR, CONSTRUCTS_FLOOR, FAMILY, MIN_NODE_OF_CONSTRUCTS, pinned, REPOSITORY, VERSIONS } from './family';
import { namesOf, type PackageNames } from './names';
import type { Family, FamilyPackage } from './package';
import { dependOnSibling, disableInstall, folderOf, toolCommand, versionOnDisk } from './workspace';

export interface ConstructPackageOptions {
  readonly description: string;
  /** Packages of the family that this one depends on. */
  readonly siblings?: ConstructPackage[];
  /** Whether it may import subpaths of its siblings. A backend may not, because the public API has everything that a backend needs. */
  readonly usesSubpaths?: boolean;
  /** Whether it may import built-in modules of Node.js. Constructs need none. */
  readonly usesNode?: boolean;
  /** Additional entry points, each a folder of `src` that is not part of the jsii API. */
  readonly subpaths?: string[];
}

/** A jsii package of constructs for five languages, without runtime dependencies. */
export class ConstructPackage extends awscdk.AwsCdkConstructLibrary implements FamilyPackage {
  public readonly shortName: string;
  public readonly folder: string;
  public readonly summary: string;
  public readonly names: PackageNames;
  public readonly subpaths: string[];
  public readonly siblings: ConstructPackage[];
  public readonly isConstructs = true;
  public readonly usesSubpaths: boolean;
  public readonly usesNode: boolean;

  public constructor(root: Family, name: string, options: ConstructPackageOptions) {
    const names = namesOf(name);
    const folder = folderOf(name);
    super({
      ...commonOptions(root, name),
      name: names.npm,
      description: options.description,
      minNodeVersion: MIN_NODE_OF_CONSTRUCTS,
      keywords: ['aws', 'cdk', 'apigateway', 'apigatewayv2', 'http-api', 'websocket-api', 'integration'],
      author: AUTHORS,
      authorAddress: `https://github.com/${FAMILY}`,
      repositoryUrl: REPOSITORY,
      cdkVersion: CDK_FLOOR,
      constructsVersion: CONSTRUCTS_FLOOR,
      jsiiVersion: VERSIONS.jsii,
      publishToPypi: names.pypi,
      publishToMaven: names.maven,
      publishToNuget: names.nuget,
      publishToGo: names.go,
      docgen: false,
      releaseToNpm: false,
      integrationTestAutoDiscover: false,
      lambdaAutoDiscover: false,
      edgeLambdaAutoDiscover: false,
      lambdaExtensionAutoDiscover: false,
      singletonLambdaAutoDiscover: false,
      devDeps: pinned('@types/node'),
      gitignore: ['/.warnings.jsii.js', '/.jsii.gz', '/.jsii.tabl.json*', '/tsconfig.json', '/tsconfig.tsbuildinfo', '/dist/'],
      npmIgnoreOptions: { ignorePatterns: [] },
    });
    this.shortName = name;
    this.folder = folder;
    this.summary = options.description;
    this.names = names;
    this.subpaths = options.subpaths ?? [];
    this.siblings = options.siblings ?? [];
    this.usesSubpaths = options.usesSubpaths ?? false;
    this.usesNode = options.usesNode ?? false;

    // jsii writes its own compiler options, and the root has the tsconfig.json for development.
    this.tryRemoveFile('tsconfig.dev.json');
    disableInstall(this);
    // projen adds these without a version and then removes them from the manifest.
    this.addDevDeps(...pinned('jsii-pacmak', 'jsii-diff'));
    this.package.addVersion(versionOnDisk(root, folder));
    this.package.addField('sideEffects', false);
    // By default jsii inlines source maps, which would be most of the code that an app has to load.
    this.package.manifest.jsii.tsc.sourceMap = false;
    this.package.addField('exports', exportsOf(this.subpaths));
    if (this.subpaths.length > 0) {
      // TypeScript's older module resolutions ignore the exports map.
      this.package.addField('typesVersions', {
        '*': Object.fromEntries(this.subpaths.map((subpath) => [subpath, [`lib/${subpath}/index.d.ts`]])),
      });
    }
    for (const sibling of this.siblings) {
      dependOnSibling(this, sibling);
    }
    for (const unpublished of [
      '/src/',
      '/test/',
      '/.warnings.jsii.js.map',
      '/.jsii.tabl.json*',
      'tsconfig.json',
      '*.tsbuildinfo',
      'project.json',
    ]) {
      this.npmignore?.exclude(unpublished);
    }
    this.npmignore?.include('/lib/', '/lib/**/*.d.ts', '/lib/**/*.js', '.jsii', '.warnings.jsii.js');

    // bundle-lib removes compiled files, and an incremental compilation would not write them again.
    this.compileTask.prependExec('rm -rf lib');
    this.compileTask.exec(toolCommand(this.folder, 'bundle-lib'));
    this.tasks.addTask('docgen', {
      description: 'Write API.md from the compiled package',
      exec: toolCommand(this.folder, 'docgen'),
    });
    this.tasks.removeTask('compat');
    this.tasks.removeTask('watch');
  }
}

/** jsii reads the manifest and the assembly of a package through the exports map. */
function exportsOf(subpaths: string[]): Record<string, unknown> {
  const entry = (path: string) => ({ types: `./lib/${path}.d.ts`, default: `./lib/${path}.js` });
  return {
    '.': entry('index'),
    ...Object.fromEntries(subpaths.map((subpath) => [`./${subpath}`, entry(`${subpath}/index`)])),
    './package.json': './package.json',
    './.jsii': './.jsii',
    './.warnings.jsii.js': './.warnings.jsii.js',
  };
}
