import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lint } from './linted';
import { RepositoryCopy } from './repository-copy';
import { THROW_AWAY_LINE, THROW_AWAY_SOURCE, THROW_AWAY_TEST } from './throw-away-package';

const NAME = '@apigwv2-integrations/throw-away';
const FOLDER = 'packages/throw-away';
const SOURCE = `${FOLDER}/src/index.ts`;
const OWN_TEST = `${FOLDER}/test/throw-away.test.ts`;
const TSCONFIG = 'tsconfig.throw-away.json';

/** Any output does: should the command fail, the message shows it. */
const CONTENT = { ok: true, output: expect.any(String) };

let copy: RepositoryCopy;
let changed: string[];

beforeAll(() => {
  copy = new RepositoryCopy();
  const rc = copy.read('.projenrc.ts');
  copy.write('.projenrc.ts', rc.replace(/^family\.tool\(/m, `${THROW_AWAY_LINE}\n\n$&`));
  copy.write(SOURCE, THROW_AWAY_SOURCE);
  copy.write(OWN_TEST, THROW_AWAY_TEST);
  expect(copy.projen()).toEqual(CONTENT);
  changed = copy.changed();
  copy.write(TSCONFIG, JSON.stringify({ extends: './tsconfig.dev.json', include: [`${FOLDER}/**/*.ts`] }));
  copy.commit();
}, 120_000);

afterAll(() => copy.remove());

describe('one line in .projenrc.ts and a source file make a package', () => {
  test('whose manifest follows from its name', () => {
    const { version } = copy.readJson('packages/core/package.json');
    expect(copy.readJson(`${FOLDER}/package.json`)).toMatchObject({
      name: NAME,
      version: '1.0.0',
      description: 'A package that only a test knows',
      license: 'Apache-2.0',
      repository: { directory: FOLDER },
      peerDependencies: { '@apigwv2-integrations/core': `^${version}`, 'aws-cdk-lib': expect.anything(), constructs: expect.anything() },
      exports: {
        '.': { types: './lib/index.d.ts', default: './lib/index.js' },
        './package.json': './package.json',
        './.jsii': './.jsii',
        './.warnings.jsii.js': './.warnings.jsii.js',
      },
      jsii: {
        targets: {
          python: { distName: 'apigwv2-integrations-throw-away', module: 'apigwv2_integrations_throw_away' },
          java: {
            package: 'io.github.apigwv2integrations.throwaway',
            maven: { groupId: 'io.github.apigwv2-integrations', artifactId: 'throw-away' },
          },
          dotnet: { namespace: 'Apigwv2Integrations.ThrowAway', packageId: 'Apigwv2Integrations.ThrowAway' },
          go: { moduleName: 'github.com/apigwv2-integrations/apigwv2-integrations-go', packageName: 'throwaway' },
        },
      },
      scripts: expect.objectContaining({ compile: 'projen compile', docgen: 'projen docgen', 'package:js': 'projen package:js' }),
    });
  });

  test('that brings no dependency at run time', () => {
    const manifest = copy.readJson(`${FOLDER}/package.json`);
    expect(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, bundled: [] })).toEqual(['bundled']);
    expect(manifest.bundledDependencies).toBeUndefined();
  });

  test('whose name is its sources, for the compiler and for the tests', () => {
    expect(copy.readJson('tsconfig.dev.json').compilerOptions.paths).toMatchObject({ [NAME]: [`./${SOURCE}`] });
    expect(copy.read('vitest.config.mts')).toContain(`replacement: at('${SOURCE}')`);
  });

  test('that the import rules know, both ways', async () => {
    const importing = (name: string) => `import { a } from '${name}';\n\nexport const b = a;\n`;
    const messages = await lint(
      { 'packages/lambda/src/a.ts': importing(NAME), [SOURCE]: importing('@apigwv2-integrations/lambda') },
      'noRestrictedImports',
      copy.folder,
    );
    expect(Object.values(messages)).toEqual([
      [expect.stringContaining('@apigwv2-integrations/lambda may import @apigwv2-integrations/core')],
      [expect.stringContaining(`${NAME} may import @apigwv2-integrations/core`)],
    ]);
  });

  test('with a page of its own', () => {
    const readme = copy.read(`${FOLDER}/README.md`);
    expect(readme).toContain(`# ${NAME}\n\nA package that only a test knows.\n`);
    expect(readme).toContain('npm install dist/js/core@*.jsii.tgz dist/js/throw-away@*.jsii.tgz');
    expect(readme).toContain('pip install apigwv2-integrations-throw-away');
  });

  test.each([
    ['README.md', 'packages', `\`${NAME}\`](${FOLDER})`],
    ['CONTRIBUTING.md', 'package-map', `| \`${FOLDER}\` | \`core\` |`],
    ['CONTRIBUTING.md', 'scopes', '`throw-away`'],
  ])('that %s names in its part "%s"', (page, part, entry) => {
    const [, section = ''] = copy.read(page).split(new RegExp(`<!-- ${part}:(?:begin|end) -->`));
    expect(section).toContain(entry);
  });

  test('that type-checks', () => {
    expect(copy.run('tsc', '--project', TSCONFIG)).toEqual({ ok: true, output: '' });
  });

  test('that lints', () => {
    expect(copy.run('biome', 'check', FOLDER)).toEqual(CONTENT);
  });

  test('whose test passes', () => {
    expect(copy.run('vitest', 'run', OWN_TEST)).toEqual({ ok: true, output: expect.stringMatching(/Tests\s+1 passed/) });
  });

  test('and nothing else changes but generated files', () => {
    const outside = changed.filter((path) => !path.startsWith(`${FOLDER}/`));
    const pages = ['CONTRIBUTING.md', 'README.md'];
    expect(outside.filter((path) => !pages.includes(path))).toEqual([
      '.projenrc.ts',
      'biome.jsonc',
      'tsconfig.dev.json',
      'vitest.config.mts',
    ]);
  });
});

test('projen run twice leaves git clean', () => {
  expect(copy.projen()).toEqual(CONTENT);
  expect(copy.changed()).toEqual([]);
});
