import { PermissionScope } from '@apigwv2-integrations/core';
import { Stack } from 'aws-cdk-lib';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { functions, handlerIn } from 'test-support/functions';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import type { TwinApp } from 'test-support/parity/twins';
import { describe, test } from 'vitest';

test.each(functions)('invokes $what like the CDK’s class', ({ permitted, make }) => {
  expectSameTemplate(
    (app, { WebSocketLambdaIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const integration = new WebSocketLambdaIntegration('Chat', make(stack));
      const api = new WebSocketApi(stack, 'Api', { connectRouteOptions: { integration }, defaultRouteOptions: { integration } });
      api.addRoute('send', { integration, returnResponse: true });
    },
    ...(!permitted ? [] : ['websocket-permission-on-every-route']),
  );
});

test('permits one function in two APIs in two stacks', () => {
  expectSameTemplate((app, { WebSocketLambdaIntegration }) => {
    const handler = handlerIn(new Stack(app, 'Functions'));
    for (const id of ['One', 'Two']) {
      const api = new WebSocketApi(new Stack(app, id), 'Api');
      for (const key of ['a', 'b']) {
        api.addRoute(key, { integration: new WebSocketLambdaIntegration('Chat', handler) });
      }
    }
  });
});

test('writes request parameters and templates added later', () => {
  expectSameTemplate((app, { WebSocketAwsIntegration }) => {
    const requestParameters: Record<string, string> = {};
    const requestTemplates: Record<string, string> = {};
    const integration = new WebSocketAwsIntegration('Put', {
      integrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
      integrationMethod: 'POST',
      requestParameters,
      requestTemplates,
    });
    new WebSocketApi(new Stack(app, 'Stack'), 'Api').addRoute('send', { integration });
    requestParameters['integration.request.header.id'] = 'context.connectionId';
    requestTemplates.$default = '{}';
  });
});

describe('at the size limit of the policy', () => {
  const routes =
    (count: number, options?: object): TwinApp =>
    (app, { WebSocketLambdaIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const api = new WebSocketApi(stack, 'Api');
      for (let index = 0; index < count; index++) {
        api.addRoute(`send${index}`, { integration: new WebSocketLambdaIntegration('Chat', handlerIn(stack), options) });
      }
    };

  test('creates the CDK’s permissions while they fit', () => {
    expectSameTemplate(routes(42));
    expectSameTemplate(routes(42, { permissionScope: PermissionScope.AUTO }));
  });

  test('creates one permission for the API when they do not fit, unless set to one per route', () => {
    expectSameTemplate(routes(54), 'permissions-folded');
    expectSameTemplate(routes(54, { permissionScope: PermissionScope.ROUTE }));
  });
});
