import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { WebSocketMappingValue, WebSocketParameterMapping } from '@apigwv2-integrations/core';
import { RULES, ruleId } from '@apigwv2-integrations/core/engine';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { WebSocketHttpIntegration } from '@apigwv2-integrations/websocket';
import { App, CfnParameter, CfnStack, type IPolicyValidationContext, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnApi, HttpApi, HttpMethod, MappingValue, ParameterMapping, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { handlerIn } from 'test-support/functions';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CheckSetup, check, l1 } from './support';

const readsId = () => new ParameterMapping().overwriteHeader('x-user', MappingValue.requestPathParam('id'));
const writesVia = () => new ParameterMapping().overwriteHeader('via', MappingValue.requestPath());

/** A route of an HTTP API with the CDK's own integration. */
function cdkRoute(stack: Stack, parameterMapping: ParameterMapping, path = '/books'): HttpApi {
  const api = new HttpApi(stack, 'Api');
  const integration = new cdk.HttpUrlIntegration('Integration', 'https://example.com', { parameterMapping });
  api.addRoutes({ path, integration });
  return api;
}

/** A route of an HTTP API with this family's integration. */
function ownRoute(stack: Stack, parameterMapping: ParameterMapping, stableId = false): HttpApi {
  const api = new HttpApi(stack, 'Api');
  const integration = new HttpUrlIntegration('Integration', 'https://example.com', { parameterMapping, stableId });
  api.addRoutes({ path: '/books', integration });
  api.addRoutes({ path: '/shelves', integration });
  return api;
}

describe('findings', () => {
  test('reports nothing for a valid app', () => {
    const { report, failed } = check((stack) => cdkRoute(stack, readsId(), '/books/{id}'));

    expect(report).toEqual({ success: true, violations: [] });
    expect(failed).toBe(false);
  });

  test('fails synthesis for the CDK’s classes, with location and remedy', () => {
    const { report, failed, printed } = check((stack) => cdkRoute(stack, writesVia()));

    expect(failed).toBe(true);
    expect(report.success).toBe(false);
    expect(report.violations).toEqual([
      {
        ruleName: '@apigwv2-integrations/header-reserved',
        description: expect.stringContaining('API Gateway reserves the header via'),
        fix: 'write another header, such as x-via',
        severity: 'error',
        ruleMetadata: { code: 'HeaderReserved', source: expect.stringContaining('http-api-parameter-mapping') },
        violatingResources: [
          {
            resourceLogicalId: expect.stringContaining('Integration'),
            templatePath: expect.stringContaining('Shop.template.json'),
            locations: ['Properties/RequestParameters/overwrite:header.via'],
          },
        ],
      },
    ]);
    expect(printed).toContain('API Gateway reserves the header via');
  });

  test('reports problems of L1 resources', () => {
    const { rules } = check((stack) => {
      l1(stack, 'Api', 'Api', { Name: 'Shop', ProtocolType: 'WEBSOCKET' });
      l1(stack, 'Route', 'Route', { ApiId: { Ref: 'Api' }, RouteKey: '$join', Target: 'integrations/nowhere' });
    });

    expect(rules).toEqual(['selection-expression-missing', 'target-literal', 'web-socket-route-key-reserved']);
  });

  test('reports the same message for two resources as one violation', () => {
    const { report } = check((stack) => {
      l1(stack, 'A', 'Stage', { StageName: 'a b' });
      l1(stack, 'B', 'Stage', { StageName: 'a b' });
      l1(stack, 'C', 'Stage', { StageName: 'c d' });
    });

    expect(report.violations.map(({ violatingResources }) => violatingResources.map(({ resourceLogicalId }) => resourceLogicalId))).toEqual(
      [['A', 'B'], ['C']],
    );
  });

  test.each([
    ['by the hash of their asset', {}],
    ['by the name that the CDK’s command line adds', { 'aws:cdk:enable-asset-metadata': true }],
  ])('reports problems in nested stacks of any depth, %s', (_, context) => {
    const { report } = check(
      (stack) => {
        const outer = new NestedStack(stack, 'Outer');
        l1(outer, 'Stage', 'Stage', { StageName: 'outer stage' });
        l1(new NestedStack(outer, 'Inner'), 'Stage', 'Stage', { StageName: 'inner stage' });
      },
      { context },
    );

    expect(report.violations.map(({ description }) => description)).toEqual([
      '"outer stage" is not a valid name for a stage',
      '"inner stage" is not a valid name for a stage',
    ]);
  });

  test('reports permissions of several stacks on one function, by stack name', () => {
    const permissions = (count: number, stackName?: string) =>
      check((stack, app) => {
        const handler = handlerIn(stack);
        const other = new Stack(app, 'Other', { stackName });
        for (const [index, scope] of Array.from({ length: count }, (_, at) => [at, at % 2 === 0 ? stack : other] as const)) {
          handler.addPermission(`P${index}`, {
            scope,
            principal: new ServicePrincipal('apigateway.amazonaws.com'),
            sourceArn: `arn:x/${index}`,
          });
        }
      }).rules;

    expect(permissions(40)).toEqual([]);
    expect(permissions(70)).toEqual(['lambda-policy-too-large']);
    expect(permissions(66)).toEqual([]);
    expect(permissions(66, 'a-name-that-takes-more-room-in-each-of-the-statements-of-its-permissions')).toEqual([
      'lambda-policy-too-large',
    ]);
  });

  test('reports problems in stages', () => {
    const { rules } = check((_, app) => {
      l1(new Stack(new Stage(app, 'Production'), 'Shop'), 'Stage', 'Stage', { StageName: 'a b' });
    });

    expect(rules).toEqual(['stage-name-invalid']);
  });

  test('reports nothing outside the cloud assembly', () => {
    const { rules } = check((stack) => {
      new CfnStack(stack, 'Elsewhere', { templateUrl: 'https://example.com/x.json' });
      new CfnStack(stack, 'Outside', { templateUrl: 'https://example.com/y.json' }).cfnOptions.metadata = {
        'aws:asset:path': '../../package.json',
      };
      new NestedStack(stack, 'Empty');
    });

    expect(rules).toEqual([]);
  });
});

describe('OpenAPI documents', () => {
  const bodyOf = (integration: object) => ({
    openapi: '3.0.1',
    info: { title: 'books' },
    paths: {
      '/books': {
        get: {
          security: [{ users: [] }],
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            httpMethod: 'GET',
            uri: 'https://books.example.com',
            payloadFormatVersion: '1.0',
            ...integration,
          },
        },
      },
    },
    components: { securitySchemes: { users: { type: 'http', scheme: 'bearer' } } },
  });

  test('are checked as the resources that the import makes of them', () => {
    const { report, failed } = check((stack) => {
      new CfnApi(stack, 'Imported', { body: bodyOf({ type: 'mock', timeoutInMillis: 1 }) });
    });
    const operation = 'Properties/Body/paths/~1books/get';

    expect(failed).toBe(true);
    expect(report.metadata).toBeUndefined();
    expect(report.violations.map(({ ruleName, violatingResources: [resource] }) => [ruleName, resource?.locations])).toEqual([
      [ruleId('SecuritySchemeWithoutAuthorizer'), [`${operation}/security`]],
      [ruleId('IntegrationTypeNotInProtocol'), [`${operation}/x-amazon-apigateway-integration/type`]],
      [ruleId('TimeoutOutOfRange'), [`${operation}/x-amazon-apigateway-integration/timeoutInMillis`]],
    ]);
  });

  test.each([
    ['JSON, which are assets,', 'api.json', (text: string) => text, ['timeout-out-of-range'], undefined],
    ['YAML, which are assets,', 'api.yaml', (text: string) => text, [], /OpenAPI document in S3$/],
    ['JSON that is not valid', 'api.json', (text: string) => text.slice(1), [], /OpenAPI document in S3$/],
  ])('in %s are checked, or named as not checked', (_name, name, write, expected, coverage) => {
    const folder = mkdtempSync(join(tmpdir(), 'documents-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { paths, ...document } = bodyOf({ timeoutInMillis: 1 });
    const open = { ...document, paths: { '/books': { get: { ...paths['/books'].get, security: [] } } } };
    writeFileSync(join(folder, name), write(JSON.stringify(open)));
    const { rules, report } = check((stack) => {
      const { s3BucketName: bucket, s3ObjectKey: key } = new Asset(stack, 'Document', { path: join(folder, name) });
      new CfnApi(stack, 'Imported', { bodyS3Location: { bucket, key } });
    });

    expect(rules).toEqual(expected);
    expect(report.metadata).toEqual(coverage === undefined ? undefined : { coverage: expect.stringMatching(coverage) });
  });

  test('of an HttpApi are checked, and their warnings can be acknowledged', () => {
    const { rules, failed } = check(
      (stack) => {
        const api = new HttpApi(stack, 'Api', { createDefaultStage: false });
        (api.node.defaultChild as CfnApi).body = bodyOf({});
        Validations.of(api).acknowledge({ id: ruleId('SecuritySchemeWithoutAuthorizer'), reason: 'a public API' });
      },
      { props: { app: new App() } },
    );

    expect({ rules, failed }).toEqual({ rules: [], failed: false });
  });
});

test('reports what it did not check', () => {
  const { report } = check((stack) => {
    new CfnApi(stack, 'Imported', { body: { openapi: '3.0.1' } });
  });

  expect(report).toEqual({
    success: true,
    violations: [],
    metadata: { coverage: '0 APIs, 0 routes checked; 1 API not checked: OpenAPI body' },
  });
});

test('shows the expression from which a faulty value was computed', () => {
  const { report } = check((stack) => {
    const env = new CfnParameter(stack, 'Env', { default: 'prod' });
    cdkRoute(stack, new ParameterMapping().custom('append:header.x', `$request.heder.${env.valueAsString}`));
  });

  expect(report.violations[0].description).toContain('\nfrom {"Fn::Join":["",["$request.heder.",{"Ref":"Env"}]]}');
});

test('checks a template without constructs by itself', () => {
  const templatePath = join(mkdtempSync(join(tmpdir(), 'foreign-')), 'Foreign.template.json');
  onTestFinished(() => rmSync(dirname(templatePath), { recursive: true }));
  const stage = { Type: 'AWS::ApiGatewayV2::Stage', Properties: { StageName: 'a b', Description: 'd'.repeat(2000) } };
  writeFileSync(templatePath, JSON.stringify({ Resources: { Stage: stage } }));

  const report = new ApiGatewayV2Checks({ app: new App() }).validate({ templatePaths: [templatePath] } as IPolicyValidationContext);

  expect(report.violations.map(({ ruleName }) => ruleName)).toEqual([
    '@apigwv2-integrations/description-too-long',
    '@apigwv2-integrations/stage-name-invalid',
  ]);
});

describe('warnings', () => {
  test('prints warnings without failing synthesis', () => {
    const { report, failed, printed } = check((stack) => cdkRoute(stack, readsId()));

    expect(failed).toBe(false);
    expect(report.success).toBe(true);
    expect(report.violations).toHaveLength(1);
    expect(report.violations[0].severity).toBe('warning');
    expect(printed).toContain('reads the path variable id, which the route /books does not define');
    expect(printed).toContain('@apigwv2-integrations/path-variable-unknown');
  });

  test('fails synthesis for warnings if configured to', () => {
    const { report, failed } = check((stack) => cdkRoute(stack, readsId()), { props: { warningsAsErrors: true } });

    expect(failed).toBe(true);
    expect(report.violations[0].severity).toBe('error');
  });

  test('prints warnings with the file name if the CDK prints nothing', () => {
    const { printed } = check((stack) => cdkRoute(stack, readsId()), { pathsOnly: true });

    expect(printed).toMatch(/\[Warning at .*Shop\.template\.json, ApiANYbooks\w+\] overwrite:header\.x-user reads .*\[ack: @apigwv2/);
  });
});

/** Where the CDK hands the app over, and where the user does. */
const KNOWN_APP: [string, CheckSetup][] = [
  ['that the CDK hands over, or else the user', { props: { app: new App() } }],
  ['that the user hands over', { props: { app: new App() }, pathsOnly: true }],
];

describe.each(KNOWN_APP)('with the app %s', (_, setup) => {
  test.each(['@apigwv2-integrations/path-variable-unknown', 'annotation::@apigwv2-integrations/path-variable-unknown'])(
    'acknowledges a warning as %s',
    (id) => {
      const { rules } = check((stack) => {
        Validations.of(cdkRoute(stack, readsId())).acknowledge({ id, reason: 'the route is to come' });
      }, setup);

      expect(rules).toEqual([]);
    },
  );

  test('applies an acknowledgement only to its scope and its ID, and not to errors', () => {
    const { rules } = check((stack) => {
      cdkRoute(stack, readsId().appendHeader('via', MappingValue.requestPath()));
      const other = l1(stack, 'Other', 'Stage', { StageName: 'ok' });
      const ids = ['path-variable-unknown', 'header-reserved', 'url-invalid'].map((id) => `@apigwv2-integrations/${id}`);
      Validations.of(other).acknowledge(...ids.map((id) => ({ id, reason: 'r' })));
      Validations.of(stack).acknowledge(...ids.slice(1).map((id) => ({ id, reason: 'r' })));
      Validations.of(stack).acknowledge({ id: 'someone-else::@apigwv2-integrations/path-variable-unknown', reason: 'r' });
    }, setup);

    expect(rules).toEqual(['header-reserved', 'path-variable-unknown']);
  });

  test('does not fail synthesis for an acknowledged warning', () => {
    const { failed } = check(
      (stack) => {
        Validations.of(cdkRoute(stack, readsId())).acknowledge({ id: '@apigwv2-integrations/path-variable-unknown', reason: 'r' });
      },
      { ...setup, props: { ...setup.props, warningsAsErrors: true } },
    );

    expect(failed).toBe(false);
  });

  test('lowers an error by context, and acknowledges it like a warning', () => {
    const context = { '@apigwv2-integrations/core:loweredErrors': { HeaderReserved: 'case 123' } };
    const lowered = check((stack) => cdkRoute(stack, writesVia()), { ...setup, context });
    expect(lowered).toMatchObject({ rules: ['header-reserved'], failed: false });
    expect(lowered.report.violations[0].description).toContain(
      'lowered by the context key @apigwv2-integrations/core:loweredErrors: case 123',
    );

    const build = (stack: Stack) =>
      Validations.of(cdkRoute(stack, writesVia())).acknowledge({ id: '@apigwv2-integrations/header-reserved', reason: 'r' });
    expect(check(build, { ...setup, context }).rules).toEqual([]);
  });

  test('mentions a lowered code that does not exist', () => {
    const context = { '@apigwv2-integrations/core:loweredErrors': { HeaderReservd: 'case 123' } };
    const { report, failed } = check((stack) => cdkRoute(stack, writesVia()), { ...setup, context });

    expect(failed).toBe(true);
    expect(report.violations[0].fix).toBe(
      'write another header, such as x-via (the context key @apigwv2-integrations/core:loweredErrors contains the unknown code "HeaderReservd": write HeaderReserved)',
    );
  });

  test.each([false, true])('reports only problems that no construct has reported (stableId: %s)', (stableId) => {
    const reported = (stack: Stack) => ownRoute(stack, readsId(), stableId);
    expect(check(reported, setup)).toMatchObject({ rules: [], failed: false });

    const more = check((stack) => {
      reported(stack);
      l1(stack, 'Stage', 'Stage', { StageName: 'a b' });
    }, setup);
    expect(more.rules).toEqual(['stage-name-invalid']);
  });

  test.each([false, true])('does not repeat problems that constructs report at synthesis (stableId: %s)', (stableId) => {
    const build = (stack: Stack) => {
      const mapping = new ParameterMapping();
      ownRoute(stack, mapping, stableId);
      mapping.overwriteHeader('x-user', MappingValue.requestPathParam('id'));
    };

    expect(check(build, setup).rules).toEqual([]);
  });

  test.each([false, true])('does not repeat problems of a WebSocket integration (stableId: %s)', (stableId) => {
    const build = (stack: Stack) => {
      const parameterMapping = new WebSocketParameterMapping().header('token', WebSocketMappingValue.requestHeader('token'));
      const integration = new WebSocketHttpIntegration('Send', 'https://example.com', { parameterMapping, stableId });
      new WebSocketApi(stack, 'Api').addRoute('send', { integration });
    };

    expect(check(build, setup).rules).toEqual([]);
    expect(check(build, { pathsOnly: true }).rules).not.toEqual([]);
  });

  test('does not repeat quota warnings of constructs', () => {
    const build = (stack: Stack) => {
      const api = new HttpApi(stack, 'Api');
      const integration = new HttpUrlIntegration('Integration', 'https://example.com');
      for (let index = 0; index < 460; index++) {
        api.addRoutes({ path: `/books${index}`, methods: [HttpMethod.GET], integration });
      }
    };

    expect(check(build, setup).rules).toEqual([]);
    expect(check(build, { pathsOnly: true }).rules).toEqual(['resources-near-quota', 'routes-over-quota']);
  });
});

test('ignores acknowledgements and repeats problems if the app is unknown', () => {
  const { rules } = check(
    (stack) => {
      Validations.of(ownRoute(stack, readsId())).acknowledge({ id: '@apigwv2-integrations/path-variable-unknown', reason: 'r' });
    },
    { pathsOnly: true },
  );

  expect(rules).toEqual(['path-variable-unknown', 'path-variable-unknown']);
});

test('acknowledges a warning by the plugin’s name in CDK versions that pass the app', () => {
  const build = (stack: Stack) =>
    Validations.of(cdkRoute(stack, readsId())).acknowledge({
      id: '@apigwv2-integrations/checks::@apigwv2-integrations/path-variable-unknown',
      reason: 'the route is to come',
    });

  expect(check(build, { props: { app: new App() }, pathsOnly: true }).rules).toEqual([]);
  const { printed } = check(build, { props: { app: new App() } });
  expect(printed).not.toContain('WARNING');
  expect(printed).not.toContain('[Warning');
});

// The oldest CDK lets warnings be acknowledged alone.
test.skipIf(process.env.CDK_VERSION === 'floor')('acknowledges an error by the plugin’s name in newer CDK versions', () => {
  const { failed, report } = check((stack) => {
    Validations.of(cdkRoute(stack, writesVia())).acknowledge({
      id: '@apigwv2-integrations/checks::@apigwv2-integrations/header-reserved',
      reason: 'to be removed',
    });
  });

  expect(report.success).toBe(false);
  expect(failed).toBe(false);
});

test('lists the IDs of all rules', () => {
  expect(new ApiGatewayV2Checks().ruleIds).toEqual(RULES.map(({ code }) => ruleId(code)));
  expect(new ApiGatewayV2Checks().name).toBe(JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')).name);
});
