import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { displayPath } from '../../src/diagnostics/diagnostics';
import { files, onlyApi, run } from '../support';

describe('a template with a document', () => {
  const template = (body: string) =>
    `Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Body:\n${body}\n  Stage:\n    Type: AWS::ApiGatewayV2::Stage\n    Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true }\n`;
  const document = (timeout: number) =>
    [
      'openapi: 3.0.1',
      'info: { title: books }',
      'paths:',
      '  /books:',
      '    get:',
      '      x-amazon-apigateway-integration:',
      '        type: http_proxy',
      '        httpMethod: GET',
      '        uri: https://books.example.com',
      '        payloadFormatVersion: 1.0',
      `        timeoutInMillis: ${timeout}`,
    ].join('\n');

  test('shows its routes', () => {
    const root = files({ 'a.yaml': template(document(500).replace(/^/gm, '        ')) });

    expect(onlyApi(join(root, 'a.yaml'))).toMatchObject({
      name: 'books',
      protocol: 'HTTP',
      routesInBody: false,
      routes: [{ key: 'GET /books', integration: { target: { kind: 'url' }, timeoutInMillis: '500' } }],
    });
  });

  test('is checked, with line and column', () => {
    const root = files({ 'a.yaml': template(document(1).replace(/^/gm, '        ')) });
    const { code, out } = run(['check', join(root, 'a.yaml'), '--json']);

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      checked: { apis: 1, routes: 1 },
      notChecked: [],
      findings: [{ code: 'TimeoutOutOfRange', logicalId: 'Api', position: { line: 16, column: 17 } }],
    });
    expect(run(['check', join(root, 'a.yaml')]).out).toContain('a.yaml:16)');
  });

  test('can include the document from a file beside it', () => {
    const include = '        Fn::Transform: { Name: AWS::Include, Parameters: { Location: ./api.yaml } }';
    const root = files({ 'a.yaml': template(include), 'api.yaml': document(500) });

    expect(onlyApi(join(root, 'a.yaml')).routes.map(({ key }) => key)).toEqual(['GET /books']);
  });

  test.each([
    ['../api.yaml', 'lies outside of'],
    ['gone.yaml', 'there is no gone.yaml'],
  ])('reports that it does not include %s', (location, reason) => {
    const include = `        Fn::Transform: { Name: AWS::Include, Parameters: { Location: ${location} } }`;
    const root = files({ 'app/a.yaml': template(include), 'api.yaml': document(500) });
    const { notChecked } = JSON.parse(run(['check', join(root, 'app/a.yaml'), '--json']).out);

    expect(notChecked).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ logicalId: 'Api', kind: 'included file', reason: expect.stringContaining(reason) }),
      ]),
    );
  });
});

describe('a document in several files', () => {
  const integration = (timeout: number) =>
    `x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: https://a.example.com, payloadFormatVersion: '1.0', timeoutInMillis: ${timeout} }`;
  const template = (definition: string) =>
    `Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      ${definition}\n`;
  const api = (paths: string) => `openapi: 3.0.1\ninfo: { title: books }\npaths:\n${paths}`;
  const check = (path: string, ...flags: string[]) => JSON.parse(run(['check', path, '--json', ...flags]).out);
  const codesOf = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);

  test('is read, and findings point into the file where the text stands', () => {
    const root = files({
      'a.yaml': template('DefinitionUri: docs/api.yaml'),
      'docs/api.yaml': api('  /books:\n    $ref: ./paths.yaml#/~1books\n'),
      'docs/paths.yaml': '# Paths.\n/books:\n  get: { $ref: "more/operations.yaml#/a~1b" }\n',
      'docs/more/operations.yaml': `a/b:\n  security: [{ users: [] }]\n  ${integration(1)}\n`,
    });
    const { findings, notChecked, checked } = check(join(root, 'a.yaml'));

    expect({ checked, notChecked }).toEqual({ checked: { apis: 1, routes: 1 }, notChecked: [] });
    expect(
      findings.map(({ code, property, position }: Record<string, never>) => [
        code,
        property,
        `${(position as { file: string }).file.slice(root.length + 1)}:${(position as { line: number }).line}`,
      ]),
    ).toEqual([
      [
        'TimeoutOutOfRange',
        'docs/more/operations.yaml#/a~1b/x-amazon-apigateway-integration/timeoutInMillis',
        'docs/more/operations.yaml:3',
      ],
      ['SecuritySchemeUnknown', 'docs/more/operations.yaml#/a~1b/security', 'docs/more/operations.yaml:2'],
      ['DocumentReferenceToFile', 'Properties/DefinitionBody/paths/~1books', 'docs/api.yaml:4'],
      ['DocumentReferenceToFile', 'docs/paths.yaml#/~1books/get', 'docs/paths.yaml:3'],
    ]);
  });

  test('shows its routes, and serves them', () => {
    const root = files({
      'a.yaml': template('DefinitionUri: api.yaml'),
      'api.yaml': api("  /books: { $ref: './paths.yaml' }\n"),
      'paths.yaml': `get:\n  ${integration(500)}\n`,
    });

    expect(onlyApi(join(root, 'a.yaml')).routes).toMatchObject([{ key: 'GET /books', integration: { timeoutInMillis: '500' } }]);
  });

  test('stays under the folder of the template unless another one is allowed', () => {
    const root = files({
      'app/a.yaml': template('DefinitionUri: api.yaml'),
      'app/api.yaml': api("  /books: { $ref: '../shared/paths.yaml' }\n"),
      'shared/paths.yaml': `get:\n  ${integration(500)}\n`,
    });
    const path = join(root, 'app/a.yaml');

    expect(check(path).notChecked).toMatchObject([
      { logicalId: 'Api', kind: 'OpenAPI document', reason: expect.stringContaining('../shared/paths.yaml lies outside of') },
    ]);
    expect(check(path, '--allow-path', join(root, 'shared'))).toMatchObject({ checked: { routes: 1 }, notChecked: [] });
  });

  test('may have references that lead in a circle, or to nothing', () => {
    const root = files({
      'a.yaml': template('DefinitionUri: api.yaml'),
      'api.yaml': api("  /a: { $ref: './a.yaml#/a' }\n  /b: { $ref: './gone.yaml' }\n  /c: { $ref: './b.yaml#/c' }\n"),
      'b.yaml': "a: { $ref: './c.yaml#/a' }\n",
      'c.yaml': "a: { $ref: './b.yaml#/a' }\n",
    });
    const report = check(join(root, 'a.yaml'));

    expect(report.notChecked).toMatchObject([{ reason: 'the reference ./gone.yaml is not read: there is no ./gone.yaml' }]);
    expect(codesOf(report).filter((code) => code === 'DocumentReferenceBroken')).toHaveLength(2);
  });

  test('of an API resource is read from the file that SAM uploads', () => {
    const root = files({
      'a.yaml': 'Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { BodyS3Location: api.json } }\n',
      'api.json': JSON.stringify({ openapi: '3.0.1', paths: { '/a': { get: {} } } }),
    });

    expect(codesOf(check(join(root, 'a.yaml')))).toEqual(['OperationWithoutIntegration']);
  });

  test('can be an asset of a cloud assembly', () => {
    const hash = 'a'.repeat(64);
    const resource = (key: unknown) => ({ Type: 'AWS::ApiGatewayV2::Api', Properties: { BodyS3Location: { Bucket: 'assets', Key: key } } });
    const root = files({
      'App.template.json': JSON.stringify({ Resources: { Api: resource(`${hash}.yaml`), Other: resource({ 'Fn::Sub': `${hash}.yaml` }) } }),
      'App.assets.json': JSON.stringify({
        files: { [hash]: { source: { path: `asset.${hash}.yaml` }, destinations: { d: { objectKey: `${hash}.yaml` } } } },
      }),
      [`asset.${hash}.yaml`]: api(`  /a:\n    get:\n      ${integration(1)}\n`),
    });
    const { findings, notChecked } = check(join(root, 'App.template.json'));

    expect(notChecked).toEqual([]);
    expect(findings).toMatchObject([
      { code: 'TimeoutOutOfRange', logicalId: 'Api', position: { file: join(root, `asset.${hash}.yaml`), line: 6 } },
      { code: 'TimeoutOutOfRange', logicalId: 'Other' },
    ]);
  });

  test('in S3 is reported by its name', () => {
    const root = files({
      'a.yaml': template('DefinitionUri: s3://docs/api.yaml'),
      'b.yaml': 'Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { BodyS3Location: { Bucket: docs, Key: b.yaml } } }\n',
    });
    const reasons = ['a.yaml', 'b.yaml'].map((name) => check(join(root, name)).notChecked[0].reason);

    expect(reasons).toEqual(['OpenAPI document, s3://docs/api.yaml', 'OpenAPI document, s3://docs/b.yaml']);
  });
});

describe('integrations of a document', () => {
  const template = (...operations: string[]) =>
    [
      'Resources:',
      '  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true } }',
      '  Api:',
      '    Type: AWS::ApiGatewayV2::Api',
      '    Properties:',
      '      Body:',
      '        openapi: 3.0.1',
      '        info: { title: books }',
      '        paths:',
      ...operations,
    ].join('\n');
  const operation = (path: string, host: string) =>
    `          ${path}:\n            get:\n              x-amazon-apigateway-integration:\n                { type: http_proxy, httpMethod: GET, uri: https://${host}.example.com, payloadFormatVersion: '1.0' }`;

  test('have the names of their routes', () => {
    const root = files({ 'a.yaml': template(operation('/a', 'a'), operation('/b', 'b')) });
    const { routes } = onlyApi(join(root, 'a.yaml'));

    expect(routes.map(({ integration }) => [integration?.name, integration?.location])).toMatchObject([
      ['GET /a', { logicalId: 'Api', part: 'GET /a' }],
      ['GET /b', { logicalId: 'Api', part: 'GET /b' }],
    ]);
    expect(routes.map(({ integration }) => integration && displayPath(integration.location))).toEqual(['Api/GET /a', 'Api/GET /b']);
  });

  test('are compared, with the lines of their operations', () => {
    const root = files({
      'old.yaml': template(operation('/a', 'a'), operation('/b', 'b')),
      'new.yaml': template(operation('/a', 'a'), operation('/b', 'c'), operation('/d', 'd')),
    });
    const { out } = run(['check', join(root, 'new.yaml'), '--compare', join(root, 'old.yaml'), '--json']);
    const { changes } = JSON.parse(out).comparison;

    expect(changes).toMatchObject([
      { kind: 'route-moved', routes: ['GET /b'], logicalId: 'Api', position: { line: 15, column: 13 } },
      { kind: 'route-added', routes: ['GET /d'], logicalId: 'Api', position: { line: 19, column: 13 } },
    ]);
  });
});
