import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import type { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

export function build(stack: Stack): void {
  const booksIntegration = new HttpUrlIntegration('BooksIntegration', 'https://get-books-proxy.example.com');

  const httpApi = new apigwv2.HttpApi(stack, 'HttpApi');

  httpApi.addRoutes({
    path: '/books',
    methods: [apigwv2.HttpMethod.GET],
    integration: booksIntegration,
  });
}
