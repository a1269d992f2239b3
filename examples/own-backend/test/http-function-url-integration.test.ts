import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { bindToRoutes, expectProblem, warningsOf } from 'test-support/problems';
import { expect, test } from 'vitest';
import { HttpFunctionUrlIntegration, type HttpFunctionUrlIntegrationProps } from '../src';

function integrationIn(scope: Construct, props?: HttpFunctionUrlIntegrationProps, authType = FunctionUrlAuthType.NONE) {
  const handler = new LambdaFunction(scope, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('x'),
  });
  return new HttpFunctionUrlIntegration('Reports', handler.addFunctionUrl({ authType }), props);
}

test('brings its URL, and the common options that it did nothing for, to the template', () => {
  const { stack } = bindToRoutes(
    (scope) =>
      integrationIn(scope, {
        description: 'Reports',
        timeout: Duration.seconds(30),
        parameterMapping: new ParameterMapping().overwriteHeader('x-path', MappingValue.requestPath()),
      }),
    ['/reports/{proxy+}'],
  );

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'HTTP_PROXY',
    IntegrationUri: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^HandlerFunctionUrl'), 'FunctionUrl'] }, '{proxy}']] },
    Description: 'Reports',
    TimeoutInMillis: 30_000,
    RequestParameters: { 'overwrite:header.x-path': '$request.path' },
  });
});

test('warns of a route without the variable', () => {
  expect(warningsOf((stack) => integrationIn(stack), ['/reports'])).toEqual([
    { path: 'Stack/reports', message: expect.stringContaining('[FunctionUrlPathMissing] the route /reports has no {proxy+}') },
  ]);
});

test('refuses a URL that API Gateway cannot call', () => {
  expectProblem((stack) => integrationIn(stack, {}, FunctionUrlAuthType.AWS_IAM), 'FunctionUrlNotPublic', { path: '/{proxy+}' });
});
