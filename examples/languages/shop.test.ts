import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { test } from 'vitest';
import { build } from './shop';

test('the stack that every language has', () => {
  const stack = new Stack(new App(), 'Shop');
  build(stack);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 5);
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationUri: 'https://docs.example.com/{proxy}',
    RequestParameters: {
      'append:header.x-request': '$context.requestId',
      'overwrite:path': '/v2${request.path}',
      'remove:header.cookie': '',
    },
    ResponseParameters: { 404: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '403' }] } },
  });
});
