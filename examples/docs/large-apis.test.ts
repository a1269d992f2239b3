import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { handlerIn } from 'test-support/functions';
import { expect, test } from 'vitest';
import { keptId, shared, stable } from './large-apis';

const build = (use: (api: HttpApi, stack: Stack) => void) => {
  const stack = new Stack(new App(), 'Shop');
  use(new HttpApi(stack, 'Api'), stack);
  return Template.fromStack(stack);
};
const integrationsOf = (template: Template) => Object.keys(template.findResources('AWS::ApiGatewayV2::Integration'));

test('routes share one integration and one permission', () => {
  const template = build((api, stack) => shared(api, handlerIn(stack)));

  template.resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
  template.resourceCountIs('AWS::Lambda::Permission', 1);
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 2);
});

test('the logical id that an integration had under its route is kept under the API', () => {
  const deployed = build((api, stack) => {
    api.addRoutes({ path: '/books', integration: new HttpLambdaIntegration('BooksIntegration', handlerIn(stack)) });
  });
  const moved = build((api, stack) => stable(api, handlerIn(stack)));
  const kept = build((api, stack) => {
    stable(api, handlerIn(stack));
    keptId(api);
  });

  expect(integrationsOf(moved)).not.toEqual(integrationsOf(deployed));
  expect(integrationsOf(kept)).toEqual(integrationsOf(deployed));
  expect(kept.toJSON()).toEqual(deployed.toJSON());
});
