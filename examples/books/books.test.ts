import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { warningsIn } from 'test-support/problems';
import { expect, test } from 'vitest';
import { BooksStack } from './books-stack';
import { handler } from './handler/index.mjs';

const app = new App();
const template = Template.fromStack(new BooksStack(app, 'Books'));

test('routes books to the function and docs to the web site', () => {
  const keys = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey);

  expect(keys.sort()).toEqual(['ANY /docs/{proxy+}', 'GET /books', 'GET /books/{id}', 'POST /books']);
  template.resourceCountIs('AWS::ApiGatewayV2::Integration', 2);
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationUri: 'https://docs.example.com/{proxy}',
    RequestParameters: { 'append:header.header2': '$request.header.header1', 'remove:header.header1': '' },
  });
  expect(warningsIn(app)).toEqual([]);
});

test('lists, shows and creates', async () => {
  const call = async (routeKey: string, event: object = {}) => {
    const { statusCode, body } = await handler({ routeKey, ...event });
    return [statusCode, JSON.parse(body)];
  };

  expect(await call('GET /books')).toEqual([200, [expect.objectContaining({ id: '1' }), expect.objectContaining({ id: '2' })]]);
  expect(await call('GET /books/{id}', { pathParameters: { id: '9' } })).toEqual([404, { message: 'there is no book 9' }]);
  expect(await call('POST /books', { body: '{"title":"T","author":"A"}' })).toEqual([201, { id: '3', title: 'T', author: 'A' }]);
  expect(await call('POST /books', { body: 'eyJ0aXRsZSI6IlQifQ==', isBase64Encoded: true })).toEqual([400, expect.anything()]);
  expect(await call('POST /books', { body: 'no JSON' })).toEqual([400, expect.anything()]);
  expect(await call('GET /books/{id}', { pathParameters: { id: '3' } })).toEqual([200, { id: '3', title: 'T', author: 'A' }]);
});
