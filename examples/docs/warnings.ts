import { type Stack, Validations } from 'aws-cdk-lib';

export function acknowledge(stack: Stack): void {
  Validations.of(stack).acknowledge({
    id: '@apigwv2-integrations/url-variable-unknown',
    reason: 'the root route shares the integration of /{proxy+}',
  });
}

export function lower(stack: Stack): void {
  stack.node.setContext('@apigwv2-integrations/core:loweredErrors', { UrlTooLong: 'quota raised, support case 123' });
}
