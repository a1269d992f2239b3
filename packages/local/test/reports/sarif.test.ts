import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { RULES } from '@apigwv2-integrations/core/engine';
import Ajv from 'ajv-draft-04';
import { Stack, Validations } from 'aws-cdk-lib';
import { HttpApi, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { exampleOf } from 'test-support/rules/examples';
import { beforeAll, describe, expect, test } from 'vitest';
import { api, files, integration, run, synth, template } from '../support';

/** The parts of a log that the tests read. */
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: object; readonly region?: { readonly startLine: number } };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly suppressions?: readonly object[];
  readonly baselineState?: string;
}
interface Rule {
  readonly id: string;
  readonly name: string;
  readonly helpUri: string;
}

let validate: (log: unknown) => void;
beforeAll(() => {
  // The package publishes the schema of SARIF 2.1.0, but does not export it.
  const main = createRequire(import.meta.url).resolve('@microsoft/jest-sarif');
  const schema = JSON.parse(readFileSync(join(dirname(main), 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  const compiled = new Ajv({
    strict: false,
    allErrors: true,
    // A pattern of the schema is invalid with the flag u.
    unicodeRegExp: false,
    formats: {
      uri: (text) => URL.canParse(text),
      'uri-reference': (text) => URL.canParse(text, 'https://base.example'),
      'date-time': true,
    },
  }).compile(schema);
  validate = (log) => {
    compiled(log);
    expect(compiled.errors ?? []).toEqual([]);
  };
});

/** Runs `check --format sarif` and validates its output. */
function sarif(path: string, argv: readonly string[] = [], env: Record<string, string> = {}) {
  const { out, code, err } = run(['check', path, '--format', 'sarif', ...argv], env);
  const log = JSON.parse(out);
  validate(log);
  const [{ tool, results, invocations }] = log.runs;
  return { code, err, rules: tool.driver.rules as Rule[], results: results as Result[], invocations, driver: tool.driver };
}

const doubtful = (acknowledge?: string) =>
  synth((app) => {
    const parameterMapping = new ParameterMapping()
      .appendHeader('authorization', MappingValue.custom('x'))
      .overwriteHeader('x-id', MappingValue.requestPathParam('id'));
    const shop = new HttpApi(new Stack(app, 'Shop'), 'Api');
    shop.addRoutes({
      path: '/books',
      integration: new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping }),
    });
    if (acknowledge !== undefined) {
      Validations.of(shop).acknowledge({
        id: '@apigwv2-integrations/checks::@apigwv2-integrations/path-variable-unknown',
        reason: acknowledge,
      });
    }
  });

describe('check --format sarif', () => {
  test('has the rule, the message, the line of the app and the construct of each finding', () => {
    const { code, rules, results, driver } = sarif(doubtful());
    expect(code).toBe(1);
    expect(driver).toMatchObject({ name: 'apigwv2-local', semanticVersion: '1.0.0' });
    expect(rules.map(({ name }) => name)).toEqual(['HeaderReserved', 'PathVariableUnknown']);
    const here = relative(process.cwd(), import.meta.filename);
    expect(results[0]).toMatchObject({
      ruleId: '@apigwv2-integrations/header-reserved',
      ruleIndex: 0,
      level: 'error',
      message: { text: expect.stringContaining('Remedy: ') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: here, uriBaseId: '%SRCROOT%' },
            region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
          },
          logicalLocations: [{ name: 'Resource', fullyQualifiedName: 'Shop/Api/ANY--books/Books/Resource', kind: 'resource' }],
        },
      ],
    });
    expect(results[1]).toMatchObject({ level: 'warning', ruleIndex: 1 });
    const startLine = results[0]?.locations[0]?.physicalLocation.region?.startLine ?? 0;
    expect(readFileSync(import.meta.filename, 'utf8').split('\n')[startLine - 1]).toContain('shop.addRoutes');
  });

  test('has paths relative to the root of the repository of a workflow', () => {
    const { results } = sarif(doubtful(), [], { GITHUB_WORKSPACE: import.meta.dirname });
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual({ uri: 'sarif.test.ts', uriBaseId: '%SRCROOT%' });
  });

  test('has a URL of a file outside of the repository', () => {
    const path = files({ 'a b#c.template.json': { Resources: { Int: integration({ TimeoutInMillis: 1 }) } } });
    const { results } = sarif(`${path}/a b#c.template.json`);
    expect(results[0]?.locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: expect.stringMatching(/^file:\/\/\/.*a%20b%23c\.template\.json$/) },
        region: { startLine: 1, startColumn: expect.any(Number) },
      },
      logicalLocations: [{ name: 'Int', fullyQualifiedName: 'a b#c/Int', kind: 'resource' }],
    });
    const [inside] = sarif(`${path}/a b#c.template.json`, [], { GITHUB_WORKSPACE: path }).results;
    expect(inside?.locations[0]?.physicalLocation.artifactLocation).toEqual({
      uri: 'a%20b%23c.template.json',
      uriBaseId: '%SRCROOT%',
    });
  });

  test('keeps acknowledged and ignored findings as suppressed, with their reasons', () => {
    const { code, results } = sarif(doubtful('known'), ['--ignore', 'HeaderReserved=tested']);
    expect(code).toBe(0);
    expect(new Map(results.map(({ ruleId, suppressions }) => [ruleId, suppressions]))).toEqual(
      new Map([
        ['@apigwv2-integrations/path-variable-unknown', [{ kind: 'inSource', status: 'accepted', justification: 'known' }]],
        ['@apigwv2-integrations/header-reserved', [{ kind: 'external', status: 'accepted', justification: 'tested' }]],
      ]),
    );
    expect(results).toHaveLength(2);
  });

  test('says what was not checked', () => {
    const { invocations } = sarif(template({ Api: { ...api(), Properties: { Body: {} } } }));
    expect(invocations).toMatchObject([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: 'note', message: { text: 'app/Api: API not checked: OpenAPI body' } }],
      },
    ]);
  });

  test('warns of an assembly that is older than the app, and describes the rule about handlers', () => {
    const path = synth((app) => {
      new LambdaFunction(new Stack(app, 'Shop'), 'Fn', {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.missing',
        code: Code.fromInline('exports.handler = async () => 1;'),
      });
    });
    const source = join(path, 'app.ts');
    writeFileSync(source, '');
    const metadata = JSON.parse(readFileSync(join(path, 'Shop.metadata.json'), 'utf8'));
    metadata['/Shop/Fn/Resource'] = [
      ...metadata['/Shop/Fn/Resource'].filter(({ type }: { type: string }) => type !== 'aws:cdk:creationStack'),
      { type: 'aws:cdk:creationStack', data: [`at A (${source}:3:5)`] },
    ];
    writeFileSync(join(path, 'Shop.metadata.json'), JSON.stringify(metadata));
    const later = new Date(Date.now() + 60_000);
    utimesSync(source, later, later);

    const { rules, results, invocations } = sarif(path, [], { GITHUB_WORKSPACE: path });
    expect(rules).toMatchObject([
      { name: 'HandlerNotFound', helpUri: expect.stringContaining('command-line.md#check-in-continuous-integration') },
    ]);
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'app.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 5 },
    });
    expect(invocations[0].toolExecutionNotifications).toMatchObject([
      { level: 'warning', message: { text: expect.stringContaining('is older than') } },
    ]);
  });

  test('has only new findings with --compare, marked as new', () => {
    const broken = (...names: string[]) => template(Object.fromEntries(names.map((name) => [name, integration({ TimeoutInMillis: 1 })])));
    const { results } = sarif(broken('A', 'B'), ['--compare', broken('A')]);
    expect(results.map(({ locations, baselineState }) => [locations[0]?.logicalLocations[0]?.fullyQualifiedName, baselineState])).toEqual([
      ['app/B', 'new'],
    ]);
  });

  test('is valid for every rule, each with a link to its section in docs/rules.md', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/rules.md'), 'utf8');
    const sections = new Set([...page.matchAll(/^#+ `?([a-z0-9-]+)`?$/gm)].map(([, name]) => name));
    // One stack for each rule.
    const artifacts = RULES.map(({ code }) => [
      code,
      { type: 'aws:cloudformation:stack', properties: { templateFile: `${code}.template.json` } },
    ]);
    const templates = RULES.map(({ code }) => [`${code}.template.json`, { Resources: exampleOf(code).bad }]);
    const path = files({
      ...Object.fromEntries(templates),
      'manifest.json': { version: '36.0.0', artifacts: Object.fromEntries(artifacts) },
    });
    const { rules, results } = sarif(path);
    for (const { code } of RULES) {
      const rule = rules.find(({ name }) => name === code);
      expect(rule?.id).toBe(results.find(({ ruleIndex }) => rules[ruleIndex] === rule)?.ruleId);
      const [url, anchor = ''] = (rule?.helpUri ?? '').split('#');
      expect(url).toBe('https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/rules.md');
      expect(sections).toContain(anchor);
    }
  });
});
