import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { handlerIn } from 'test-support/functions';
import { warningsIn } from 'test-support/problems';
import { expect, test } from 'vitest';
import { acknowledge, chosen } from './permissions';

test('the scope of a permission is as it is chosen', () => {
  const stack = new Stack(new App(), 'Stack');
  const { books, chat } = chosen(handlerIn(stack, 'Books'), handlerIn(stack, 'Chat'));
  new HttpApi(stack, 'Api').addRoutes({ path: '/books', methods: [HttpMethod.GET], integration: books });
  new WebSocketApi(stack, 'Chats').addRoute('send', { integration: chat });
  const permissions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));

  expect(permissions.map(({ Properties }) => Properties.SourceArn['Fn::Join'][1].at(-1))).toEqual(['/*/GET/books', '/*']);
});

test('the warning of folded permissions is acknowledged', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const api = new HttpApi(stack, 'Api');
  acknowledge(stack);
  const integration = new HttpLambdaIntegration('Books', handlerIn(stack));
  for (let index = 0; index < 60; index++) {
    api.addRoutes({ path: `/books/${index}`, integration });
  }

  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  expect(warningsIn(app)).toEqual([]);
});
