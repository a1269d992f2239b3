import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lint } from './linted';
import { RepositoryCopy } from './repository-copy';

const NAME = '@apigwv2-integrations/throw-away';
const FOLDER = 'packages/throw-away';
const SOURCE = `${FOLDER}/src/index.ts`;
const OWN_TEST = `${FOLDER}/test/throw-away.test.ts`;
const TSCONFIG = 'tsconfig.throw-away.json';

/** A successful command with any output. If the command fails, the assertion shows its output. */
const SUCCESS = { ok: true, output: expect.any(String) };

/** The line for .projenrc.ts, the source and the test of a new package, as an author would write them. */
const THROW_AWAY_LINE = "family.backend('throw-away', core, 'A package that only a test knows');";

const THROW_AWAY_SOURCE = `import { HttpIntegrationBase, type HttpIntegrationOptions, type HttpIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpIntegrationType, HttpMethod, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** Sends every request to one place. */
export class HttpThrowAwayIntegration extends HttpIntegrationBase {
  public constructor(id: string, options: HttpIntegrationOptions = {}) {
    super(id, options);
  }

  protected bindTarget(_options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.HTTP_PROXY,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      method: HttpMethod.ANY,
      uri: 'https://throw-away.example.com',
    };
  }
}
`;

const THROW_AWAY_TEST = `import { HttpThrowAwayIntegration } from '@apigwv2-integrations/throw-away';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { test } from 'vitest';

test('a route reaches its backend', () => {
  const stack = new Stack(new App(), 'Stack');
  const integration = new HttpThrowAwayIntegration('Integration', { description: 'thrown away' });
  new HttpApi(stack, 'Api').addRoutes({ path: '/', integration });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationUri: 'https://throw-away.example.com',
    Description: 'thrown away',
  });
});
`;

let copy: RepositoryCopy;
let changed: string[];

beforeAll(() => {
  copy = new RepositoryCopy();
  const rc = copy.read('.projenrc.ts');
  copy.write('.projenrc.ts', rc.replace(/^family\.tool\(/m, `${THROW_AWAY_LINE}\n\n$&`));
  copy.write(SOURCE, THROW_AWAY_SOURCE);
  copy.write(OWN_TEST, THROW_AWAY_TEST);
  expect(copy.projen()).toEqual(SUCCESS);
  changed = copy.changed();
  copy.write(TSCONFIG, JSON.stringify({ extends: './tsconfig.dev.json', include: [`${FOLDER}/**/*.ts`] }));
  copy.commit();
}, 120_000);

afterAll(() => copy.remove());

describe('a package that is added with one line in .projenrc.ts', () => {
  test('gets a manifest that is derived from its name', () => {
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

  test('has no runtime dependencies', () => {
    const manifest = copy.readJson(`${FOLDER}/package.json`);
    expect(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, bundled: [] })).toEqual(['bundled']);
    expect(manifest.bundledDependencies).toBeUndefined();
  });

  test('resolves to its sources in the compiler and in tests', () => {
    expect(copy.readJson('tsconfig.dev.json').compilerOptions.paths).toMatchObject({ [NAME]: [`./${SOURCE}`] });
    expect(copy.read('vitest.config.mts')).toContain(`replacement: at('${SOURCE}')`);
  });

  test('is covered by the import rules, in both directions', async () => {
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

  test('gets a README', () => {
    const readme = copy.read(`${FOLDER}/README.md`);
    expect(readme).toContain(`# ${NAME}\n\nA package that only a test knows.\n`);
    expect(readme).toContain('npm install dist/js/core@*.jsii.tgz dist/js/throw-away@*.jsii.tgz');
    expect(readme).toContain('pip install apigwv2-integrations-throw-away');
  });

  test.each([
    ['README.md', 'packages', `\`${NAME}\`](${FOLDER})`],
    ['CONTRIBUTING.md', 'package-map', `| \`${FOLDER}\` | \`core\` |`],
    ['CONTRIBUTING.md', 'scopes', '`throw-away`'],
  ])('is listed in %s, section "%s"', (page, part, entry) => {
    const [, section = ''] = copy.read(page).split(new RegExp(`<!-- ${part}:(?:begin|end) -->`));
    expect(section).toContain(entry);
  });

  test('passes the type check', () => {
    expect(copy.run('tsc', '--project', TSCONFIG)).toEqual({ ok: true, output: '' });
  });

  test('passes the linter', () => {
    expect(copy.run('biome', 'check', '--vcs-use-ignore-file=false', FOLDER)).toEqual(SUCCESS);
  });

  test('passes its test', () => {
    expect(copy.run('vitest', 'run', OWN_TEST)).toEqual({ ok: true, output: expect.stringMatching(/Tests\s+1 passed/) });
  });

  test('changes only generated files outside its folder', () => {
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

test('a second run of projen changes nothing', () => {
  expect(copy.projen()).toEqual(SUCCESS);
  expect(copy.changed()).toEqual([]);
});
