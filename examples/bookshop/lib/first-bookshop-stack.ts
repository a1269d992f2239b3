import { join } from 'node:path';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export class BookshopStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const booksFunction = new LambdaFunction(this, 'BooksFunction', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, '../lambda')),
    });

    const api = new HttpApi(this, 'BookshopApi', {
      corsPreflight: {
        allowOrigins: ['https://shop.example.com'],
        allowMethods: [CorsHttpMethod.GET],
        maxAge: Duration.hours(1),
      },
    });
    api.addRoutes({
      path: '/books/{id}',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('BooksIntegration', booksFunction),
    });
  }
}
