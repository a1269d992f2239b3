import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { handler } from './lambda/books';
import { BookshopStack } from './lib/bookshop-stack';

test('the route invokes the function', () => {
  // Bundling takes long, and has no effect on the template but the hash of the code.
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new BookshopStack(app, 'BookshopStack'));

  template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs22.x', Handler: 'index.handler' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /books/{id}' });
});

test('the handler finds books', async () => {
  expect(await handler({ pathParameters: { id: '2' } })).toEqual({ statusCode: 200, body: '{"id":"2","title":"Solaris"}' });
  expect(await handler({ pathParameters: { id: '9' } })).toMatchObject({ statusCode: 404 });
});
