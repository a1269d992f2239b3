import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { member } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { loadApis } from '../src/index';
import { api, files, integration, lambdaResource, onlyApi, permission, route, routeOf, run, stage, template } from './support';

const stackArtifact = (templateFile: unknown) => ({ S: { type: 'aws:cloudformation:stack', properties: { templateFile } } });
const assembly = (artifacts: unknown, rest: Record<string, unknown> = {}) =>
  files({ 'manifest.json': { version: '36.0.0', artifacts }, ...rest });

function failure(path: string): string {
  const { code, out, err } = run(['routes', path]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/^apigwv2-local: [^\n]+\n$/);
  return err;
}

describe('invalid input', () => {
  test.each<[string, () => string, RegExp]>([
    ['a missing path', () => 'nowhere/cdk.out', /there is no nowhere\/cdk\.out: pass a cloud assembly folder/],
    ['a path that cannot be', () => 'a\0b', /cannot read a b/],
    ['a folder without a manifest', () => files({ 'a.txt': '' }), /has no manifest\.json, so it is no cloud assembly: run cdk synth/],
    ['a device', () => '/dev/null', /is neither a folder nor a file/],
    ['broken JSON', () => join(files({ 'a.json': '{' }), 'a.json'), /a\.json:1:2 is not valid JSON/],
    ['a JSON list', () => join(files({ 'a.json': '[]' }), 'a.json'), /holds no object but a list: pass/],
    ['an empty file', () => join(files({ 'a.yaml': ' \n' }), 'a.yaml'), /holds no object but nothing: pass a CloudFormation template/],
    ['binary data', () => join(files({ 'a.yaml': 'a\uFFFDb' }), 'a.yaml'), /holds no object but binary data: pass/],
    ['tabs in YAML', () => join(files({ 'a.yaml': 'Resources:\n\tA: 1' }), 'a.yaml'), /a\.yaml:2:1: Tabs .*: use spaces/],
    ['a text in YAML', () => join(files({ 'a.yaml': 'x' }), 'a.yaml'), /holds no object but the value "x": pass/],
    ['broken YAML', () => join(files({ 'a.yaml': 'Resources:\n  A: [' }), 'a.yaml'), /a\.yaml:2:7: .*flow.*: correct the YAML/i],
    ['JSON that is no template', () => join(files({ 'a.json': {} }), 'a.json'), /no CloudFormation template: pass a template/],
    ['a manifest as a template', () => join(assembly({}), 'manifest.json'), /pass its folder/],
    ['a manifest of something else', () => files({ 'manifest.json': { name: 'web app' } }), /is no manifest of a cloud assembly/],
    ['a manifest with odd artifacts', () => assembly([]), /is no manifest of a cloud assembly/],
    ['a stack without a template', () => assembly(stackArtifact(7)), /S has no templateFile/],
    ['a template that is not there', () => assembly(stackArtifact('S.json')), /cannot read .*S\.json \(ENOENT\)/],
    ['a template that is a folder', () => assembly(stackArtifact('S'), { 'S/x': '' }), /cannot read .*S, which is not a regular file/],
    ['a template elsewhere', () => assembly(stackArtifact('../../etc/passwd')), /lies outside of/],
    ['a template at an absolute path', () => assembly(stackArtifact('/etc/passwd')), /lies outside of/],
    [
      'an assembly within itself',
      () => assembly({ A: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } }),
      /names itself as an assembly within itself/,
    ],
  ])('%s', (_, path, message) => {
    expect(failure(path())).toMatch(message);
  });

  test('rejects a link out of the assembly', () => {
    const path = assembly(stackArtifact('link.json'));
    symlinkSync(template({}), join(path, 'link.json'));
    expect(failure(path)).toMatch(/lies outside of/);
  });
});

test('ignores a byte order mark', () => {
  const path = join(files({ 't.json': `\uFEFF${JSON.stringify({ Resources: { Api: api() } })}` }), 't.json');
  expect(onlyApi(path).name).toBe('books');
});

test('accepts an assembly that is a symbolic link', () => {
  const path = assembly(stackArtifact('S.json'), { 'S.json': { Resources: { Api: api() } } });
  const link = join(files({}), 'cdk.out');
  mkdirSync(join(path, 'unused'));
  symlinkSync(path, link);
  expect(onlyApi(link).name).toBe('books');
});

test('accepts an assembly without APIs', () => {
  const { code, out } = run(['routes', template({ Fn: lambdaResource })]);
  expect(code).toBe(0);
  expect(out).toMatch(/^No API Gateway v2 API in \S+ \(1 template read\)\.\n\nTemplate {2}\S+\n$/);
  expect(run(['routes', assembly({})]).out).toMatch(/^No API Gateway v2 API in \S+ \(0 templates read\)\.\n$/);
});

test('reports that routes in a Body are not shown', () => {
  const path = template({ Api: api({ Body: { openapi: '3.0.1' }, Name: undefined, ProtocolType: undefined }) });
  expect(run(['routes', path]).out).toContain('routes are in the Body (OpenAPI) of the API and are not shown');
  expect(onlyApi(path)).toMatchObject({ name: 'Api', protocol: 'HTTP', routesInBody: true });
});

test('shows an API without routes and stages', () => {
  expect(run(['routes', template({ Api: api() })]).out).toMatch(/stages {4}none\n\n {2}no routes\n/);
});

describe('a quick-created API', () => {
  const quick = (properties: object) => routeOf(template({ Api: api(properties), Fn: lambdaResource }), '$default');

  test('shows a quick-created API on a function', () => {
    expect(quick({ Target: { 'Fn::GetAtt': ['Fn', 'Arn'] } })).toMatchObject({
      integration: { type: 'AWS_PROXY', target: { name: 'Fn' } },
      permission: { summary: 'none found' },
    });
  });

  test('shows the stage that the service creates for a quick-created API', () => {
    const path = template({ Api: api({ Target: { 'Fn::GetAtt': ['Fn', 'Arn'] } }), Fn: lambdaResource });
    expect(loadApis(path).apis).toMatchObject([{ protocol: 'HTTP', stages: [{ name: '$default', autoDeploy: true }] }]);
  });

  test('shows what overrides change in a quick-created API', () => {
    const changes = { Integration: { TimeoutInMillis: 5000 }, Route: { AuthorizationType: 'AWS_IAM' }, Stage: { AutoDeploy: false } };
    const path = template({
      Api: api({ Target: 'https://a.example' }),
      Over: { Type: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides', Properties: { ApiId: { Ref: 'Api' }, ...changes } },
    });
    expect(loadApis(path).apis).toMatchObject([
      {
        stages: [{ name: '$default', autoDeploy: false }],
        routes: [{ key: '$default', authorization: { type: 'AWS_IAM' }, integration: { name: 'Target', timeoutInMillis: '5000' } }],
      },
    ]);
  });

  test('shows a quick-created API on a URL', () => {
    expect(quick({ Target: 'https://a.example' })).toMatchObject({
      integration: { type: 'HTTP_PROXY', target: { url: 'https://a.example' } },
      permission: { status: 'none' },
    });
  });
});

test('shows an API outside the assembly', () => {
  const path = template({
    Int: integration({ ApiId: 'abc', IntegrationType: 'MOCK' }),
    Route: route('GET /a', { ApiId: 'abc' }),
    Named: route('$default', { ApiId: { Ref: 'Quick' } }),
    Quick: { Type: 'Custom::Api' },
    Lost: route('$default', { ApiId: undefined }),
  });
  expect(loadApis(path).apis).toMatchObject([
    { name: 'abc', protocol: 'HTTP' },
    { name: 'Quick', protocol: 'unknown' },
    { name: 'no API id', protocol: 'unknown' },
  ]);
  expect(run(['routes', path]).out).toMatch(/abc {2}HTTP API {2}outside of this assembly/);
});

test('shows a route without an integration', () => {
  const path = template({
    Api: api(),
    None: route('GET /none', { Target: undefined }),
    Gone: route('GET /gone'),
    Wrong: route('GET /wrong', { Target: { Ref: 'Api' } }),
  });
  const { out } = run(['routes', path]);
  expect(out).toMatch(/GET \/none +no integration /);
  expect(out).toMatch(/GET \/gone +not in the assembly: integrations\/\$\{Int\} /);
  expect(out).toMatch(/GET \/wrong +not in the assembly: \$\{Api\} /);
});

test.each<[string, object, object]>([
  [
    'a service by its URI',
    { IntegrationType: 'AWS', IntegrationUri: 'arn:aws:apigateway:eu-west-1:sqs:path/q' },
    { kind: 'service', name: 'sqs:path/q' },
  ],
  [
    'a service by its subtype',
    { IntegrationSubtype: 'AppConfig-GetConfiguration', RequestParameters: { Application: 'shop', Environment: { Ref: 'Env' } } },
    { kind: 'service', name: 'AppConfig-GetConfiguration', resource: 'shop / ${Env}' },
  ],
  ['a service of an unknown subtype', { IntegrationSubtype: 'Nope' }, { kind: 'service', name: 'Nope', resource: undefined }],
  [
    'a service without parameters',
    { IntegrationSubtype: 'SQS-PurgeQueue', RequestParameters: { 'Fn::Transform': 'x' } },
    { kind: 'service', name: 'SQS-PurgeQueue', resource: undefined },
  ],
  ['a service by an odd URI', { IntegrationType: 'AWS', IntegrationUri: 'x' }, { kind: 'service', name: 'x' }],
  ['a function without proxy', { IntegrationType: 'AWS' }, { kind: 'lambda', name: 'Fn' }],
  ['a URL without proxy', { IntegrationType: 'HTTP', IntegrationUri: 'http://a' }, { kind: 'url', url: 'http://a' }],
  ['no type', { IntegrationType: undefined, IntegrationUri: 'x' }, { kind: 'unknown', name: 'x' }],
  [
    'a listener by its ARN',
    { IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', IntegrationUri: 'arn:aws:elasticloadbalancing:r:1:listener/app/a/b/c' },
    { kind: 'private', service: 'listener', through: 'no VPC link' },
  ],
  [
    'a Cloud Map service by its ARN',
    { IntegrationType: 'HTTP_PROXY', ConnectionId: 'link1', IntegrationUri: 'arn:aws:servicediscovery:r:1:service/srv-1' },
    { kind: 'private', service: 'cloud-map', through: 'link1' },
  ],
  [
    'something private',
    { IntegrationType: 'HTTP_PROXY', ConnectionId: 'link1', IntegrationUri: 'x' },
    { kind: 'private', service: 'unknown' },
  ],
])('shows the target %s', (_, properties, target) => {
  const path = template({ Api: api(), Fn: lambdaResource, Int: integration(properties), Route: route('GET /') });
  expect(routeOf(path, 'GET /').integration?.target).toMatchObject(target);
  expect(run(['routes', path]).code).toBe(0);
});

test('shows request templates and a flat response mapping', () => {
  const path = template({
    Api: api({ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }),
    Int: integration({
      IntegrationType: 'MOCK',
      RequestTemplates: { '\\$default': '{}' },
      ResponseParameters: { 200: { 'overwrite:header.a': 'b' }, 201: 7 },
    }),
    Route: route('$default'),
  });
  const { out } = run(['routes', path]);
  expect(out).toContain('template \\$default');
  expect(out).toContain('on 200 overwrite:header.a <- b');
});

test('accepts values of a wrong type and names of object members', () => {
  const resources = JSON.parse(`{
    "Null": null, "Text": "x", "List": [], "NoType": {}, "OddType": { "Type": 7 },
    "__proto__": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "proto" } },
    "constructor": { "Type": "AWS::ApiGatewayV2::Api", "Properties": null },
    "NoProperties": { "Type": "AWS::ApiGatewayV2::Route" },
    "OddRoute": { "Type": "AWS::ApiGatewayV2::Route", "Properties": { "ApiId": { "Ref": "__proto__" }, "RouteKey": { "a": 1 },
      "Target": [{ "Ref": "OddIntegration" }], "AuthorizationScopes": "x" } },
    "OddIntegration": { "Type": "AWS::ApiGatewayV2::Integration", "Properties": {
      "RequestParameters": { "__proto__": { "toString": 1 } }, "ResponseParameters": [1], "RequestTemplates": 7 } },
    "OddStage": { "Type": "AWS::ApiGatewayV2::Stage", "Properties": { "ApiId": { "Ref": "__proto__" }, "StageName": [] } },
    "OddPermission": { "Type": "AWS::Lambda::Permission", "Properties": { "Principal": "apigateway.amazonaws.com", "FunctionName": [[]] } },
    "OddNested": { "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": { "Fn::Join": [1] } } }
  }`);
  const path = assembly(stackArtifact('S.json'), {
    'S.json': { Resources: resources, Outputs: { a: null, b: { Export: 7 } }, Mappings: [] },
  });
  const { code, out } = run(['routes', path]);
  expect(code).toBe(0);
  expect(out).toContain('proto  HTTP API');
  expect(out).not.toContain('[object Object]');
  expect(run(['routes', path, '--json']).out).toContain('"destination": "__proto__"');
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('reads only own members of the document', () => {
  expect(member({}, '__proto__')).toBeUndefined();
  expect(member({}, 'constructor')).toBeUndefined();
  expect(member(JSON.parse('{"__proto__":1}'), '__proto__')).toBe(1);
});

test('accepts templates without sections, unusual metadata and assets', () => {
  const path = files({
    'manifest.json': {
      version: '36.0.0',
      artifacts: {
        ...stackArtifact('S.json'),
        Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
        Other: null,
      },
    },
    'S.json': { Resources: [] },
    'assets.json': { files: { a: null, b: { source: { path: 7 } } } },
  });
  expect(loadApis(path).apis).toEqual([]);
});

test('refuses circular nested stacks', () => {
  const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'S.json' } };
  const path = assembly(stackArtifact('S.json'), { 'S.json': { Resources: { Nested: nested, Api: api() } } });
  expect(() => loadApis(path)).toThrow('which contains itself: remove the cycle');
});

test('prints no control characters', () => {
  const path = template({ Api: api({ Name: 'a\u001b[31mb\u202ec' }), S: stage('\u0007') });
  expect(run(['routes', path]).out).toContain('a\\u001b[31mb\\u202ec  HTTP API');
  const odd = template({
    Api: api(),
    P: permission('arn:aws:execute-api:\ud800'),
    Int: integration({ IntegrationUri: '\ud800' }),
    R: route('GET /'),
  });
  expect(run(['routes', odd]).code).toBe(0);
});
