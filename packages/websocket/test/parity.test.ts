import { Stack } from 'aws-cdk-lib';
import { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alias, Code, type IFunction, Function as LambdaFunction, Runtime, SingletonFunction, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import { test } from 'vitest';
import { handlerIn } from './variants';

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:chat';

const handlers: Record<string, (scope: Construct) => IFunction> = {
  'a function': handlerIn,
  'a version': (scope) => new Version(scope, 'Version', { lambda: handlerIn(scope) }),
  'an alias': (scope) => new Alias(scope, 'Alias', { aliasName: 'live', version: handlerIn(scope).currentVersion }),
  'a singleton': (scope) =>
    new SingletonFunction(scope, 'Singleton', {
      uuid: 'f2c1c3a4',
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('x'),
    }),
  'a function by ARN': (scope) => LambdaFunction.fromFunctionArn(scope, 'Imported', ARN),
  'a function by name': (scope) => LambdaFunction.fromFunctionName(scope, 'Imported', 'chat'),
  'an imported function of the same environment': (scope) =>
    LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, sameEnvironment: true }),
  'an imported function without permissions': (scope) =>
    LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, skipPermissions: true }),
  'an imported version': (scope) => Version.fromVersionArn(scope, 'Imported', `${ARN}:7`),
};

/** Those that the CDK cannot give a permission. */
const unpermitted = ['a function by ARN', 'an imported function without permissions', 'an imported version'];

test.each(Object.entries(handlers))('%s is invoked as with the CDK', (what, handler) => {
  expectSameTemplate(
    (app, { WebSocketLambdaIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const integration = new WebSocketLambdaIntegration('Chat', handler(stack));
      const api = new WebSocketApi(stack, 'Api', { connectRouteOptions: { integration }, defaultRouteOptions: { integration } });
      api.addRoute('send', { integration, returnResponse: true });
    },
    ...(unpermitted.includes(what) ? [] : ['websocket-permission-on-every-route']),
  );
});

test('one function behind two APIs in two stacks', () => {
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

test('what is added later to the request parameters and templates of an integration', () => {
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
