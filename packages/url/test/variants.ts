import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IntegrationVariant } from 'test-support/variant';

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpUrlIntegration',
    inCdk: true,
    create: (integrations, _scope, id, options) => new integrations.HttpUrlIntegration(id, 'https://books.example.com/v1', options),
    options: { method: Object.values(HttpMethod) },
  },
];
