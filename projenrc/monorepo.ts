import { javascript, typescript } from 'projen';
import { ImportRules } from './components/import-rules';
import { PackageReadme } from './components/package-readme';
import { PackageTables } from './components/package-tables';
import { ReleaseTool } from './components/release-tool';
import { RepositoryTasks } from './components/repository-tasks';
import { SourcePaths } from './components/source-paths';
import { TaskGraph } from './components/task-graph';
import { TestRunner } from './components/test-runner';
import { Workflows } from './components/workflows';
import { ConstructPackage, type ConstructPackageOptions } from './construct-package';
import {
  AUTHORS,
  CDK_FLOOR,
  CDK_NEWEST,
  CDK_NEWEST_ALIAS,
  CONSTRUCTS_FLOOR,
  FAMILY,
  MIN_NODE_OF_TOOLS,
  OVERRIDES,
  pinned,
  REPOSITORY,
  VERSIONS,
} from './family';
import type { Family, FamilyPackage } from './package';
import { PagePackage } from './page-package';
import type { PrivatePackage } from './private-package';
import { SitePackage } from './site-package';
import { ToolPackage, type ToolPackageOptions } from './tool-package';

/** The root project, its packages, and everything that is generated from their list. */
export class Monorepo extends typescript.TypeScriptProject implements Family {
  public readonly familyPackages: FamilyPackage[] = [];
  public readonly privatePackages: PrivatePackage[] = [];

  public constructor() {
    super({
      name: `${FAMILY}-monorepo`,
      description: 'AWS CDK constructs that connect API Gateway v2 routes to backends, with one package per backend',
      defaultReleaseBranch: 'main',
      repository: REPOSITORY,
      authorName: AUTHORS,
      authorOrganization: true,
      authorUrl: `https://github.com/${FAMILY}`,
      copyrightOwner: AUTHORS,
      license: 'Apache-2.0',
      packageManager: javascript.NodePackageManager.NPM,
      minNodeVersion: MIN_NODE_OF_TOOLS,
      projenrcTs: true,
      projenrcTsOptions: { projenCodeDir: 'projenrc' },
      runner: typescript.TypeScriptRunner.tsx(),
      projenVersion: VERSIONS.projen,
      typescriptVersion: VERSIONS.typescript,
      disableTsconfig: true,
      sampleCode: false,
      jest: false,
      eslint: false,
      release: false,
      buildWorkflow: false,
      depsUpgrade: false,
      pullRequestTemplate: false,
      package: false,
      npmignoreEnabled: false,
      entrypoint: '',
      githubOptions: { mergify: false, pullRequestLint: false },
      allowScripts: ['esbuild', 'nx', '@biomejs/biome'],
      devDeps: [
        ...pinned(
          ...(Object.keys(VERSIONS) as (keyof typeof VERSIONS)[]).filter(
            (name) => name !== 'typescript' && name !== 'projen' && name !== '@biomejs/biome',
          ),
        ),
        `aws-cdk-lib@${CDK_FLOOR}`,
        `${CDK_NEWEST_ALIAS}@npm:aws-cdk-lib@${CDK_NEWEST}`,
        `constructs@${CONSTRUCTS_FLOOR}`,
      ],
      gitignore: [
        '.DS_Store',
        '.nx/',
        'coverage/',
        'dist/',
        'cdk.out/',
        '*.tsbuildinfo',
        '__pycache__/',
        '.venv/',
        '.idea/',
        '.vscode/',
        '!/examples/books/.vscode/',
      ],
    });

    this.tryRemoveFile('tsconfig.dev.json');
    this.package.addField('private', true);
    this.package.addField('workspaces', () => ['packages/*', ...this.privatePackages.map(({ folder }) => folder)]);
    this.package.addField('overrides', { verdaccio: OVERRIDES });
    this.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
    this.npmrc.addConfig('fund', 'false');
    this.npmrc.addConfig('audit', 'false');
    this.package.file.addDeletionOverride('main');
    this.package.file.addDeletionOverride('types');
    this.package.addVersion('0.0.0');

    new SourcePaths(this);
    new ImportRules(this);
    new TestRunner(this);
    new TaskGraph(this);
    new ReleaseTool(this);
    new RepositoryTasks(this);
    new Workflows(this);
    new PackageTables(this);
  }

  /** Adds a jsii construct package. */
  public constructs(name: string, options: ConstructPackageOptions): ConstructPackage {
    return this.adopt(new ConstructPackage(this, name, options));
  }

  /** Adds a backend: a jsii package that depends only on core. */
  public backend(name: string, core: ConstructPackage, description: string): ConstructPackage {
    return this.constructs(name, { description, siblings: [core] });
  }

  /** Adds a TypeScript package with a command-line tool. */
  public tool(name: string, options: ToolPackageOptions): ToolPackage {
    return this.adopt(new ToolPackage(this, name, options));
  }

  /** Adds a private package with a web page, in a folder of the root. */
  public page(folder: string, description: string, siblings: FamilyPackage[], dependencies: string[]): PagePackage {
    return this.addPrivate(new PagePackage(this, folder, { description, siblings, dependencies }));
  }

  /** Adds the documentation site, in a folder of the root. */
  public site(folder: string, description: string, dependencies: string[]): SitePackage {
    return this.addPrivate(new SitePackage(this, folder, { description, dependencies }));
  }

  public postSynthesize(): void {
    super.postSynthesize();
    this.installAfterPackageChanges();
  }

  /** projen installs if the root manifest changed, but not if only the manifest of a package did. */
  private installAfterPackageChanges(): void {
    const hasNewManifest = (project: typescript.TypeScriptProject): boolean => project.tryFindObjectFile('package.json')?.changed ?? false;
    if (!hasNewManifest(this) && [...this.familyPackages, ...this.privatePackages].some(hasNewManifest)) {
      this.tasks.runTask(this.package.installTask.name);
    }
  }

  private addPrivate<T extends PrivatePackage>(member: T): T {
    this.privatePackages.push(member);
    // Code for browsers has types of its own.
    this.tasks.tryFind('typecheck')?.exec(`node node_modules/ts7/bin/tsc -p ${member.folder}/tsconfig.json`);
    return member;
  }

  private adopt<T extends FamilyPackage>(member: T): T {
    new PackageReadme(this, member);
    this.familyPackages.push(member);
    return member;
  }
}
