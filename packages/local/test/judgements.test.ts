import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { HttpUrlIntegration as OurIntegration } from '@apigwv2-integrations/url';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { HttpApi, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { expect, test, vi } from 'vitest';
import { findProblems } from '../src/index';
import { folder, run } from './support';

const LOWERED = '@apigwv2-integrations/core:loweredErrors';
const mapping = () =>
  new ParameterMapping().appendHeader('x', MappingValue.custom('$request.path.nobody')).appendHeader('via', MappingValue.custom('x'));

/** @param fails whether the plugin reports an error, after the assembly is written */
function synth(build: (app: App, api: HttpApi) => void, context: Record<string, unknown> = {}, fails = false): string {
  const outdir = folder();
  const app = new App({ outdir, analyticsReporting: false, context });
  const api = new HttpApi(new Stack(app, 'S'), 'Api');
  build(app, api);
  expect(synthFails(app)).toBe(fails);
  return outdir;
}

/** Newer versions of aws-cdk-lib throw if a plugin reports an error, older ones print its report and set the exit code. */
function synthFails(app: App): boolean {
  const { exitCode } = process;
  const print = vi.spyOn(console, 'error').mockReturnValue();
  try {
    app.synth();
    return process.exitCode === 1;
  } catch (error) {
    expect(String(error)).toContain('header-reserved');
    return true;
  } finally {
    process.exitCode = exitCode;
    print.mockRestore();
  }
}

const findingsOf = (path: string) => findProblems(path).findings.map(({ code, severity }) => `${severity} ${code}`);

const cdk = (api: HttpApi) =>
  api.addRoutes({ path: '/a', integration: new HttpUrlIntegration('Int', 'https://a.example', { parameterMapping: mapping() }) });

test('findings without acknowledgement', () => {
  expect(findingsOf(synth((_, api) => void cdk(api)))).toEqual(['error HeaderReserved', 'warning PathVariableUnknown']);
});

test('an acknowledged warning of a construct or of one above it is left out, and counted', () => {
  const path = synth((_, api) => {
    cdk(api);
    Validations.of(api).acknowledge({ id: '@apigwv2-integrations/checks::@apigwv2-integrations/path-variable-unknown', reason: 'known' });
  });
  expect(findingsOf(path)).toEqual(['error HeaderReserved']);
  expect(findProblems(path).ignored).toEqual([{ code: 'PathVariableUnknown', reason: 'known', count: 1 }]);
  expect(run(['check', path]).out).toContain('ignored 1 finding of PathVariableUnknown: known');
});

test('an acknowledgement on another construct has no effect', () => {
  const path = synth((app, api) => {
    cdk(api);
    Validations.of(new Stack(app, 'Other')).acknowledge({
      id: '@apigwv2-integrations/checks::@apigwv2-integrations/path-variable-unknown',
      reason: 'known',
    });
  });
  expect(findingsOf(path)).toContain('warning PathVariableUnknown');
});

test('an error is only acknowledged under the ID of the plugin', () => {
  const acknowledging = (id: string) =>
    synth((_, api) => {
      cdk(api);
      Validations.of(api).acknowledge({ id, reason: 'known' });
    });
  expect(findingsOf(acknowledging('@apigwv2-integrations/checks::@apigwv2-integrations/header-reserved'))).toEqual([
    'warning PathVariableUnknown',
  ]);
  expect(findingsOf(acknowledging('@apigwv2-integrations/header-reserved'))).toContain('error HeaderReserved');
});

test.each([undefined, true])('an error that the context key lowers for a construct of ours is a warning (stableId: %s)', (stableId) => {
  const path = synth(
    (_, api) =>
      void api.addRoutes({
        path: '/a',
        integration: new OurIntegration('Int', 'https://a.example', { parameterMapping: mapping(), stableId }),
      }),
    { [LOWERED]: { HeaderReserved: 'the service may change' } },
  );
  expect(findingsOf(path)).toEqual(['warning HeaderReserved', 'warning PathVariableUnknown']);
  expect(findProblems(path).findings[0]?.message).toContain('(an error, lowered by the app: the service may change)');
  expect(run(['check', path]).code).toBe(0);
});

test('an error that the context key lowers for an app with the plugin is a warning', () => {
  const path = synth(
    (app, api) => {
      Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
      cdk(api);
    },
    { [LOWERED]: { HeaderReserved: 'the service may change' } },
  );
  expect(findingsOf(path)).toEqual(['warning HeaderReserved', 'warning PathVariableUnknown']);
});

test('an error that the context key lowers for a construct below the stack is a warning there, in an app with the plugin', () => {
  const path = synth(
    (app) => {
      Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
      for (const id of ['Lowered', 'Strict']) {
        const scope = new Construct(app.node.findChild('S') as Stack, id);
        if (id === 'Lowered') {
          scope.node.setContext(LOWERED, { HeaderReserved: 'a test of the service' });
        }
        cdk(new HttpApi(scope, 'Api'));
      }
    },
    {},
    true,
  );
  const reserved = findProblems(path).findings.filter(({ code }) => code === 'HeaderReserved');
  expect(reserved.map(({ severity, constructPath }) => [severity, constructPath?.split('/')[1]])).toEqual([
    ['error', 'Strict'],
    ['warning', 'Lowered'],
  ]);
});

test('the context key of a construct takes the place of that of its stack', () => {
  const path = synth(
    (app, api) => {
      Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
      const scope = new Construct(app.node.findChild('S') as Stack, 'Strict');
      scope.node.setContext(LOWERED, { UrlTooLong: 'other' });
      cdk(new HttpApi(scope, 'Api'));
      cdk(api);
    },
    { [LOWERED]: { HeaderReserved: 'the service may change' } },
    true,
  );
  const reserved = findProblems(path).findings.filter(({ code }) => code === 'HeaderReserved');
  expect(reserved.map(({ severity, constructPath }) => [severity, constructPath?.split('/')[1]])).toEqual([
    ['error', 'Strict'],
    ['warning', 'Api'],
  ]);
});
