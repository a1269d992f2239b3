import { join } from 'node:path';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';

export class BookshopStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const booksFunction = new NodejsFunction(this, 'BooksFunction', {
      runtime: Runtime.NODEJS_22_X,
      entry: join(__dirname, '../lambda/books.ts'),
      bundling: { sourceMap: true },
    });

    const api = new HttpApi(this, 'BookshopApi');
    api.addRoutes({
      path: '/books/{id}',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('BooksIntegration', booksFunction),
    });
  }
}
