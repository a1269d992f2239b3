import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { Fn, Lazy, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { bindToRoutes, expectProblem, warningsIn, warningsOf } from 'test-support/problems';
import { describe, expect, test } from 'vitest';

const to = (url: string) => () => new HttpUrlIntegration('Docs', url);

describe('the URL', () => {
  test.each([
    'ftp://example.com',
    'example.com/books',
    '//example.com',
    'not a url',
    '',
    'https://',
    'https:///books',
    'http:example.com',
    ' https://example.com',
  ])('rejects %j with value and remedy', (url) => {
    const message = expectProblem(to(url), 'UrlInvalid');

    expect(message).toContain(`[UrlInvalid] ${JSON.stringify(url)}`);
    expect(message).toContain('https://api.example.com/items');
  });

  test('rejects a missing URL, such as an environment variable that is not set', () => {
    expect(expectProblem(to(process.env.NO_SUCH_URL as string), 'ArgumentMissing')).toContain('url is undefined: pass url');
  });

  test('reports class, ID, route and construct path', () => {
    expect(expectProblem(to('ftp://example.com'), 'UrlInvalid')).toMatch(
      /^HttpUrlIntegration "Docs" on route ANY \/books at Stack\/books:\n/,
    );
  });

  test.each([
    'http://example.com',
    'https://example.com/',
    'HTTPS://EXAMPLE.COM/a?b=c',
    'http://${stageVariables.host}/books',
    'http://10.0.0.1:8080/x',
  ])('accepts %j', (url) => {
    expect(warningsOf(to(url), ['/books'])).toEqual([]);
  });

  test('accepts 2,048 characters, but not 2,049', () => {
    const url = (length: number) => 'https://example.com/'.padEnd(length, 'x');

    expect(warningsOf(to(url(2048)), ['/books'])).toEqual([]);
    expect(expectProblem(to(url(2049)), 'UrlTooLong')).toContain('2049');
  });

  test.each([
    ['the whole URL', () => Fn.importValue('Url')],
    ['a part of it', () => `not-http-${Fn.importValue('Host')}/{missing}`],
    ['a lazy value', () => Lazy.string({ produce: () => 'ftp://late' })],
  ])('accepts a token: %s', (_what, url) => {
    expect(warningsOf(() => new HttpUrlIntegration('Docs', url()), ['/books'])).toEqual([]);
  });
});

test.each([
  ['https://h/my books', 'a space or a line break', 'as %20'],
  ['https://h/a\n', 'a space or a line break', 'remove it'],
  ['https://h/{id', 'an unmatched brace', 'write a variable as {name}'],
  ['https://h/id}', 'an unmatched brace', '%7D'],
  ['https://h/{a{id}}', 'an unmatched brace', '%7B'],
  ['https://h/${stageVariables.v', 'an unmatched brace', '${stageVariables.name}'],
])('warns once about %j', (url, what, remedy) => {
  const [warning, ...others] = warningsOf(to(url), ['/{id}', '/x/{id}']).filter(({ message }) => !message.includes('UrlVariableUnknown'));

  expect(others).toEqual([]);
  expect(warning.message).toContain(`[UrlMalformed] the URL ${JSON.stringify(url)} contains ${what}`);
  expect(warning.message).toContain(remedy);
});

describe('path variables in the URL', () => {
  test.each([
    ['https://h/{id}', '/books/{id}'],
    ['https://h/{proxy}', '/{proxy+}'],
    ['https://h/{a}/{b}', '/{a}/x/{b+}'],
    ['https://h/${stageVariables.v}/x', '/books'],
    ['https://{sub}.example.com/', '/{sub}'],
  ])('accepts %s on %s', (url, path) => {
    expect(warningsOf(to(url), [path])).toEqual([]);
  });

  test.each([
    ['https://h/{id}', '/books', '{id}', "add {id} to the route's path"],
    ['https://h/{Id}', '/books/{id}', '{Id}', 'write {id}'],
    ['https://h/{proxy+}', '/{proxy+}', '{proxy+}', 'write {proxy}'],
    ['https://h/{x}', '/{a}/{b}', '{x}', "use one of the route's variables ({a}, {b})"],
    ['https://h/{proxy}', '$default', '{proxy}', 'use a separate integration for this route'],
  ])('warns about %s on %s', (url, path, variable, remedy) => {
    const [warning, ...others] = warningsOf(to(url), [path]);

    expect(others).toEqual([]);
    expect(warning.message).toContain(`[UrlVariableUnknown] the URL names the path variable ${variable}`);
    expect(warning.message).toContain(remedy);
  });

  test('checks each route of a shared integration, and warns on that route', () => {
    const warnings = warningsOf(to('https://h/{proxy}'), ['/{proxy+}', '/', '/books']);

    expect(warnings.map(({ path }) => path)).toEqual(['Stack/Root', 'Stack/books']);
  });

  test('can be acknowledged', () => {
    const { app, stack } = bindToRoutes(
      (scope) => {
        Validations.of(scope).acknowledge({ id: '@apigwv2-integrations/url-variable-unknown', reason: 'the root has no proxy' });
        return new HttpUrlIntegration('Docs', 'https://h/{proxy}');
      },
      ['/'],
    );

    expect(stack.node.children).not.toEqual([]);
    expect(warningsIn(app)).toEqual([]);
  });
});

test.each([
  [undefined, 'ANY'],
  [HttpMethod.PUT, 'PUT'],
])('writes method %s as %s', (method, expected) => {
  const { stack } = bindToRoutes(() => new HttpUrlIntegration('Docs', 'https://example.com', { method }), ['/books']);

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: expected,
    IntegrationUri: 'https://example.com',
    PayloadFormatVersion: '1.0',
  });
});
