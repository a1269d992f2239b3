import { Stack } from 'aws-cdk-lib';
import { HttpApi, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import { test } from 'vitest';

test.each([
  ['a URL that is none', 'ftp://example.com', {}],
  ['a reserved header', 'https://example.com', { parameterMapping: new ParameterMapping().appendHeader('Via', MappingValue.custom('x')) }],
])('rejects %s at synthesis instead of deployment', (_what, url, options) => {
  expectSameTemplate((app, { HttpUrlIntegration }) => {
    const stack = new Stack(app, 'Stack');
    new HttpApi(stack, 'Api').addRoutes({ path: '/books', integration: new HttpUrlIntegration('Books', url, options) });
  }, 'refused-at-synth');
});
