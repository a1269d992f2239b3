import { Component, javascript } from 'projen';
import { VERSIONS } from '../family';
import type { Monorepo } from '../monorepo';
import type { FamilyPackage } from '../package';

interface Ban {
  readonly group: string[];
  readonly message: string;
}

/** The linter and formatter, and the rules of who may import whom, made from the package list. */
export class ImportRules extends Component {
  public constructor(private readonly root: Monorepo) {
    super(root);
    const biome = new javascript.Biome(root, {
      version: VERSIONS['@biomejs/biome'],
      biomeConfig: {
        files: {
          includes: ['**/*.ts', '**/*.mts', '**/*.mjs', '**/*.json', '!**/lib', '!**/dist', '!**/cdk.out', '!**/*.d.ts', '!**/.projen'],
        },
        formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, indentWidth: 2, lineWidth: 140 },
        javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
        linter: {
          rules: {
            complexity: { noStaticOnlyClass: 'off', useLiteralKeys: 'off' },
            style: { noNonNullAssertion: 'error', useImportType: 'error', noDefaultExport: 'off' },
            suspicious: { noTemplateCurlyInString: 'off', noConsole: 'off' },
            correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' },
          },
        } as never,
      },
    });
    biome.file.addOverride('overrides', () => this.overrides());
    biome.task.reset('biome check --no-errors-on-unmatched .', {});
    root.testTask.reset();
    root.addTask('lint', { description: 'Lint, check formatting and the import rules', steps: [{ spawn: biome.task.name }] });
    root.addTask('lint:fix', { description: 'Lint and format, and write what can be fixed', exec: 'biome check --write --no-errors-on-unmatched .' });
  }

  private overrides() {
    return [
      ...this.root.familyPackages.map((member) => ban([`${member.folder}/src/**`], this.bansOf(member))),
      ...this.root.constructPackages
        .filter(({ subpaths }) => subpaths.includes('engine'))
        .map(({ folder }) =>
          ban(
            [`${folder}/src/engine/**`],
            [
              {
                group: ['*', '!./*'],
                message: 'the engine imports nothing but its own files: pass what it needs as plain data',
              },
            ],
          ),
        ),
    ];
  }

  private bansOf(member: FamilyPackage): Ban[] {
    const siblings = member.siblings.map(({ names }) => names.npm);
    const others = this.root.othersThan(member, ...member.siblings);
    return [
      ...(others.length > 0
        ? [
            {
              group: others.flatMap(({ names }) => [names.npm, `${names.npm}/**`]),
              message: `${member.names.npm} may import ${[...siblings, 'aws-cdk-lib', 'constructs'].join(', ')} alone: move what both need to ${this.root.familyPackages[0].names.npm}`,
            },
          ]
        : []),
      {
        group: siblings.flatMap((name) => [`${name}/**`]),
        message: 'import from the package by its name: its folders are no public API',
      },
      {
        group: ['**/packages/**', '../../../**'],
        message: 'import another package by its name, never by its path',
      },
      {
        group: ['test-support/**', '**/examples/**', '**/benchmarks/**'],
        message: 'only tests may import this',
      },
    ].filter(({ group }) => group.length > 0);
  }
}

function ban(includes: string[], patterns: Ban[]) {
  return {
    includes,
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}
