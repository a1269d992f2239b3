import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
