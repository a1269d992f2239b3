import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import type { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';

export function build(stack: Stack): void {
  const booksDefaultFn = new lambda.Function(stack, 'BooksDefaultFn', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });

  const booksIntegration = new HttpLambdaIntegration('BooksIntegration', booksDefaultFn);

  const httpApi = new apigwv2.HttpApi(stack, 'HttpApi');

  httpApi.addRoutes({
    path: '/books',
    methods: [apigwv2.HttpMethod.GET],
    integration: booksIntegration,
  });
}
