import { Component, type JsonFile, javascript } from 'projen';
import { NPM_SCOPE, VERSIONS } from '../family';
import type { Family, FamilyPackage } from '../package';

/** Import specifiers that are refused, with the message to show. As in a .gitignore, the last matching pattern decides, and `!` allows. */
interface Ban {
  readonly group: string[];
  readonly message: string;
}

const OWN_FILES = ['.', '..', './**', '../**'];
const BESIDE_PACKAGES = ['**/test-support/**', '**/examples/**', '**/benchmarks/**'];

/** Constructs know their app: only tools read what was synthesized. */
const ASSEMBLY_READER_BAN: Ban = {
  group: ['./assembly', './assembly/**', '../assembly', '../assembly/**', '../../assembly', '../../assembly/**'],
  message: 'constructs do not read cloud assemblies: only tools import the assembly reader',
};

/** The linter and formatter, with rules generated from the package list about which package may import which. */
export class ImportRules extends Component {
  private readonly config: JsonFile;

  public constructor(private readonly root: Family) {
    super(root);
    const biome = new javascript.Biome(root, {
      version: VERSIONS['@biomejs/biome'],
      biomeConfig: {
        files: {
          includes: ['**/*.ts', '**/*.tsx', '**/*.mts', '**/*.mjs', '!**/lib', '!**/dist', '!**/cdk.out', '!**/*.d.ts'],
        },
        formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, indentWidth: 2, lineWidth: 140 },
        javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
        linter: {
          rules: {
            complexity: { noStaticOnlyClass: 'off', useLiteralKeys: 'off' },
            style: { noNonNullAssertion: 'error', useImportType: 'error', noDefaultExport: 'off' },
            suspicious: {
              noTemplateCurlyInString: 'off',
              noConsole: 'off',
              noImportCycles: { level: 'error', options: { ignoreTypes: false } },
            },
            correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' },
          },
        } as never,
      },
    });
    // Without this, projen writes a different address as long as Biome is not installed.
    biome.file.addOverride('$schema', 'node_modules/@biomejs/biome/configuration_schema.json');
    this.config = biome.file;
    biome.task.reset('biome check --no-errors-on-unmatched .', {});
    root.testTask.reset();
    root.addTask('lint', { description: 'Lint, check the formatting, and enforce the import rules', steps: [{ spawn: biome.task.name }] });
    root.addTask('lint:fix', {
      description: 'Lint and format, and apply automatic fixes',
      exec: 'biome check --write --no-errors-on-unmatched .',
    });
  }

  /** The list of packages is complete only before synthesis. */
  public preSynthesize(): void {
    this.config.addOverride('overrides', [
      ...this.root.familyPackages.map((member) => rules([`${member.folder}/src/**`], this.bansOf(member))),
      ...this.root.familyPackages
        .filter(({ subpaths }) => subpaths.includes('engine'))
        .flatMap(({ folder }) => [
          rules([`${folder}/src/engine/*.ts`], [engineBan()]),
          rules([`${folder}/src/engine/*/**`], [engineBan('../**')]),
        ]),
      ...this.root.familyPackages
        .filter(({ subpaths }) => subpaths.includes('assembly'))
        .map(({ folder }) => rules([`${folder}/src/assembly/*.ts`], [assemblyBan()])),
    ]);
  }

  private bansOf(member: FamilyPackage): Ban[] {
    const others = this.root.familyPackages.filter((other) => other !== member);
    return [
      member.isConstructs ? this.constructsBan(member) : this.toolBan(member),
      {
        group: ['../**/src', '../**/src/**', '../**/lib/**', '../**/packages/**', ...others.flatMap(({ shortName }) => beside(shortName))],
        message: 'import another package by its name, never by its path',
      },
      { group: BESIDE_PACKAGES, message: 'only tests may import this: a package is published without it' },
      ...(member.subpaths.includes('assembly') ? [ASSEMBLY_READER_BAN] : []),
    ];
  }

  /** Lists what is allowed, not what is refused: users would have to install any further dependency. */
  private constructsBan(member: FamilyPackage): Ban {
    const allowed = [...importable(member), 'aws-cdk-lib', 'constructs', ...(member.usesNode ? ['node:*'] : [])];
    return {
      group: [
        '**',
        ...[...OWN_FILES, ...allowed, 'aws-cdk-lib/**', ...(member.usesNode ? ['node:*/**'] : []), ...BESIDE_PACKAGES].map(
          (pattern) => `!${pattern}`,
        ),
      ],
      message: `${member.names.npm} may import ${allowed.join(', ')} alone, each by its name: ${this.remedy}`,
    };
  }

  private toolBan(member: FamilyPackage): Ban {
    return {
      group: [`${NPM_SCOPE}/**`, ...importable(member).map((name) => `!${name}`)],
      message: `${member.names.npm} may import the packages alone that .projenrc.ts lists as its siblings: ${this.remedy}`,
    };
  }

  private get remedy(): string {
    return `what two packages need belongs in ${this.root.familyPackages[0].names.npm}`;
  }
}

/** The specifiers with which a package may import its siblings. */
function importable({ siblings, usesSubpaths }: FamilyPackage): string[] {
  return siblings.flatMap(({ names, subpaths }) => [
    names.npm,
    ...(usesSubpaths ? subpaths.map((subpath) => `${names.npm}/${subpath}`) : []),
  ]);
}

/** Also refuses a path with `..` after its beginning, which could lead out of the engine. */
function engineBan(...upward: string[]): Ban {
  return {
    group: ['**', '!./**', ...upward.map((pattern) => `!${pattern}`), './**/../**', '../**/../**'],
    message: 'the engine imports nothing but its own files: pass it what it needs as plain data',
  };
}

/** The reader of cloud assemblies needs the file system and the engine, and no constructs. */
function assemblyBan(): Ban {
  return {
    group: ['**', '!./**', '!node:*', '!node:*/**', '!../engine', './**/../**'],
    message: 'the assembly reader imports Node.js modules, the engine and its own files only',
  };
}

/** The relative paths that lead from `src`, or from a folder in it, to the folder of another package. */
function beside(shortName: string): string[] {
  return [`../../${shortName}`, `../../${shortName}/**`];
}

/** `require` is refused entirely, because Biome does not check it against the refused imports. */
function rules(includes: string[], patterns: Ban[]) {
  const noRestrictedImports = { level: 'error', options: { patterns } };
  return { includes, linter: { rules: { style: { noCommonJs: 'error', noRestrictedImports } } } };
}
