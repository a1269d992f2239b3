import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadApis } from '../../src/index';
import { defaultTemplate } from '../../src/template/find-templates';
import { files, run } from '../support';

const api = (name: string, more = '') =>
  `Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: ${name}, ProtocolType: HTTP } }\n${more}`;
const namesIn = (path: string, options = {}) => loadApis(path, options).apis.map(({ name }) => name);

describe('a folder', () => {
  test('without a manifest has templates in JSON and YAML, and other files', () => {
    const root = files({
      'a.yaml': api('a'),
      'b.json': { Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'b', ProtocolType: 'HTTP' } } } },
      'c.template': api('c'),
      'package.json': { name: 'x' },
      'values.yaml': 'a: {{ b }}',
      'readme.md': api('d'),
    });

    expect(namesIn(root)).toEqual(['a', 'b', 'c']);
  });

  test('has the output of sam build', () => {
    const root = files({ 'template.yaml': api('source'), '.aws-sam/build/template.yaml': api('built') });

    expect(namesIn(root)).toEqual(['built']);
    expect(defaultTemplate(root)).toBe(join(root, '.aws-sam/build/template.yaml'));
    expect(defaultTemplate(files({ 'template.yml': api('source') }))).toMatch(/template\.yml$/);
  });

  test('with a broken template is refused', () => {
    expect(() => loadApis(files({ 'template.yaml': 'Resources: [' }))).toThrow(/template\.yaml:1:\d+: /);
  });

  test('without a template is refused', () => {
    expect(() => loadApis(files({ 'package.json': {} }))).toThrow('has no manifest.json, so it is no cloud assembly');
  });
});

test('a build that is older than its template is reported', () => {
  const root = files({ 'template.yaml': api('source'), '.aws-sam/build/template.yaml': api('built') });
  utimesSync(join(root, '.aws-sam/build/template.yaml'), 1, 1);

  expect(run(['check', root]).err).toContain(`${root} is older than ${join(root, 'template.yaml')}: run sam build again`);
});

test('several templates are read together', () => {
  const route = 'Outputs: { Id: { Value: !Ref Api, Export: { Name: the-api } } }\n';
  const other = [
    'Resources:',
    '  Route:',
    '    Type: AWS::ApiGatewayV2::Route',
    '    Properties: { ApiId: !ImportValue the-api, RouteKey: GET /a, Target: !Sub "integrations/${Int}" }',
    '  Int:',
    '    Type: AWS::ApiGatewayV2::Integration',
    '    Properties: { ApiId: !ImportValue the-api, IntegrationType: HTTP_PROXY, IntegrationUri: "https://a", IntegrationMethod: GET, PayloadFormatVersion: "1.0" }',
  ].join('\n');
  const root = files({ 'api.yaml': api('books', route), 'routes.yaml': other });
  const paths = [join(root, 'api.yaml'), join(root, 'routes.yaml')];

  expect(JSON.parse(run(['routes', ...paths, '--json']).out).apis).toMatchObject([{ name: 'books', routes: [{ key: 'GET /a' }] }]);
});

describe('nested templates', () => {
  const parent = (url: string) => `Resources:\n  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }\n`;

  test('are read from the folder of their parent, and not twice', () => {
    const root = files({ 'parent.yaml': parent('./nested/child.yaml'), 'nested/child.yaml': api('child'), 'child.yaml': api('other') });

    expect(namesIn(join(root, 'parent.yaml'))).toEqual(['child']);
    expect(namesIn(files({ 'a.yaml': parent('b.yaml'), 'b.yaml': api('child') }))).toEqual(['child']);
  });

  test('of SAM applications are read, too', () => {
    const sam =
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  Nested: { Type: AWS::Serverless::Application, Properties: { Location: child.yaml } }\n';

    expect(namesIn(join(files({ 'parent.yaml': sam, 'child.yaml': api('child') }), 'parent.yaml'))).toEqual(['child']);
  });

  test('outside of the folder are read only if they are allowed', () => {
    const root = files({ 'app/parent.yaml': parent('../shared/child.yaml'), 'shared/child.yaml': api('child') });
    const path = join(root, 'app/parent.yaml');

    expect(namesIn(path)).toEqual([]);
    expect(run(['check', path]).out).toContain('1 nested stack not checked');
    expect(namesIn(path, { allowedPaths: [join(root, 'shared')] })).toEqual(['child']);
    expect(run(['check', path, '--allow-path', join(root, 'shared')]).out).toContain('1 API, 0 routes checked\n');
  });

  test('must not contain themselves', () => {
    expect(() => loadApis(join(files({ 'a.yaml': parent('a.yaml') }), 'a.yaml'))).toThrow('contains itself: remove the cycle');
  });

  test('in S3 are not read', () => {
    expect(run(['check', join(files({ 'a.yaml': parent('https://s3.amazonaws.com/b/k.yaml') }), 'a.yaml')]).out).toContain(
      '1 nested stack not checked',
    );
  });
});

test('the template of the current folder is read by default', () => {
  const root = files({ 'template.yaml': api('here') });
  const before = process.cwd();
  process.chdir(root);
  try {
    expect(run(['routes']).out).toContain('here');
    mkdirSync('.aws-sam/build', { recursive: true });
    writeFileSync('.aws-sam/build/template.yaml', api('built'));
    expect(run(['routes']).out).toContain('built');
  } finally {
    process.chdir(before);
  }
});
