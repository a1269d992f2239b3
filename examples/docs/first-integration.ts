import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import type { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

export function firstIntegration(stack: Stack, booksFunction: IFunction): void {
  const api = new HttpApi(stack, 'Api');
  api.addRoutes({
    path: '/books',
    methods: [HttpMethod.GET],
    integration: new HttpLambdaIntegration('BooksIntegration', booksFunction),
  });
}
