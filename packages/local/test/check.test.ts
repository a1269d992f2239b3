import { RULES } from '@apigwv2-integrations/core/engine';
import { Stack } from 'aws-cdk-lib';
import { HttpApi, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { exampleOf } from 'test-support/rules/examples';
import { describe, expect, test } from 'vitest';
import { api, files, integration, route, run, synth, template } from './support';

/** An app of the CDK's own classes, with one mapping that the service refuses and one that is doubtful. */
const doubtful = () =>
  synth((app) => {
    const stack = new Stack(app, 'Shop');
    const parameterMapping = new ParameterMapping()
      .appendHeader('authorization', MappingValue.custom('$request.heder.x'))
      .overwriteHeader('x-id', MappingValue.requestPathParam('id'));
    new HttpApi(stack, 'Api').addRoutes({
      path: '/books',
      integration: new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping }),
    });
  });

describe('check', () => {
  test('prints all findings, errors first, and exits with 1', () => {
    const { code, out, err } = run(['check', doubtful()]);

    expect(code).toBe(1);
    expect(err).toBe('');
    expect([...out.matchAll(/^(error|warning) \[(\w+)\]/gm)].map(([, severity, rule]) => `${severity} ${rule}`)).toEqual([
      'error HeaderReserved',
      'error SourceUnknown',
      'warning PathVariableUnknown',
    ]);
    expect(out).toContain(
      'Shop/Api/ANY--books/Books/Resource (packages/local/test/check.test.ts:16) Properties/RequestParameters/append:header.authorization',
    );
    expect(out).toContain('    $request.heder.x\n    ^^^^^^^^^^^^^^^^');
    expect(out).toContain('did you mean $request.header.x?');
    expect(out).toMatch(/2 errors, 1 warning in 1 template of /);
  });

  test('exits with 0 without findings or with only warnings', () => {
    const good = template({ Api: api(), Int: integration() });
    const warned = template({ Api: api(), Int: integration({ RequestParameters: { myKey: 'myValue' } }) });

    expect(run(['check', good])).toMatchObject({ code: 0, out: expect.stringMatching(/^0 errors, 0 warnings in 1 template of /) });
    expect(run(['check', warned])).toMatchObject({ code: 0, out: expect.stringContaining('[MappingKeyUnknown]') });
  });

  test('prints the expression from which a faulty value was computed', () => {
    const path = template(
      { Api: api(), Int: integration({ RequestParameters: { 'append:header.x': { 'Fn::Sub': '$request.heder.${Env}' } } }) },
      {
        Parameters: { Env: { Default: 'prod' } },
      },
    );

    expect(run(['check', path]).out).toContain('  from    {"Fn::Sub":"$request.heder.${Env}"}\n');
    expect(JSON.parse(run(['check', path, '--json']).out).findings[0].expression).toBe('{"Fn::Sub":"$request.heder.${Env}"}');
  });

  test('says what it looked at, and what it did not', () => {
    const path = template({ Api: api(), Imported: { ...api(), Properties: { Body: {} } }, Route: route('GET /a') });

    expect(run(['check', path]).out).toMatch(/; 1 API, 1 route checked; 1 API not checked: OpenAPI body\n$/);
    expect(JSON.parse(run(['check', path, '--json']).out)).toMatchObject({
      checked: { apis: 1, routes: 1 },
      notChecked: [{ kind: 'API', reason: 'OpenAPI body', stack: 'app', file: path, logicalId: 'Imported' }],
    });
  });

  test('prints JSON with --json', () => {
    const { code, out } = run(['check', doubtful(), '--json']);
    const json = JSON.parse(out);

    expect(code).toBe(1);
    expect(json).toMatchObject({ version: 1, errors: 2, warnings: 1 });
    expect(json.findings[0]).toMatchObject({
      code: 'HeaderReserved',
      rule: '@apigwv2-integrations/header-reserved',
      severity: 'error',
      stack: 'Shop',
      property: 'Properties/RequestParameters/append:header.authorization',
    });
  });

  test('colors the output if enabled', () => {
    expect(run(['check', doubtful()], { FORCE_COLOR: '1' }).out).toContain('\u001b[31merror\u001b[39m');
  });

  test.each([
    [['check', '--nonsense', 'a'], 2, 'nonsense'],
    [['check', 'nowhere'], 2, 'there is no nowhere'],
  ])('prints one line for %j and exits with %d', (argv, code, message) => {
    const result = run(argv);

    expect(result.code).toBe(code);
    expect(result.err.split('\n')[0]).toContain(message);
  });

  test('prints the stack if there is no construct path', () => {
    expect(run(['check', template({ Int: integration({ TimeoutInMillis: 1 }) })]).out).toContain('[TimeoutOutOfRange] app/Int');
  });

  test.each(RULES)('applies the same rule as the plugin: $code', ({ code }) => {
    const path = files({ 'app.template.json': { Resources: exampleOf(code).bad } });
    const found = JSON.parse(run(['check', `${path}/app.template.json`, '--json']).out).findings.map(
      (check: { code: string }) => check.code,
    );

    expect(found).toContain(code);
  });
});
