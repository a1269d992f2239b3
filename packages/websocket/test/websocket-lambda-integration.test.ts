import { WebSocketLambdaIntegration } from '@apigwv2-integrations/websocket';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { handlerIn } from 'test-support/functions';
import { warningsIn } from 'test-support/problems';
import { bindToWebSocketRoutes } from 'test-support/websocket';
import { describe, expect, test } from 'vitest';

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:chat';

test('invokes the function, with one permission per route', () => {
  const { stack } = bindToWebSocketRoutes((scope) => new WebSocketLambdaIntegration('Chat', handlerIn(scope)), ['$connect', 'send']);
  const template = Template.fromStack(stack);
  const [integration] = Object.values(template.findResources('AWS::ApiGatewayV2::Integration'));
  const sources = Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) =>
    Properties.SourceArn['Fn::Join'][1].at(-1),
  );

  expect(integration.Properties.IntegrationType).toBe('AWS_PROXY');
  expect(integration.Properties.IntegrationUri['Fn::Join'][1].at(-1)).toBe('/invocations');
  expect(sources).toEqual(['/*$connect', '/*send']);
  template.allResourcesProperties('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
});

describe('an imported function', () => {
  const bind = (more: object) => {
    const { app, stack } = bindToWebSocketRoutes(
      (scope) =>
        new WebSocketLambdaIntegration('Chat', LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, ...more })),
      ['a', 'b'],
    );
    return {
      permissions: Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission')).length,
      warnings: warningsIn(app),
    };
  };

  test('warns once about a function of an unknown account', () => {
    const { permissions, warnings } = bind({});

    expect(permissions).toBe(0);
    expect(warnings.map(({ path }) => path)).toEqual(['Stack/Api/a-Route']);
    expect(warnings[0].message).toMatch(/\[FunctionNotAuthorized\] the imported function Stack\/Imported .*sameEnvironment: true/);
  });

  test('creates a permission for an imported function of the same environment', () => {
    expect(bind({ sameEnvironment: true })).toEqual({ permissions: 2, warnings: [] });
  });

  test('creates no permission with skipPermissions', () => {
    expect(bind({ skipPermissions: true })).toEqual({ permissions: 0, warnings: [] });
  });
});
