import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { Duration, type Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

declare const stack: Stack;
declare const booksFunction: IFunction;

const api = new HttpApi(stack, 'Api');
api.addRoutes({
  path: '/books',
  methods: [HttpMethod.GET],
  integration: new HttpLambdaIntegration('BooksIntegration', booksFunction, {
    timeout: Duration.seconds(30),
  }),
});
